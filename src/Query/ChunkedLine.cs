using System.Runtime.InteropServices;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>One line of a chart that is a series as it is. Its chunks and its gaps together hold each point once.</summary>
/// <param name="Place">Among the lines of the chart.</param>
/// <param name="Source">All of it.</param>
/// <param name="Points">About how many it has.</param>
/// <param name="Coarse">Chunks of level 2, if there is use for them.</param>
/// <param name="Fine">Chunks of level 1.</param>
/// <param name="Gaps">What no chunk holds.</param>
sealed record ChunkedLine(
    int Place, BucketLine Source, long Points, ChartAxis Axis, List<ChunkRow> Coarse, List<ChunkRow> Fine,
    List<SeriesSlice> Gaps)
{
    public static ChunkedLine Of(int place, LineSource source, BucketView view) => new(
        place, source.Line, source.Points, new ChartAxis(view.Axis, view.IsLogarithmic, source.Line.OriginMillis), [], [],
        [.. source.Line.Operands[0].Points]);

    /// <summary>The line without what its chunks hold.</summary>
    public BucketLine Rest => With(Gaps, Source.Operands[0].Previews);

    public bool HasPreviews => Source.Operands[0].Previews.Count > 0;

    /// <summary>Whether chunks were given up after all: then all of it has to be read.</summary>
    public bool IsReset { get; private set; }

    public long ChunkPoints => Coarse.Concat(Fine).Sum(row => row.Chunk.Points);

    /// <summary>The least and the greatest x of its chunks; <c>null</c> if it has none.</summary>
    public (double From, double To)? Range()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in Coarse.Concat(Fine))
            (low, high) = (Math.Min(low, Axis.First(row.Chunk)), Math.Max(high, Axis.Last(row.Chunk)));
        return low > high ? null : (low, high);
    }

    public BucketLine With(IReadOnlyList<SeriesSlice> points, IReadOnlyList<SeriesSlice> previews) =>
        Source with { Operands = [new BucketOperand(points, previews)] };

    /// <summary>Gives up all chunks.</summary>
    public void Reset()
    {
        Coarse.Clear();
        Fine.Clear();
        Gaps.Clear();
        Gaps.AddRange(Source.Operands[0].Points);
        IsReset = true;
    }

    /// <summary>Whether all points of a chunk have a place on the axis.</summary>
    public bool HasPlace(in Chunk chunk) => double.IsFinite(Axis.First(chunk));

    /// <summary>Whether a chunk would blur the chart, being wider than a bucket inside the view.</summary>
    public bool IsTooWide(in Chunk chunk, BucketGrid grid)
    {
        var (first, last) = (Axis.First(chunk), Axis.Last(chunk));
        return last - first > grid.Width && last > grid.From && first <= grid.To;
    }

    /// <summary>Whether the points of a chunk go to more than one bucket.</summary>
    public bool IsAcrossEdge(in Chunk chunk, BucketGrid grid)
    {
        var (first, last) = (Axis.First(chunk), Axis.Last(chunk));
        return grid.IndexOf(first) != grid.IndexOf(last) || grid.Excludes(first) != grid.Excludes(last);
    }

    /// <summary>The bucket that a chunk goes to as a whole: where it begins, unless that is before the view.</summary>
    public long IndexOf(in Chunk chunk, BucketGrid grid) =>
        grid.IndexOf(Axis.First(chunk)) is > 0 and var index ? index : grid.IndexOf(Axis.Last(chunk));

    /// <summary>What becomes of its chunks.</summary>
    public void AddTo(BucketMerge chart, BucketGrid grid)
    {
        AddTo(chart, grid, Coarse);
        AddTo(chart, grid, Fine);
    }

    void AddTo(BucketMerge chart, BucketGrid grid, List<ChunkRow> rows)
    {
        var (open, index) = (default(Chunk), -1L);
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
        {
            if (grid.Excludes(Axis.Last(row.Chunk))) continue;

            var at = IndexOf(row.Chunk, grid);
            if (at != index || row.Chunk.FirstStep <= open.LastStep)
            {
                if (open.Points > 0) chart.Add(Place, BucketOf(open, index));
                (open, index) = (default, at);
            }

            open.Append(row.Chunk);
        }

        if (open.Points > 0) chart.Add(Place, BucketOf(open, index));
    }

    /// <summary>A bucket that holds the points of one chunk.</summary>
    public Bucket BucketOf(in Chunk chunk, long index) => new(
        Place, index, chunk.Finite, chunk.NaN, chunk.PositiveInfinity, chunk.NegativeInfinity,
        Axis.At(chunk.HeadStep, chunk.HeadTime), chunk.Head, Axis.At(chunk.TailStep, chunk.TailTime), chunk.Tail,
        chunk.Min, chunk.Max, chunk.Sum, chunk.HeadStep, chunk.TailStep);
}
