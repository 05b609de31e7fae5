using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>One line of a chart that is a series as it is; its points are read as chunks where these are fine enough.
/// </summary>
/// <param name="Place">Among the lines of the chart.</param>
/// <param name="Source">All of it.</param>
/// <param name="Coarse">Chunks of level 2, if there is use for them.</param>
/// <param name="Fine">Chunks of level 1.</param>
/// <param name="Gaps">What no chunk holds.</param>
sealed record ChunkedLine(
    int Place, BucketLine Source, ChartAxis Axis, List<ChunkRow> Coarse, List<ChunkRow> Fine, List<SeriesSlice> Gaps)
{
    public static ChunkedLine Of(int place, BucketLine source, BucketView view) => new(
        place, source, new ChartAxis(view.Axis, view.IsLogarithmic, source.OriginMillis), [], [],
        [.. source.Operands[0].Points]);

    /// <summary>The line without what its chunks hold.</summary>
    public BucketLine Rest => With(Gaps, Source.Operands[0].Previews);

    /// <summary>The least and the greatest x of its chunks; <c>null</c> if it has none.</summary>
    public (double From, double To)? Range()
    {
        var axis = Axis;
        var all = Coarse.Concat(Fine).ToArray();
        if (all.Length == 0) return null;

        return (all.Min(row => axis.First(row.Chunk)), all.Max(row => axis.Last(row.Chunk)));
    }

    public BucketLine With(IReadOnlyList<SeriesSlice> points, IReadOnlyList<SeriesSlice> previews) =>
        Source with { Operands = [new BucketOperand(points, previews)] };

    /// <summary>Whether all points of a chunk have a place on the axis.</summary>
    public bool HasPlace(in Chunk chunk) => double.IsFinite(Axis.First(chunk));

    /// <summary>Whether a chunk would blur the chart, being wider than a bucket inside the view.</summary>
    public bool IsTooWide(in Chunk chunk, BucketGrid grid)
    {
        var (first, last) = (Axis.First(chunk), Axis.Last(chunk));
        return last - first > grid.Width && last > grid.From && first <= grid.To;
    }

    /// <summary>The bucket that a chunk goes to as a whole: where it begins, unless that is before the view.</summary>
    public long IndexOf(in Chunk chunk, BucketGrid grid) =>
        grid.IndexOf(Axis.First(chunk)) is > 0 and var index ? index : grid.IndexOf(Axis.Last(chunk));

    /// <summary>What becomes of its chunks.</summary>
    public void AddTo(BucketMerge chart, BucketGrid grid)
    {
        foreach (var row in Coarse.Concat(Fine))
            if (!grid.Excludes(Axis.Last(row.Chunk))) chart.Add(Place, BucketOf(row.Chunk, IndexOf(row.Chunk, grid)));
    }

    /// <summary>A bucket that holds the points of one chunk.</summary>
    public Bucket BucketOf(in Chunk chunk, long index) => new(
        Place, index, chunk.Finite, chunk.NaN, chunk.PositiveInfinity, chunk.NegativeInfinity,
        Axis.At(chunk.HeadStep, chunk.HeadTime), chunk.Head, Axis.At(chunk.TailStep, chunk.TailTime), chunk.Tail,
        chunk.Min, chunk.Max, chunk.Sum, chunk.HeadStep, chunk.TailStep);
}
