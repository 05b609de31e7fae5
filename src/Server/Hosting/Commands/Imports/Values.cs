using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Ingest;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Values of an export as the server takes them.</summary>
static class Values
{
    public static Timestamp TimeOf(long ms)
    {
        var (seconds, rest) = Math.DivRem(ms, 1000);
        return rest < 0
            ? new Timestamp { Seconds = seconds - 1, Nanos = (int)(rest + 1000) * 1_000_000 }
            : new Timestamp { Seconds = seconds, Nanos = (int)rest * 1_000_000 };
    }

    public static long MsOf(Timestamp time) => time.Seconds * 1000 + time.Nanos / 1_000_000;

    public static Value Of(string text) => new() { String = text };

    public static Value Of(IEnumerable<string> members) => new() { StringSet = new StringSet { Values = { members } } };

    /// <summary>The value of a row that is no point.</summary>
    /// <returns><c>null</c> if the row has none, or is of no such type.</returns>
    public static Value? AtomOf(RowGroup group, int row) => group.Types[row] switch
    {
        "float" when group.Floats?[row] is { } value => new Value { Float64 = value },
        "int" when group.Ints?[row] is { } value => new Value { Int64 = value },
        "string" when group.Strings?[row] is { } value => Of(value),
        "bool" when group.Bools?[row] is { } value => new Value { Bool = value },
        "datetime" when group.Datetimes?[row] is { } value and not RowGroup.None => new Value { Timestamp = TimeOf(value) },
        "string_set" when group.Sets?[row] is { } value => Of(value),
        _ => null,
    };

    /// <summary>Counts or densities.</summary>
    public static double[] NumbersOf(Histogram histogram)
    {
        if (histogram.Counts is null) return [.. histogram.Densities.Values];
        return [.. histogram.Counts.Values.Select(count => (double)count)];
    }

    /// <summary>The histogram of a row.</summary>
    /// <returns><c>null</c> if there is none.</returns>
    public static Value? HistogramOf(RowGroup group, int row)
    {
        if (group.HistogramTypes?[row] is not { } type) return null;

        var histogram = new Histogram { BinEdges = { group.HistogramEdges?[row] ?? [] } };
        var values = group.HistogramValues?[row] ?? [];
        if (type == "COUNTING" && values.All(value => value is >= 0 and < ulong.MaxValue))
            histogram.Counts = new Histogram.Types.Counts { Values = { values.Select(value => (ulong)value) } };
        else
            histogram.Densities = new Histogram.Types.Densities { Values = { values } };
        return new Value { Histogram = histogram };
    }
}
