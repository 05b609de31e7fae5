using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Log;

namespace NeptuneAlt.Ingest;

/// <summary>How a process takes part in pumping.</summary>
public sealed record IngestOptions
{
    /// <summary>Names this process as owner of partitions; the same after a restart where the data is its own.</summary>
    public string Owner { get; init; } = "embedded";

    /// <summary>How long a lease on a partition runs; it is renewed at a third of this.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>Owns partitions by leases in the catalog, and pumps those that it owns.</summary>
sealed class IngestService(
    ILog log, ICatalog catalog, BlockWriter writer, RequestBoard board, IGrainFactory grains, IngestOptions options,
    TimeProvider time, ILogger<IngestService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, log.Partitions).Select(partition => OwnAsync(partition, stoppingToken)));

    async Task OwnAsync(int partition, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var epoch = await LeaseAsync(partition, stopping);
            if (epoch is { } owned) await PumpAsync(partition, owned, stopping);
            await Task.Delay(options.LeaseDuration / 3, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ReleaseAsync(partition);
    }

    /// <summary>Pumps while the lease can be renewed.</summary>
    async Task PumpAsync(int partition, long epoch, CancellationToken stopping)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pump = new PartitionPump(
            partition, log, writer, board, new GrainCalls(grains), new HeirNotices(log, catalog, time), time, logger);
        var pumping = pump.RunAsync(epoch, lost.Token);
        var renewed = time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(options.LeaseDuration / 3, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) break;
            if (await LeaseAsync(partition, stopping) == epoch) renewed = time.GetTimestamp();
            else if (time.GetElapsedTime(renewed) > options.LeaseDuration * 0.6) break;
        }

        await lost.CancelAsync();
        await pumping;
        board.Forget(partition);
    }

    async Task<long?> LeaseAsync(int partition, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.LeasePartitionAsync(
                partition, options.Owner, time.GetUtcNow(), options.LeaseDuration, cancellationToken);
        }
        catch (Exception failure) when (failure is CatalogUnavailableException or OperationCanceledException)
        {
            return null;
        }
    }

    async Task ReleaseAsync(int partition)
    {
        try
        {
            await catalog.ReleasePartitionAsync(partition, options.Owner, CancellationToken.None);
        }
        catch (CatalogUnavailableException failure)
        {
            Telemetry.LeaseNotReleased(logger, partition, failure.Message);
        }
    }
}
