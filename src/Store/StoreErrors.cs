using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ClickHouse.Driver;

namespace NeptuneAlt.Store;

/// <summary>Sorts what a call may throw into the store's two exceptions.</summary>
static partial class StoreErrors
{
    const int TooManyRows = 158;
    const int TimeoutExceeded = 159;
    const int MemoryLimitExceeded = 241;
    const int TooManyBytes = 307;

    public static bool IsLimit(int code) =>
        code is TooManyRows or TimeoutExceeded or MemoryLimitExceeded or TooManyBytes;

    /// <returns>The exception to throw instead; null: this one is none of the store's.</returns>
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

    /// <summary>An error that came in the middle of an answer, as text behind the data.</summary>
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

    static int CodeIn(string message)
    {
        var found = ErrorPattern().Match(message);
        return found.Success ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"Code: (\d+)\. DB::Exception: .*", RegexOptions.Singleline)]
    private static partial Regex ErrorPattern();
}
