using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Jobs;

/// <summary>
/// Work that comes round again and again for as long as the server runs; what an outage cuts short is done at the next
/// turn.
/// </summary>
abstract partial class PeriodicJob(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    protected TimeProvider Time => time;

    protected ILogger Logger => logger;

    /// <summary>The work that an outage postpones, for the log.</summary>
    protected abstract string Work { get; }

    /// <summary>Does what is due.</summary>
    protected internal abstract Task SweepAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception outage) when (
                outage is CatalogUnavailableException or StoreUnavailableException or StoreDamagedException
                    or BlobsUnavailableException)
            {
                LogFailed(Work, outage);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not yet done, tried again later: {Work}")]
    partial void LogFailed(string work, Exception exception);
}
