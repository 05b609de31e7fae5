using System.IO.Hashing;
using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// The runs whose float series are ahead of their rows in the store, and when to checkpoint them. A row costs several
/// times what a point costs, so a run earns its next checkpoint by points; age bounds what is read back after a crash, and
/// a run that went quiet is brought to rest.
/// </summary>
sealed class DirtyRuns(TimeProvider time)
{
    const int PointsPerRow = 32;
    const int RowsPerFlush = 100_000;
    static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    // Longer than runs that log on and off pause between two steps.
    static readonly TimeSpan QuietMin = TimeSpan.FromMinutes(1);

    // Thousands of small runs are over within seconds of each other. One that only paused is left alone for longer next time.
    const int SmallRows = 100;
    const int Timeout = 4;
    static readonly TimeSpan QuietOfSmall = TimeSpan.FromSeconds(5);

    readonly Dictionary<RunKey, Entry> _runs = [];
    readonly Dictionary<RunKey, TimeSpan> _paused = [];
    readonly PriorityQueue<RunKey, long> _byOffset = new();

    public int Count => _runs.Count;

    public bool Contains(RunKey run) => _runs.ContainsKey(run);

    /// <summary>Forgets which runs only paused.</summary>
    public void ForgetPauses() => _paused.Clear();

    /// <summary>The first offset that is not wholly in the rows; <see cref="long.MaxValue"/> if all are.</summary>
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

    /// <summary>Notes that a run has logged.</summary>
    /// <param name="offset">Of the first record that the rows may now lack, unless they lacked earlier ones already.</param>
    /// <param name="rows">What a checkpoint would write.</param>
    public void Mark(RunKey run, long offset, int rows, int points)
    {
        var now = time.GetTimestamp();
        if (_runs.TryGetValue(run, out var entry))
        {
            _runs[run] = entry with { Rows = rows, Points = entry.Points + points, Last = now };
            return;
        }

        _runs[run] = new Entry(offset, rows, points, now, now, _paused.GetValueOrDefault(run, QuietOfSmall));
        _byOffset.Enqueue(run, offset);
    }

    /// <summary>The runs to checkpoint now: no more than the flush can carry beside points, but one at least.</summary>
    public IReadOnlyList<RunKey> Due()
    {
        var now = time.GetTimestamp();
        return Some((run, entry) => IsDue(run, entry, now));
    }

    /// <summary>The next runs of all, as many as a flush can carry; none once all are cleared.</summary>
    public IReadOnlyList<RunKey> Next() => Some((_, _) => true);

    List<RunKey> Some(Func<RunKey, Entry, bool> wanted)
    {
        var some = new List<RunKey>();
        var rows = 0;
        foreach (var (run, entry) in _runs)
        {
            if (!wanted(run, entry)) continue;

            some.Add(run);
            rows += entry.Rows;
            if (rows >= RowsPerFlush) break;
        }

        return some;
    }

    /// <summary>Notes that a run's checkpoint is under way.</summary>
    public void Clear(RunKey run)
    {
        if (!_runs.Remove(run, out var entry) || entry.Rows > SmallRows) return;

        _paused[run] = TimeSpan.FromTicks(Math.Min(entry.Quiet.Ticks * Timeout, QuietMin.Ticks));
    }

    bool IsDue(RunKey run, in Entry entry, long now) =>
        time.GetElapsedTime(entry.Last, now) >= (entry.Rows > SmallRows ? QuietMin : entry.Quiet)
        || entry.Points >= (double)entry.Rows * PointsPerRow * Jitter(run)
        || time.GetElapsedTime(entry.Since, now) >= AgeMax * Jitter(run);

    /// <summary>Runs that were started together are not checkpointed together: 0.75 to 1.25.</summary>
    static double Jitter(RunKey run) =>
        0.75 + 0.5 * (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(run.RunId)) / (double)ulong.MaxValue);

    readonly record struct Entry(long Offset, int Rows, long Points, long Since, long Last, TimeSpan Quiet);
}
