using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Forks;

/// <summary>
/// Holds the making of a fork back until the store has what its parent logged before. A partition drains itself before
/// it makes a fork; a parent of another partition may be behind.
/// </summary>
sealed class ParentRows(ILog log, RequestBoard board, BlockWriter writer, TimeProvider time)
{
    // Partitions whose forks wait for each other go on after this: series are mended by notices then, attributes stay as
    // the store had them.
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until all that the log has of the ancestors' partitions now is stored, two seconds at most.</summary>
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

    /// <summary>Of a partition that this process consumes itself it is known without a question.</summary>
    async Task<long> StoredAsync(int partition, CancellationToken cancellationToken) =>
        (board.Progress(partition) ?? await writer.ReadProgressAsync(partition, cancellationToken)).Stored;

    int Partition(Run run) => Partitioning.Of(new RunKey(run.Project, run.RunId), log.Partitions);
}
