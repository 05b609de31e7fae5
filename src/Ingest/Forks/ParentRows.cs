using NeptuneAlt.Store.Writes;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Forks;

/// <summary>
/// Delays the creation of a fork until the store has what its parent logged before. A partition drains itself before it
/// creates a fork, but the parent's partition may lag.
/// </summary>
sealed class ParentRows(ILog log, RequestBoard board, PartitionRows partitions, TimeProvider time)
{
    // Two partitions whose forks wait for each other continue after this time: notices then correct the series, and
    // attributes stay as the store had them.
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until all that the log has of the ancestors' partitions now is stored, two seconds at
    /// most.</summary>
    public async Task AwaitAsync(Run fork, IEnumerable<Run> ancestors, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        foreach (var partition in ancestors.Select(Partition).Distinct().Where(one => one != Partition(fork)))
        {
            var last = await log.EndAsync(partition, cancellationToken) - 1;
            while (await StoredAsync(partition, cancellationToken) < last && time.GetElapsedTime(started) < Timeout)
                await time.DelayQuietlyAsync(Pause, cancellationToken);
        }
    }

    /// <summary>Known locally if this process consumes the partition.</summary>
    async Task<long> StoredAsync(int partition, CancellationToken cancellationToken) =>
        (board.Progress(partition) ?? await partitions.ProgressAsync(partition, cancellationToken)).Stored;

    int Partition(Run run) => Partitioning.Of(new RunKey(run.Project, run.RunId), log.Partitions);
}
