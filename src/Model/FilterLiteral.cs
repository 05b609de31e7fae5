using System.Globalization;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Model;

/// <summary>Reads the literals of a filter.</summary>
public static partial class FilterLiteral
{
    /// <summary>A decimal number, <c>nan</c>, or <c>inf</c> with or without a sign.</summary>
    public static bool TryNumber(string literal, out double value)
    {
        var text = literal.Trim();
        switch (text.TrimStart('+', '-').ToLowerInvariant())
        {
            case "nan":
                value = double.NaN;
                return true;
            case "inf" or "infinity":
                value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            default:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }

    /// <summary>A whole number that an int attribute can hold exactly.</summary>
    public static bool TryInt(string literal, out long value) =>
        long.TryParse(literal.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static bool TryBool(string literal, out bool value)
    {
        value = literal.Trim() is "1" || string.Equals(literal.Trim(), "true", StringComparison.OrdinalIgnoreCase);
        return value || literal.Trim() is "0"
            || string.Equals(literal.Trim(), "false", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The state of a run: whether it is running. The app also calls the states active and inactive.</summary>
    public static bool TryState(string literal, out bool isRunning)
    {
        var state = literal.Trim().ToLowerInvariant();
        isRunning = state is "running" or "active";
        return isRunning || state is "idle" or "inactive";
    }

    /// <summary>ISO 8601 with any offset (none is UTC), or a time before <paramref name="now"/>, like <c>-2h</c>.
    /// </summary>
    /// <param name="millis">Milliseconds since 1970; finer digits are cut off.</param>
    public static bool TryDatetime(string literal, DateTimeOffset now, out long millis)
    {
        millis = 0;
        if (Relative.Match(literal) is { Success: true } relative) return TryBefore(relative, now, out millis);
        if (Absolute.Match(literal) is not { Success: true } match) return false;

        int Number(string group) => match.Groups[group] is { Success: true } part
            ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture)
            : 0;

        if (Number("month") is 0 or > 12 || Number("year") == 0
            || Number("day") < 1 || Number("day") > DateTime.DaysInMonth(Number("year"), Number("month"))
            || Number("hour") > 23 || Number("minute") > 59 || Number("second") > 59)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value.PadRight(3, '0')[..3];
        var offset = new TimeSpan(Number("offsetHours"), Number("offsetMinutes"), Number("offsetSeconds"));
        var local = new DateTime(
            Number("year"), Number("month"), Number("day"), Number("hour"), Number("minute"), Number("second"),
            int.Parse(fraction, CultureInfo.InvariantCulture), DateTimeKind.Utc);
        millis = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond
            - (long)offset.TotalMilliseconds * (match.Groups["sign"].Value == "-" ? -1 : 1);
        return true;
    }

    static bool TryBefore(Match relative, DateTimeOffset now, out long millis)
    {
        millis = 0;
        if (!int.TryParse(relative.Groups["count"].ValueSpan, CultureInfo.InvariantCulture, out var count)) return false;

        try
        {
            var then = relative.Groups["unit"].Value switch
            {
                "s" => now.AddSeconds(-count),
                "m" => now.AddMinutes(-count),
                "h" => now.AddHours(-count),
                "d" => now.AddDays(-count),
                "w" => now.AddDays(-7.0 * count),
                "M" => now.AddMonths(-count),
                _ => now.AddYears(-count),
            };
            millis = then.ToUnixTimeMilliseconds();
        }
        catch (ArgumentOutOfRangeException)
        {
            // Longer ago than the calendar goes: before everything.
            millis = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
        }

        return true;
    }

    [GeneratedRegex(@"^\s*-(?<count>[0-9]+)\s*(?<unit>[smhdwMy])\s*$")]
    static partial Regex Relative { get; }

    [GeneratedRegex(
        @"^\s*(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
        + @"(?:[Tt ](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]+))?)?"
        + @"\s*(?:[Zz]|(?<sign>[+-])(?<offsetHours>[0-9]{2})"
        + @"(?::?(?<offsetMinutes>[0-9]{2})(?::?(?<offsetSeconds>[0-9]{2})(?:\.[0-9]+)?)?)?)?)?\s*$")]
    static partial Regex Absolute { get; }
}
