using System.Runtime.InteropServices;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>One line of a chart that is a series as it is. Its rollups and its gaps together hold each point
/// once.</summary>
/// <param name="Place">Among the lines of the chart.</param>
/// <param name="Source">All of it.</param>
/// <param name="Points">About how many it has.</param>
/// <param name="Coarse">Rollups of level 2, if there is use for them.</param>
/// <param name="Fine">Rollups of level 1.</param>
/// <param name="Gaps">What no rollup holds.</param>
sealed record RollupLine(
    int Place, BucketLine Source, long Points, ChartAxis Axis, List<RollupRow> Coarse, List<RollupRow> Fine,
    List<SeriesSlice> Gaps)
{
    public static RollupLine Of(int place, LineSource source, BucketView view) => new(
        place, source.Line, source.Points, new ChartAxis(view.Axis, view.IsLogarithmic, source.Line.OriginMillis), [], [],
        [.. source.Line.Points]);

    /// <summary>The line without what its rollups hold.</summary>
    public BucketLine Rest => With(Gaps, Source.Previews);

    public bool HasPreviews => Source.Previews.Count > 0;

    /// <summary>Whether rollups were given up after all: then all of it has to be read.</summary>
    public bool IsReset { get; private set; }

    public long RollupPoints => Coarse.Concat(Fine).Sum(row => row.Rollup.Points);

    /// <summary>The least and the greatest x of its rollups; <c>null</c> without rollups.</summary>
    public (double From, double To)? Range()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in Coarse.Concat(Fine))
            (low, high) = (Math.Min(low, Axis.First(row.Rollup)), Math.Max(high, Axis.Last(row.Rollup)));
        return low > high ? null : (low, high);
    }

    public BucketLine With(IReadOnlyList<SeriesSlice> points, IReadOnlyList<SeriesSlice> previews) =>
        Source with { Points = points, Previews = previews };

    /// <summary>Gives up all rollups.</summary>
    public void Reset()
    {
        Coarse.Clear();
        Fine.Clear();
        Gaps.Clear();
        Gaps.AddRange(Source.Points);
        IsReset = true;
    }

    /// <summary>Whether all points of a rollup have a place on the axis.</summary>
    public bool HasPlace(in Rollup rollup) => double.IsFinite(Axis.First(rollup));

    /// <summary>Whether a rollup would blur the chart, being wider than a bucket inside the view.</summary>
    public bool IsTooWide(in Rollup rollup, BucketGrid grid)
    {
        var (first, last) = (Axis.First(rollup), Axis.Last(rollup));
        return last - first > grid.Width && last > grid.From && first <= grid.To;
    }

    /// <summary>Whether the points of a rollup go to more than one bucket.</summary>
    public bool IsAcrossEdge(in Rollup rollup, BucketGrid grid)
    {
        var (first, last) = (Axis.First(rollup), Axis.Last(rollup));
        return grid.IndexOf(first) != grid.IndexOf(last) || grid.Excludes(first) != grid.Excludes(last);
    }

    /// <summary>The bucket that a rollup goes to as a whole: where it begins, unless that is before the view.</summary>
    public long IndexOf(in Rollup rollup, BucketGrid grid) =>
        grid.IndexOf(Axis.First(rollup)) is > 0 and var index ? index : grid.IndexOf(Axis.Last(rollup));

    /// <summary>Assigns its rollups to buckets.</summary>
    public void AddTo(BucketMerge chart, BucketGrid grid)
    {
        AddTo(chart, grid, Coarse);
        AddTo(chart, grid, Fine);
    }

    void AddTo(BucketMerge chart, BucketGrid grid, List<RollupRow> rows)
    {
        var (open, index) = (default(Rollup), -1L);
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
        {
            if (grid.Excludes(Axis.Last(row.Rollup))) continue;

            var at = IndexOf(row.Rollup, grid);
            if (at != index || row.Rollup.FirstStep <= open.LastStep)
            {
                if (open.Points > 0) chart.Add(Place, BucketOf(open, index));
                (open, index) = (default, at);
            }

            open.Append(row.Rollup);
        }

        if (open.Points > 0) chart.Add(Place, BucketOf(open, index));
    }

    /// <summary>A bucket that holds the points of one rollup.</summary>
    public Bucket BucketOf(in Rollup rollup, long index) => new(
        Place, index, rollup.Finite, rollup.NaN, rollup.PositiveInfinity, rollup.NegativeInfinity,
        Axis.At(rollup.HeadStep, rollup.HeadTime), rollup.Head, Axis.At(rollup.TailStep, rollup.TailTime), rollup.Tail,
        rollup.Min, rollup.Max, rollup.Sum, rollup.HeadStep, rollup.TailStep);
}
