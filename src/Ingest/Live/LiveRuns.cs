using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest.Live;

/// <summary>
/// The runs whose newest summaries are in the memory of this process, for reads that cannot wait for a checkpoint. Asking
/// costs a lookup a run and path, under the lock of one run at a time.
/// </summary>
public sealed class LiveRuns : IDisposable
{
    // A read that took the store's rows before a checkpoint was stored asks here after it: no read takes this long.
    static readonly TimeSpan Linger = TimeSpan.FromMinutes(2);

    readonly ILog _log;
    readonly TimeProvider _time;
    readonly ITimer _sweep;
    readonly ConcurrentDictionary<RunKey, Entry> _runs = [];
    readonly ConcurrentDictionary<ulong, Entry> _byNumber = [];
    readonly ConcurrentDictionary<int, long> _ready = [];
    long _generation;

    public LiveRuns(ILog log, TimeProvider time)
    {
        (_log, _time) = (log, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, Linger, Linger);
    }

    public void Dispose() => _sweep.Dispose();

    /// <summary>How many runs are held.</summary>
    internal int Count => _runs.Count;

    /// <summary>The newest values, and the partitions whose runs that concerns.</summary>
    public LiveResult Read(LiveQuery question)
    {
        var before = _ready.ToArray();
        var values = new List<LiveAttribute>();
        var paths = question.Paths.Select(Encoding.UTF8.GetBytes).ToArray();
        foreach (var entry in Candidates(question.Runs))
        {
            if (IsOver(entry)) Retire(entry);
            else if (IsAbout(question, entry))
                entry.State.Read(paths, question.IsBeforeStore, values);
        }

        // What was taken away meanwhile may be missing: only what was there all the while counts.
        var covered = before.Where(one => _ready.TryGetValue(one.Key, out var since) && since == one.Value);
        return new LiveResult(
            [.. covered.Select(one => one.Key)], MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray());
    }

    IEnumerable<Entry> Candidates(IReadOnlyCollection<ulong>? runs) => runs is null
        ? _runs.Select(one => one.Value)
        : runs.Distinct().Select(run => _byNumber.GetValueOrDefault(run)).OfType<Entry>();

    static bool IsAbout(LiveQuery question, Entry entry) =>
        question.Projects?.Contains(entry.Run.Project) != false
        && !(question.IsBeforeStore && entry.SettledAt is not null);

    bool IsOver(Entry entry) =>
        entry.SettledAt is { } settled && _time.GetElapsedTime(settled) > Linger && !entry.State.IsBehind;

    /// <summary>Lets go of runs that are over, though nobody asks.</summary>
    void Sweep()
    {
        foreach (var one in _runs)
            if (IsOver(one.Value)) Retire(one.Value);
    }

    void Retire(Entry entry)
    {
        Remove(entry);
        // It may have logged just now, and shown itself while it was still here.
        if (entry.State.IsBehind) Show(entry.Run, entry.State);
    }

    void Remove(Entry entry)
    {
        _runs.TryRemove(KeyValuePair.Create(entry.Run, entry));
        _byNumber.TryRemove(KeyValuePair.Create(entry.State.Run.Number, entry));
    }

    /// <summary>The partition's runs are about to be read back, or are another process's now.</summary>
    internal void Forget(int partition)
    {
        _ready.TryRemove(partition, out _);
        foreach (var one in _runs)
            if (one.Value.Partition == partition) Remove(one.Value);
    }

    /// <summary>All runs of the partition that are ahead of their rows in the store are here.</summary>
    internal void Ready(int partition) => _ready[partition] = Interlocked.Increment(ref _generation);

    /// <summary>The state of a run after a turn.</summary>
    internal void Show(RunKey run, RunState state)
    {
        var entry = _runs.GetValueOrDefault(run);
        if (entry?.State != state)
        {
            entry = new Entry { Run = run, State = state, Partition = Partitioning.Of(run, _log.Partitions) };
            _runs[run] = _byNumber[state.Run.Number] = entry;
        }

        entry.SettledAt = state.IsBehind ? null : entry.SettledAt ?? _time.GetTimestamp();
    }

    /// <summary>A checkpoint of the run is stored.</summary>
    internal void Settle(RunKey run)
    {
        if (!_runs.TryGetValue(run, out var entry)) return;

        entry.State.Settle();
        Show(run, entry.State);
    }

    sealed class Entry
    {
        public required RunKey Run { get; init; }
        public required RunState State { get; init; }
        public required int Partition { get; init; }

        /// <summary>When the store was seen to have all of it; <c>null</c> while it has not.</summary>
        public long? SettledAt { get; set; }
    }
}

/// <summary>What one process knows of live runs.</summary>
/// <param name="Partitions">Whose runs the answer is about.</param>
/// <param name="Values">Rows of <see cref="LiveAttribute"/> as they lie in memory.</param>
[GenerateSerializer, Immutable]
public sealed record LiveResult([property: Id(0)] int[] Partitions, [property: Id(1)] byte[] Values)
{
    internal ReadOnlySpan<LiveAttribute> Rows => MemoryMarshal.Cast<byte, LiveAttribute>(Values);
}
