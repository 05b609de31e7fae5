using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;

namespace NeptuneAlt.Server.Hosting;

/// <summary>
/// Keeps a copy of the catalog next to it. It is made soon after projects, tokens or settings change, and when the
/// server stops. Runs are in the store too, so their creation causes no copy.
/// </summary>
sealed partial class CatalogCopies : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After a copy, no other is made for this many times its duration, so that a large catalog is rarely copied.
    /// </summary>
    const int Rest = 50;

    readonly SqliteDatabase _catalog;
    readonly string _path;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenSource _stopping = new();
    readonly Task _loop;

    public CatalogCopies(SqliteDatabase catalog, string path, TimeProvider time, ILogger<CatalogCopies> logger)
    {
        (_catalog, _path, _time, _logger) = (catalog, path, time, logger);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Makes the last copy.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await CopyAsync();
        _stopping.Dispose();
    }

    async Task LoopAsync()
    {
        var copied = -1L;
        var pause = Interval;
        while (true)
        {
            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested) return;
            var changes = _catalog.Changes;
            if (changes == copied) continue;

            var started = _time.GetTimestamp();
            if (await CopyAsync()) copied = changes;
            pause = _time.GetElapsedTime(started) * Rest is var rest && rest > Interval ? rest : Interval;
        }
    }

    async Task<bool> CopyAsync()
    {
        try
        {
            await _catalog.CopyAsync(_path, CancellationToken.None);
            return true;
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or CatalogUnavailableException or System.Data.Common.DbException)
        {
            Failed(_path, failure.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The copy of the catalog at {Path} is older than the catalog: {Reason}")]
    partial void Failed(string path, string reason);
}
