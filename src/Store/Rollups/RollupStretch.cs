using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Store.Rollups;

/// <summary>Neighboring rollups of level 2, all of which may have to be made again.</summary>
/// <param name="First">Index of the first, <paramref name="Last"/> of the last.</param>
/// <param name="FirstStep">Of the points in the first, in micro-steps; <paramref name="LastStep"/> of those in the last.</param>
public readonly record struct RollupStretch(ulong Run, uint Series, uint First, uint Last, long FirstStep, long LastStep)
{
    /// <summary>Rollups of a stretch, at most: a million points.</summary>
    public const int CountMax = 256;

    public long Points => (Last - First + 1L) * Rollup.CoarsePoints;

    public SeriesSlice Slice => new(Run, Series, FirstStep - 1, LastStep);
}
