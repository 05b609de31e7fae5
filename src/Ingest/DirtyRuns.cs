using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest;

/// <summary>
/// The runs whose summaries the store lacks, and when to write them. A summary costs several times what a point costs,
/// so a budget that grows with time decides while things are quiet, and age decides while they are not.
/// </summary>
sealed class DirtyRuns(TimeProvider time)
{
    const double RowsPerSecond = 20_000;
    const double RowsMax = 100_000;
    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    readonly Dictionary<RunKey, Entry> _runs = [];
    readonly PriorityQueue<RunKey, long> _byOffset = new();
    double _budget = RowsMax;
    long _refilled = time.GetTimestamp();

    public int Count => _runs.Count;

    /// <summary>The first offset whose summaries are not written; <see cref="long.MaxValue"/> if all are.</summary>
    public long FirstOffset
    {
        get
        {
            while (_byOffset.TryPeek(out var run, out var offset))
            {
                if (_runs.TryGetValue(run, out var entry) && entry.Offset == offset) return offset;
                _byOffset.Dequeue();
            }

            return long.MaxValue;
        }
    }

    /// <param name="offset">The first offset that made the run dirty.</param>
    /// <param name="series">Summaries that it now lacks.</param>
    public void Mark(RunKey run, long offset, int series)
    {
        if (_runs.TryGetValue(run, out var entry))
        {
            _runs[run] = entry with { Series = series };
            return;
        }

        _runs[run] = new Entry(offset, series, time.GetTimestamp());
        _byOffset.Enqueue(run, offset);
    }

    /// <summary>The runs whose summaries are to be written now.</summary>
    /// <param name="isIdle">No records wait.</param>
    public IReadOnlyList<RunKey> Due(bool isIdle)
    {
        if (_runs.Count == 0) return [];

        var now = time.GetTimestamp();
        _budget = Math.Min(RowsMax, _budget + time.GetElapsedTime(_refilled, now).TotalSeconds * RowsPerSecond);
        _refilled = now;
        var due = new List<RunKey>();
        var spent = 0.0;
        foreach (var (run, entry) in _runs)
        {
            var isOld = time.GetElapsedTime(entry.Since, now) >= AgeMax;
            if (!isOld && (!isIdle || spent + entry.Series > _budget)) continue;

            spent += entry.Series;
            due.Add(run);
        }

        return due;
    }

    public void Clear(RunKey run, int rows)
    {
        _runs.Remove(run);
        _budget = Math.Max(-RowsMax, _budget - rows);
    }

    readonly record struct Entry(long Offset, int Series, long Since);
}
