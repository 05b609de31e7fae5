using System.Collections.Concurrent;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// Whether what the log held when this process began to consume is in the store. Until then reads would lack what was acknowledged
/// before a kill, and did not get into the tables.
/// </summary>
/// <param name="partitions">How many this process consumes alone. 0: others consume, too, and nobody waits for them.</param>
public sealed class CatchUp(int partitions)
{
    readonly ConcurrentDictionary<int, long> _ends = [];
    readonly ConcurrentDictionary<int, bool> _there = [];
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDone => partitions == 0 || _done.Task.IsCompleted;

    public Task Done => partitions == 0 ? Task.CompletedTask : _done.Task;

    /// <param name="end">The offset of the first record that need not be waited for; only the first word counts.</param>
    internal void Begin(int partition, long end) => _ends.TryAdd(partition, end);

    /// <param name="stored">The last offset that reads see.</param>
    internal void Reach(int partition, long stored)
    {
        if (!IsDone && _ends.TryGetValue(partition, out var end) && stored >= end - 1) Release(partition);
    }

    /// <summary>It does not get on for a reason that does not pass: to keep back all reads would not help.</summary>
    internal void Release(int partition)
    {
        if (_there.TryAdd(partition, true) && _there.Count >= partitions) _done.TrySetResult();
    }
}
