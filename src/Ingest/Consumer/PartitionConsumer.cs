using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Log;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// Moves one partition of the log into the store: reads records, lets each run's grain judge them, and flushes the rows
/// in large blocks. There is one way to recover from any failure: forget everything, ask the store how far it is, and
/// start a new epoch from there.
/// </summary>
/// <param name="attempts">Counts the epochs of this process over all partitions. A process that loses a lease and gets
/// it back has the same lease epoch as before; the count lets grains tell the new attempt from the old one.</param>
sealed class PartitionConsumer(int partition, ConsumerServices services, Func<uint> attempts)
{
    static readonly TimeSpan RetryDelayMin = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(5);

    /// <summary>Used when only an operator can help; the log has said so.</summary>
    static readonly TimeSpan RetryDelayDamaged = TimeSpan.FromMinutes(1);

    readonly ForkNotices _forks = new(services.Log, services.Runs, services.Creator, services.Time);
    readonly TimeProvider _time = services.Time;

    /// <summary>Consumes until cancelled; outages make it pause, never end.</summary>
    /// <param name="lost">The partition may have another owner from now on: gives up the flush under way, too.</param>
    public async Task RunAsync(long leaseEpoch, CancellationToken cancellationToken, CancellationToken lost)
    {
        var delay = RetryDelayMin;
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = _time.GetTimestamp();
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
                if (_time.GetElapsedTime(started) > RetryDelayMax * 2) delay = RetryDelayMin;
                if (failure is StoreDamagedException) delay = RetryDelayDamaged;
                if (failure is StoreDamagedException or InvalidDataException) services.Board.Stop(partition, failure.Message);
                Telemetry.Restarts.Add(1);
                if (!Passes(failure)) services.Board.CatchUp.Release(partition);
                if (IsOutage(failure)) Telemetry.PartitionPaused(services.Logger, partition, failure.Message, delay);
                else if (failure is InvalidDataException)
                    Telemetry.PartitionDamaged(services.Logger, partition, failure.Message, delay);
                else Telemetry.PartitionFailed(services.Logger, failure, partition, delay);
                await _time.DelayQuietlyAsync(delay, cancellationToken);
                delay = delay * 2 < RetryDelayMax ? delay * 2 : RetryDelayMax;
            }
        }
    }

    async Task RunEpochAsync(long epoch, CancellationToken cancellationToken, CancellationToken lost)
    {
        var progress = await services.Rows.ProgressAsync(partition, cancellationToken);
        var end = await services.Log.EndAsync(partition, cancellationToken);
        if (end <= progress.Stored)
            throw new InvalidDataException(
                $"The store is ahead of the log: it has record {progress.Stored}, the log ends before {end}. "
                + "The log's data was removed or replaced; bring it back.");

        services.Board.CatchUp.Begin(partition, end);
        var session = await services.Writer.OpenAsync(partition, progress, cancellationToken);
        services.Board.Publish(partition, progress);
        // Otherwise the next flush shows that the damage is mended.
        if (progress.Stored + 1 >= end) services.Board.Resume(partition);
        Telemetry.PartitionStarted(services.Logger, partition, progress.Stored);

        await new PartitionEpoch(partition, epoch, session, _forks, services).RunAsync(cancellationToken, lost);
    }

    static bool Passes(Exception failure) => IsOutage(failure) && failure is not StoreDamagedException;

    /// <summary>A failure that passes by itself or waits for an operator. It is no bug, so its message says
    /// enough.</summary>
    static bool IsOutage(Exception failure) => failure is StoreUnavailableException or StoreDamagedException or CatalogUnavailableException
        or LogUnavailableException or StateLostException or StaleEpochException or TimeoutException
        or Orleans.Runtime.OrleansException;
}
