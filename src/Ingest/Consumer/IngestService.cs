using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>How a process takes part in consuming.</summary>
public sealed record IngestOptions
{
    /// <summary>Names this process as owner of partitions; the same after a restart where the data is its own.</summary>
    public string Owner { get; init; } = "embedded";

    /// <summary>How long a lease on a partition runs; it is renewed at a third of this.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So many runs a partition remembers, then it forgets those at rest: one that logs again is read back.</summary>
    public int RunsKept { get; init; } = 200_000;

    /// <summary>Nobody else consumes partitions of this log.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether this process should own a partition, as things are now. Who owns one that it should not gives it
    /// back; who should own one that another still has waits for it.</summary>
    public Func<int, bool> Wants { get; init; } = _ => true;
}

/// <summary>Owns partitions by leases in the catalog, and consumes those that it owns.</summary>
sealed class IngestService(
    ILog log, CatalogRuns runs, CatalogLeases leases, BlockWriter writer, RequestBoard board, GrainCalls grains, RollupService rollups,
    RunLoader loader, DuplicateSearch duplicates, RunCreator creator, LiveRuns live, IngestOptions options, TimeProvider time,
    ILogger<IngestService> logger) : BackgroundService
{
    /// <summary>For so long a partition is kept to bring its runs to rest: what is not, the next owner reads back. Less than
    /// a host waits for its services to stop.</summary>
    static readonly TimeSpan RestMax = TimeSpan.FromSeconds(20);

    uint _attempts;

    /// <summary>Takes part until asked to stop; then what is under way has come to rest.</summary>
    internal Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, log.Partitions).Select(partition => OwnAsync(partition, stopping)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    async Task OwnAsync(int partition, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            var epoch = options.Wants(partition) ? await LeaseAsync(partition, stopping) : null;
            if (epoch is { } owned) await ConsumeAsync(partition, owned, asked, stopping);
            await time.DelayQuietlyAsync(options.LeaseDuration / 3, stopping);
        }
    }

    /// <summary>Consumes while the lease can be renewed and the partition is wanted.</summary>
    /// <param name="renewed">When the lease was asked for; it may have been granted any time after.</param>
    async Task ConsumeAsync(int partition, long epoch, long renewed, CancellationToken stopping)
    {
        using var lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, lost.Token);
        var consumer = new PartitionConsumer(
            partition, log, writer, board, grains, loader, duplicates,
            new ForkNotices(log, runs, creator, time), rollups, live, time, options.RunsKept,
            () => Interlocked.Increment(ref _attempts), logger);
        var consuming = consumer.RunAsync(epoch, ended.Token, lost.Token);
        while (!stopping.IsCancellationRequested && options.Wants(partition))
        {
            await time.DelayQuietlyAsync(options.LeaseDuration / 3, stopping);
            if (stopping.IsCancellationRequested) break;
            var asked = time.GetTimestamp();
            if (await LeaseAsync(partition, stopping) == epoch) renewed = asked;
            else if (time.GetElapsedTime(renewed) > OwnedFor)
            {
                lost.Cancel();
                break;
            }
        }

        // What is under way may end while the lease surely runs: cut off, the store might still take it, beside what the
        // next owner writes.
        lost.CancelAfter(LeftOf(renewed));
        ended.Cancel();
        var since = time.GetTimestamp();
        while (!consuming.IsCompleted && time.GetElapsedTime(since) < RestMax && !lost.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            if (await LeaseAsync(partition, CancellationToken.None) == epoch) lost.CancelAfter(LeftOf(asked));
            await Task.WhenAny(consuming, Task.Delay(options.LeaseDuration / 3, time, CancellationToken.None));
        }

        await consuming;
        board.Forget(partition);
        live.Forget(partition);
        if (!lost.IsCancellationRequested) await ReleaseAsync(partition);
    }

    /// <summary>How long after a renewal nobody else can own the partition, with room for a statement to be given up.</summary>
    TimeSpan OwnedFor => options.LeaseDuration * 0.6;

    TimeSpan LeftOf(long renewed) =>
        OwnedFor - time.GetElapsedTime(renewed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    async Task<long?> LeaseAsync(int partition, CancellationToken cancellationToken)
    {
        try
        {
            return await leases.LeaseAsync(
                CatalogLeases.OfPartition(partition), options.Owner, time.GetUtcNow(), options.LeaseDuration, cancellationToken);
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
            await leases.ReleaseAsync(CatalogLeases.OfPartition(partition), options.Owner, CancellationToken.None);
        }
        catch (CatalogUnavailableException failure)
        {
            Telemetry.LeaseNotReleased(logger, partition, failure.Message);
        }
    }
}
