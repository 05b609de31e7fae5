using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Sums up what a plan says into buckets.</summary>
public sealed class PlanReader(PointCache cache, BucketReads reads)
{
    /// <param name="read">Points that were read to find the range of x; <c>null</c>: none.</param>
    internal async Task<BucketMerge> ReadAsync(
        ChartPlan plan, LinePoints? read, BucketShape shape, BucketGrid grid, CancellationToken cancellationToken)
    {
        var chart = new BucketMerge();
        var lines = new List<LinePlan>(plan.Lines.Count);
        foreach (var line in plan.Lines)
            lines.Add(await TryAddEdgesAsync(line, grid, chart, cancellationToken) ? line : line.WithoutEdges());

        (ChartLine Line, SeriesSlice Slice)[] opened =
            [.. lines.SelectMany(line => line.Opened.Select(slice => (line.Line, slice)))];
        var few = lines.Sum(line => line.OpenedPoints) <= LinePoints.Max
            ? await LinePoints.ReadAsync(opened, cache, cancellationToken)
            : null;
        few?.AddTo(chart, grid, _ => true);
        read?.AddTo(chart, grid, line => plan.Lines[line.Place].TakesRead);

        IEnumerable<(int Place, BucketLine Line)[]> rounds =
            [[.. lines.Select(line => (line.Line.Place, line.Rest))], .. few is null ? Rounds(opened) : []];
        foreach (var round in rounds)
            foreach (var bucket in await reads.ReadAsync(shape, [.. round.Select(one => one.Line)], grid, cancellationToken))
                chart.Add(round[bucket.Line].Place, bucket);
        foreach (var line in lines)
        {
            line.Line.Add(chart, grid, line.Coarse.AsSpan());
            line.Line.Add(chart, grid, line.Fine.AsSpan());
        }

        return chart;
    }

    /// <summary>Reads the points around all edges at once, and takes those whose rollups are across one.</summary>
    /// <returns><c>false</c> if they are more than planned.</returns>
    async Task<bool> TryAddEdgesAsync(LinePlan plan, BucketGrid grid, BucketMerge chart, CancellationToken cancellationToken)
    {
        if (plan.Edges is not { } edges) return true;

        var line = plan.Line;
        SeriesSlice[][] series =
            [.. edges.Ranges.GroupBy(slice => (slice.Run, slice.Series)).Select(group => group.ToArray())];
        var whole = line.With([.. series.Select(group => group[0] with { To = group[^1].To })], []);
        var around = await reads.AroundEdgesAsync(
            whole, line.Axis.Axis, line.Axis.IsLogarithmic, grid, edges.Reach, EdgePlan.PointsMax, cancellationToken);
        if (around is null) return false;

        for (var number = 0; number < series.Length; number++)
            foreach (var range in series[number]) Add(line, around, number, range, chart, grid);
        return true;
    }

    static void Add(ChartLine line, FloatPoints points, int slice, SeriesSlice range, BucketMerge chart, BucketGrid grid)
    {
        var steps = points.Steps(slice);
        var from = SeriesPoints.CountUpTo(steps, range.After);
        var to = SeriesPoints.CountUpTo(steps, range.To);
        line.Add(chart, grid, steps[from..to], points.Timestamps(slice)[from..to], points.Values(slice)[from..to]);
    }

    /// <summary>Stretches that come in addition to the lines' rests, in rounds that ask each line for a series only
    /// once.</summary>
    static IEnumerable<(int Place, BucketLine Line)[]> Rounds((ChartLine Line, SeriesSlice Slice)[] opened)
    {
        var bySeries = opened.GroupBy(one => (one.Line.Place, one.Slice.Run, one.Slice.Series))
            .SelectMany(series => series.Select((one, round) => (one, round)));
        return bySeries.GroupBy(one => one.round, one => one.one).OrderBy(round => round.Key)
            .Select(round => round.GroupBy(one => one.Line).Select(line =>
                (line.Key.Place, line.Key.With([.. line.Select(one => one.Slice)], []))).ToArray());
    }
}
