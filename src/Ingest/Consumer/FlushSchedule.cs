namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// When a partition flushes: after a time that grows with what flushes take, or as soon as enough rows are there.
/// </summary>
sealed class FlushSchedule(TimeProvider time)
{
    const int RowsMax = 250_000;
    static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan IntervalMax = TimeSpan.FromMilliseconds(400);

    TimeSpan _interval = IntervalMin;
    long _last;

    public bool IsDue(int rows) => rows >= RowsMax || time.GetElapsedTime(_last) >= _interval;

    /// <summary>A flush begins now.</summary>
    public void Begin() => _last = time.GetTimestamp();

    /// <summary>Learns how long a flush took.</summary>
    public void Learn(TimeSpan took) =>
        _interval = TimeSpan.FromTicks(Math.Clamp(took.Ticks * 3, IntervalMin.Ticks, IntervalMax.Ticks));

    /// <summary>How long to sleep until the next flush; zero if it is due.</summary>
    /// <param name="hasRows">Without rows there is only work that becomes due by itself, to be looked at now and
    /// then.</param>
    public TimeSpan Left(bool hasRows)
    {
        var left = _interval - time.GetElapsedTime(_last);
        if (left <= TimeSpan.Zero && !hasRows) left = IntervalMax;
        if (left <= TimeSpan.Zero) return TimeSpan.Zero;

        // Delays are cut to whole milliseconds: a shorter one would be a loop.
        return left < IntervalMin ? left + TimeSpan.FromMilliseconds(1) : left;
    }
}
