using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>One line of a chart that is a series as it is.</summary>
/// <param name="Place">Among the lines of the chart.</param>
/// <param name="Source">All of it.</param>
/// <param name="Points">About how many it has.</param>
/// <param name="WithDeviations">Whether deviations are wanted: then it is not made of rollups that lack them.</param>
sealed record ChartLine(int Place, BucketLine Source, long Points, ChartAxis Axis, bool WithDeviations = false)
{
    public static ChartLine Of(int place, LineSource source, BucketView view) => new(
        place, source.Line, source.Points, new ChartAxis(view.Axis, view.IsLogarithmic, source.Line.OriginMillis),
        view.WithDeviations);

    public bool HasPreviews => Source.Previews.Count > 0;

    /// <summary>A part of it.</summary>
    public BucketLine With(IReadOnlyList<SeriesSlice> points, IReadOnlyList<SeriesSlice> previews) =>
        Source with { Points = points, Previews = previews };

    /// <summary>Whether a rollup has what is wanted of its points, and all of them have a place on the axis.</summary>
    public bool CanTake(in Rollup rollup) =>
        double.IsFinite(Axis.First(rollup)) && (!WithDeviations || rollup.HasDeviations);

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

    /// <summary>Adds rollups of one level, each as a whole to one bucket.</summary>
    public void Add(BucketMerge chart, BucketGrid grid, ReadOnlySpan<RollupRow> rows)
    {
        var (open, index) = (default(Rollup), -1L);
        foreach (ref readonly var row in rows)
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

    /// <summary>Adds points, in the order of steps.</summary>
    public void Add(
        BucketMerge chart, BucketGrid grid, ReadOnlySpan<long> steps, ReadOnlySpan<long> times, ReadOnlySpan<double> values)
    {
        var (open, index, from) = (default(Rollup), -1L, 0);
        for (var i = 0; i < steps.Length; i++)
        {
            var x = Axis.At(steps[i], times[i]);
            if (!double.IsFinite(x) || grid.Excludes(x)) continue;

            var at = grid.IndexOf(x);
            if (at != index)
            {
                // What has no place on the axis lies before all that has.
                Close(ref open, values[from..i]);
                (open, index, from) = (default, at, i);
            }

            open.Add(steps[i], times[i], values[i]);
        }

        Close(ref open, values[from..]);

        void Close(ref Rollup rollup, ReadOnlySpan<double> added)
        {
            if (rollup.Points == 0) return;
            if (WithDeviations) rollup.Measure(added);
            chart.Add(Place, BucketOf(rollup, index));
        }
    }

    /// <summary>The bucket that a rollup goes to as a whole: where it begins, unless that is before the view.</summary>
    long IndexOf(in Rollup rollup, BucketGrid grid) =>
        grid.IndexOf(Axis.First(rollup)) is > 0 and var index ? index : grid.IndexOf(Axis.Last(rollup));

    /// <summary>A bucket that holds the points of one rollup.</summary>
    Bucket BucketOf(in Rollup rollup, long index) => new(
        Place, index, rollup.Finite, rollup.NaN, rollup.PositiveInfinity, rollup.NegativeInfinity,
        Axis.At(rollup.HeadStep, rollup.HeadTime), rollup.Head, Axis.At(rollup.TailStep, rollup.TailTime), rollup.Tail,
        rollup.Min, rollup.Max, rollup.Sum, rollup.HeadStep, rollup.TailStep)
    {
        SquaredDeviations = rollup.SquaredDeviations,
    };
}
