namespace NeptuneAlt.Store.Reads;

/// <summary>A stretch of one stored series, in micro-steps.</summary>
/// <param name="After">Exclusive.</param>
/// <param name="To">Inclusive.</param>
public readonly record struct SeriesSlice(ulong Run, uint Series, long After, long To)
{
    /// <summary>The last known step of the series: a reader that has all points up to it need not ask for
    /// more.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>A run that is being written tells of <see cref="End"/>, which may be ahead of the store.</summary>
    public bool IsLive { get; init; }

    /// <summary>Only what was stored at this moment counts; <c>null</c>: all. For series whose steps come in any order: others end at
    /// a step.</summary>
    public StoreMoment? AsOf { get; init; }

    public bool IsEmpty => To <= After || Series == 0;
}
