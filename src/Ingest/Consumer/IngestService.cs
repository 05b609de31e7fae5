using Microsoft.Extensions.Hosting;
using NeptuneAlt.Catalog;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>Owns partitions by leases in the catalog, and consumes those that it owns.</summary>
sealed class IngestService(CatalogLeases leases, ConsumerServices services) : BackgroundService
{
    /// <summary>
    /// How long a partition is kept to bring its runs to rest; what is not at rest by then, the next owner reads back.
    /// Less than a host waits for its services to stop.
    /// </summary>
    static readonly TimeSpan RestMax = TimeSpan.FromSeconds(20);

    readonly IngestOptions _options = services.Options;
    readonly TimeProvider _time = services.Time;
    uint _attempts;

    /// <summary>Consumes until asked to stop; completes when the work in progress has come to rest.</summary>
    internal Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, services.Log.Partitions).Select(partition => OwnAsync(partition, stopping)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    async Task OwnAsync(int partition, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var asked = _time.GetTimestamp();
            var epoch = _options.Wants(partition) ? await LeaseAsync(partition, stopping) : null;
            if (epoch is { } owned) await ConsumeAsync(partition, owned, asked, stopping);
            await _time.DelayQuietlyAsync(_options.LeaseDuration / 3, stopping);
        }
    }

    /// <summary>Consumes while the lease can be renewed and the partition is wanted, then brings it to rest.</summary>
    /// <param name="renewed">When the lease was asked for; it may have been granted any time after.</param>
    async Task ConsumeAsync(int partition, long epoch, long renewed, CancellationToken stopping)
    {
        using var lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, lost.Token);
        var consumer = new PartitionConsumer(partition, services, () => Interlocked.Increment(ref _attempts));
        var consuming = consumer.RunAsync(epoch, ended.Token, lost.Token);
        long? restingSince = null;
        while (!lost.IsCancellationRequested)
        {
            if (restingSince is null && (stopping.IsCancellationRequested || !_options.Wants(partition)))
            {
                // Let the flush in progress end while the lease surely runs. A flush that is cut off might still reach
                // the store, beside the rows of the next owner.
                restingSince = _time.GetTimestamp();
                lost.CancelAfter(LeftOf(renewed));
                ended.Cancel();
            }
            else
            {
                var delay = _time.DelayQuietlyAsync(
                    _options.LeaseDuration / 3, restingSince is null ? stopping : CancellationToken.None);
                await Task.WhenAny(consuming, delay);
                if (restingSince is null && stopping.IsCancellationRequested) continue;
            }

            if (consuming.IsCompleted || restingSince is { } since && _time.GetElapsedTime(since) >= RestMax) break;

            var asked = _time.GetTimestamp();
            if (await LeaseAsync(partition, restingSince is null ? stopping : CancellationToken.None) == epoch)
            {
                renewed = asked;
                if (restingSince is not null) lost.CancelAfter(LeftOf(renewed));
            }
            else if (restingSince is null && _time.GetElapsedTime(renewed) > OwnedFor)
            {
                lost.Cancel();
            }
        }

        await consuming;
        services.Board.Forget(partition);
        services.Live.Forget(partition);
        if (!lost.IsCancellationRequested) await ReleaseAsync(partition);
    }

    /// <summary>How long after a renewal nobody else can own the partition, with room for a statement to be given
    /// up.</summary>
    TimeSpan OwnedFor => _options.LeaseDuration * 0.6;

    TimeSpan LeftOf(long renewed) =>
        OwnedFor - _time.GetElapsedTime(renewed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    async Task<long?> LeaseAsync(int partition, CancellationToken cancellationToken)
    {
        try
        {
            return await leases.LeaseAsync(
                CatalogLeases.OfPartition(partition), _options.Owner, _time.GetUtcNow(), _options.LeaseDuration, cancellationToken);
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
            await leases.ReleaseAsync(CatalogLeases.OfPartition(partition), _options.Owner, CancellationToken.None);
        }
        catch (CatalogUnavailableException failure)
        {
            Telemetry.LeaseNotReleased(services.Logger, partition, failure.Message);
        }
    }
}
