using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ClickHouse.Driver;
using NeptuneAlt.Model;

namespace NeptuneAlt.Store;

/// <summary>Sorts what a call may throw into the store's three exceptions.</summary>
static partial class StoreErrors
{
    const int TooManyRows = 158;
    const int TimeoutExceeded = 159;
    const int MemoryLimitExceeded = 241;
    const int TooManyBytes = 307;

    public static bool IsLimit(int code) =>
        code is TooManyRows or TimeoutExceeded or MemoryLimitExceeded or TooManyBytes;

    /// <returns>The exception to throw instead; null if this one is not the store's.</returns>
    public static Exception? Translated(Exception exception, bool writes) => exception switch
    {
        ClickHouseServerException server => FromServer(server, writes),
        // HttpClient reports its own timeout as a cancellation that nobody asked for.
        TaskCanceledException { InnerException: TimeoutException } =>
            new StoreUnavailableException("The store did not answer in time.", exception),
        HttpRequestException or IOException or SocketException or TimeoutException =>
            new StoreUnavailableException($"The store cannot be reached: {exception.Message}", exception),
        _ => null,
    };

    /// <summary>An error in the middle of an answer, sent as text after the data.</summary>
    public static Exception? InText(string text)
    {
        var found = ErrorPattern().Match(text);
        return found.Success
            ? FromServer(ClickHouseServerException.FromServerResponse(found.Value, ""), writes: false)
            : null;
    }

    static Exception FromServer(ClickHouseServerException exception, bool writes)
    {
        var code = exception.ErrorCode > 0 ? exception.ErrorCode : CodeIn(exception.Message);
        return code switch
        {
            _ when DamageIn(code, exception.Message) is { } damage => new StoreDamagedException(damage, exception),
            // A query's own size is its limit; an insert of ours is small and only meets a store that is full now.
            MemoryLimitExceeded when writes => Unavailable(),
            TooManyRows or TooManyBytes =>
                new StoreException(code, "The query touches more rows than it may.", exception),
            TimeoutExceeded => new StoreException(code, "The query took longer than it may.", exception),
            MemoryLimitExceeded => new StoreException(code, "The query needs more memory than it may use.", exception),
            _ when IsPassing(code) => Unavailable(),
            _ => new StoreException(code, exception.Message, exception),
        };

        StoreUnavailableException Unavailable() =>
            new($"The store cannot serve at the moment: {exception.Message}", exception);
    }

    // 0: an answer without a code, so from something in between. The rest are ClickHouse's codes for too many queries,
    // lost connections and replicas, a quorum that is not there, a stop, too many parts, a full disk, a table that is
    // read-only for now, its keeper.
    static bool IsPassing(int code) => code is 0 or 202 or 203 or 209 or 210 or 225 or 236 or 242 or 243 or 252 or 265
        or 279 or 285 or 286 or 289 or 319 or 369 or 394 or 439 or 473 or 519 or 667 or 733 or 745 or 999;

    // ClickHouse's codes for what a damaged, cut or missing file of a part is met with: an end before the end, sizes
    // that do not match, a failed read, a file that cannot be opened or is not there, a false checksum, false counts,
    // what cannot be decompressed.
    static bool MayBeDamage(int code) => code
        is 3 or 7 or 13 or 32 or 33 or 39 or 40 or 74 or 76 or 84 or 89 or 107 or 117 or 128 or 131 or 190
        or 226 or 227 or 228 or 246 or 271 or 432;

    /// <summary>The file that an error blames; <c>null</c>: it is about no part of a table.</summary>
    public static Damage? DamageIn(int code, string message)
    {
        var isDecompressing = message.Contains("While reading or decompressing", StringComparison.Ordinal);
        if (IsLimit(code) || IsPassing(code) || !isDecompressing && !MayBeDamage(code)) return null;
        if (FilePattern().Match(message) is not { Success: true } file) return null;

        var (part, name) = (file.Groups["part"].Value, file.Groups["file"].Value);
        var table = TablePattern().Match(message) is { Success: true } found
            ? found.Groups["table"].Value.Split('.')[^1]
            : file.Groups["table"].Value;
        return new Damage(
            "store", file.Value.TrimEnd('/'),
            $"The part {part} of the table {table} cannot be read{(name.Length > 0 ? $", as its file {name} is damaged" : "")}.",
            "Stop the server and put the part's folder back from a backup of the data folder; without one, move it out of the data "
            + "folder: then what it holds is missing and everything else can be read.");
    }

    static int CodeIn(string message)
    {
        var found = ErrorPattern().Match(message);
        return found.Success ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    // …/store/<3 digits>/<the table's UUID>/<the part>/<the file>; a part's name ends with its blocks and level.
    [GeneratedRegex(
        @"[^\s():]*/(?<table>[0-9a-f]{8}-[0-9a-f-]{27})/(?<part>[^/\s]+_\d+_\d+_\d+(?:_\d+)?)(?:/(?<file>[\w.%-]+))?")]
    private static partial Regex FilePattern();

    [GeneratedRegex(@" in table (?<table>\S+) \(")]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"Code: (\d+)\. DB::Exception: .*", RegexOptions.Singleline)]
    private static partial Regex ErrorPattern();
}
