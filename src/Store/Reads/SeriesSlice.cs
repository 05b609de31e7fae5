namespace NeptuneAlt.Store.Reads;

/// <summary>A stretch of one stored series, in micro-steps.</summary>
/// <param name="After">Exclusive.</param>
/// <param name="To">Inclusive.</param>
public readonly record struct SeriesSlice(ulong Run, uint Series, long After, long To)
{
    /// <summary>The last known step of the series: a reader that has all points up to it need not ask for
    /// more.</summary>
    public long End { get; init; } = long.MaxValue;

    public bool IsEmpty => To <= After || Series == 0;
}
