using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Store.Rollups;

/// <summary>A row of the table <c>rollups</c>.</summary>
/// <param name="Index">Of the rollup in its series: neighbors of one level have neighboring ones.</param>
public readonly record struct RollupRow(ulong Run, uint Series, byte Level, uint Index, Rollup Rollup)
{
    /// <summary>The stretch of the series that it holds.</summary>
    public SeriesSlice Slice => new(Run, Series, Rollup.FirstStep - 1, Rollup.LastStep);
}
