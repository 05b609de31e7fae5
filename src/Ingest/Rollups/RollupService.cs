using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Rollups;

/// <summary>
/// Makes rollups of long series in the background, without delaying flushes. A series that is forgotten by a restart or
/// an outage of the store is caught up with once it has grown again.
/// </summary>
public sealed class RollupService(RollupBuilder builder, TimeProvider time, ILogger<RollupService> logger) : BackgroundService
{
    const int BatchSeries = 2_000;
    static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    readonly HashSet<(ulong Run, uint Series)> _due = [];
    readonly SemaphoreSlim _signal = new(0);

    /// <summary>Notes series with enough stored points for another rollup.</summary>
    public void Note(IReadOnlyCollection<(ulong Run, uint Series)> series)
    {
        if (series.Count == 0) return;

        lock (_due)
        {
            var before = _due.Count;
            _due.UnionWith(series);
            Telemetry.RollupsDue.Add(_due.Count - before);
        }

        _signal.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _signal.WaitAsync(stoppingToken);
            while (Take() is { Count: > 0 } batch) await BuildAsync(batch, stoppingToken);
        }
    }

    async Task BuildAsync(List<(ulong Run, uint Series)> batch, CancellationToken cancellationToken)
    {
        try
        {
            Telemetry.RolledUpPoints.Add(await builder.BuildAsync(batch, cancellationToken));
        }
        catch (Exception failure) when (
            failure is StoreException or StoreUnavailableException or StoreDamagedException)
        {
            Telemetry.RollupsLate(logger, batch.Count, failure.Message);
            Note(batch);
            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    List<(ulong Run, uint Series)> Take()
    {
        lock (_due)
        {
            var batch = _due.Order().Take(BatchSeries).ToList();
            _due.ExceptWith(batch);
            Telemetry.RollupsDue.Add(-batch.Count);
            return batch;
        }
    }
}
