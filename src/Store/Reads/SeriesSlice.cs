namespace NeptuneAlt.Store.Reads;

/// <summary>A stretch of one stored series, in micro-steps.</summary>
/// <param name="After">Exclusive.</param>
/// <param name="To">Inclusive.</param>
public readonly record struct SeriesSlice(ulong Run, uint Series, long After, long To)
{
    public bool IsEmpty => To <= After || Series == 0;
}
