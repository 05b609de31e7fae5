using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Query.Series;

/// <summary>Points of several series, in columns, as they come out of the store. Valid until the next block is asked for.</summary>
/// <param name="columns">With the columns of <see cref="Store.Reads.FloatReads.StreamAsync"/>.</param>
/// <param name="runs">Of each point, the place of its run among those asked for.</param>
/// <param name="paths">Of each point, the place of its attribute.</param>
public sealed class PointBlock(Columns columns, Column<int> runs, Column<int> paths)
{
    public int Rows => columns.Rows;

    public ReadOnlySpan<int> Runs => runs.Span;

    public ReadOnlySpan<int> Paths => paths.Span;

    /// <summary>In micro-steps.</summary>
    public ReadOnlySpan<long> Steps => columns.Values<long>("step");

    /// <summary>Milliseconds since 1970.</summary>
    public ReadOnlySpan<long> Timestamps => columns.Values<long>("ts");

    public ReadOnlySpan<double> Values => columns.Values<double>("value");
}
