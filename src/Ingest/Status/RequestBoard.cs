using System.Collections.Concurrent;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Consumer;

namespace NeptuneAlt.Ingest.Status;

/// <summary>
/// What the consumers of this process know of finished requests, so that most status checks need no query: how far each
/// partition is, and which requests since the start had rejected values.
/// </summary>
public sealed class RequestBoard
{
    const int FailedMax = 1_000_000;

    readonly ConcurrentDictionary<int, Entry> _partitions = new();
    readonly ConcurrentDictionary<int, string> _stopped = new();

    /// <summary>Whether reads see what was acknowledged before this process started.</summary>
    public CatchUp CatchUp { get; init; } = new(0);

    /// <summary>The partition as far as this process consumes it; <c>null</c> if it does not.</summary>
    public PartitionProgress? Progress(int partition) =>
        _partitions.TryGetValue(partition, out var entry) ? entry.Progress : null;

    /// <summary>The damage for which this process cannot store what comes to a partition, in sentences; <c>null</c> if there is
    /// none. What was acknowledged before stays in the log until an operator has mended it.</summary>
    public string? StoppedBy(int partition) => _stopped.GetValueOrDefault(partition);

    /// <summary>Whether damage keeps any partition from being stored by this process.</summary>
    public bool IsStopped => !_stopped.IsEmpty;

    /// <summary>Whether a finished request surely had no rejected value.</summary>
    public bool IsKnownGood(int partition, long offset)
    {
        if (!_partitions.TryGetValue(partition, out var entry)) return false;
        lock (entry.Failed) return offset >= entry.KnownFrom && !entry.Failed.Contains(offset);
    }

    /// <summary>Raised after each flush with the runs that got new data.</summary>
    public event Action<IReadOnlyCollection<ulong>>? RunsChanged;

    internal void Publish(int partition, PartitionProgress progress) =>
        _partitions[partition] = new Entry { Progress = progress, KnownFrom = progress.Stored + 1 };

    internal void Publish(int partition, PartitionProgress progress, IReadOnlyList<RunBlock> runs)
    {
        var entry = _partitions[partition];
        lock (entry.Failed)
        {
            foreach (var error in runs.SelectMany(run => run.Errors)) entry.Failed.Add(error.Offset);
            if (entry.Failed.Count > FailedMax)
            {
                entry.Failed.Clear();
                entry.KnownFrom = progress.Stored + 1;
            }

            entry.Progress = progress;
        }

        CatchUp.Reach(partition, progress.Stored);
        Resume(partition);

        if (RunsChanged is { } changed && runs.Count > 0) changed([.. runs.Select(run => run.Run).Where(run => run > 0).Distinct()]);
    }

    /// <summary>The process no longer consumes the partition.</summary>
    internal void Forget(int partition)
    {
        _partitions.TryRemove(partition, out _);
        Resume(partition);
    }

    /// <summary>The partition cannot be stored before an operator has mended the damage.</summary>
    internal void Stop(int partition, string damage) => _stopped[partition] = damage;

    internal void Resume(int partition) => _stopped.TryRemove(partition, out _);

    sealed class Entry
    {
        public PartitionProgress Progress;
        public long KnownFrom;
        public HashSet<long> Failed { get; } = [];
    }
}
