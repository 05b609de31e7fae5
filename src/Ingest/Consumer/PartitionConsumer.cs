using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// Moves one partition of the log into the store: reads records, lets each run's grain judge them, and flushes the rows
/// in large blocks. There is one way to recover, whatever went wrong: forget everything, ask the store how far it is, and
/// start a new epoch from there.
/// </summary>
/// <param name="attempts">Counts epochs of this process, whatever the partition: who loses a lease and gets it back has the
/// lease's epoch of before, and the grains must not take the new attempt for the old one.</param>
sealed class PartitionConsumer(
    int partition, ILog log, BlockWriter writer, RequestBoard board, GrainCalls grains, RunLoader loader, DuplicateSearch duplicates,
    ForkNotices forks, RollupService rollups, LiveRuns live, TimeProvider time, int runsKept, Func<uint> attempts, ILogger logger)
{
    static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(5);

    /// <summary>Only an operator helps, and has been told.</summary>
    static readonly TimeSpan RetryDelayDamaged = TimeSpan.FromMinutes(1);

    /// <summary>Consumes until cancelled; outages make it pause, never end.</summary>
    /// <param name="lost">The partition may have another owner from now on: gives up the flush under way, too.</param>
    public async Task RunAsync(long leaseEpoch, CancellationToken cancellationToken, CancellationToken lost)
    {
        var delay = RetryDelayMin;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await RunEpochAsync((leaseEpoch << 32) | attempts(), cancellationToken, lost);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                if (time.GetElapsedTime(started) > RetryDelayMax * 2) delay = RetryDelayMin;
                if (failure is StoreDamagedException) delay = RetryDelayDamaged;
                if (failure is StoreDamagedException or InvalidDataException) board.Stop(partition, failure.Message);
                Telemetry.Restarts.Add(1);
                if (!Passes(failure)) board.CatchUp.Release(partition);
                if (IsOutage(failure)) Telemetry.PartitionPaused(logger, partition, failure.Message, delay);
                else if (failure is InvalidDataException) Telemetry.PartitionDamaged(logger, partition, failure.Message, delay);
                else Telemetry.PartitionFailed(logger, failure, partition, delay);
                await time.DelayQuietlyAsync(delay, cancellationToken);
                delay = delay * 2 < RetryDelayMax ? delay * 2 : RetryDelayMax;
            }
        }
    }

    async Task RunEpochAsync(long epoch, CancellationToken cancellationToken, CancellationToken lost)
    {
        var progress = await writer.ReadProgressAsync(partition, cancellationToken);
        var end = await log.EndAsync(partition, cancellationToken);
        if (end <= progress.Stored)
            throw new InvalidDataException(
                $"The store is ahead of the log: it has record {progress.Stored}, the log ends before {end}. "
                + "The log's data was removed or replaced; bring it back.");

        board.CatchUp.Begin(partition, end);
        var session = await writer.OpenAsync(partition, progress, cancellationToken);
        board.Publish(partition, progress);
        if (progress.Stored + 1 >= end) board.Resume(partition); // Else the next flush shows that the damage is mended.
        Telemetry.PartitionStarted(logger, partition, progress.Stored);

        var epochRun = new PartitionEpoch(
            partition, epoch, session, log, board, grains, loader, duplicates, forks, rollups, live, time, runsKept, logger);
        await epochRun.RunAsync(cancellationToken, lost);
    }

    static bool Passes(Exception failure) => IsOutage(failure) && failure is not StoreDamagedException;

    /// <summary>What passes, or waits for an operator: no bug, so the message tells enough.</summary>
    static bool IsOutage(Exception failure) => failure is StoreUnavailableException or StoreDamagedException or CatalogUnavailableException
        or LogUnavailableException or StateLostException or StaleEpochException or TimeoutException
        or Orleans.Runtime.OrleansException;
}
