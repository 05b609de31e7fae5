using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Points of lines that are few enough to be summed up here: one statement instead of two.</summary>
/// <param name="Parts">Stretches of lines; the place of each is its index in <paramref name="Points"/>.</param>
sealed record LinePoints(
    IReadOnlyList<(RollupLine Line, SeriesSlice Slice)> Parts, IReadOnlyList<SeriesPoints> Points)
{
    /// <summary>What is read at a time, at most.</summary>
    public const int Max = 400_000;

    public IEnumerable<RollupLine> Lines => Parts.Select(part => part.Line).DistinctBy(line => line.Place);

    /// <summary>The points that no rollup holds; not of lines with previews, which the store puts behind the points.
    /// </summary>
    /// <returns><c>null</c> if they are too many.</returns>
    public static async Task<LinePoints?> RestAsync(
        IEnumerable<RollupLine> lines, PointCache cache, CancellationToken cancellationToken)
    {
        RollupLine[] wanted = [.. lines.Where(line => !line.HasPreviews)];
        return wanted.Sum(Left) > Max ? null : await ReadAsync(
            [.. wanted.SelectMany(line => line.Gaps.Where(slice => !slice.IsEmpty).Select(slice => (line, slice)))], cache,
            cancellationToken);
    }

    /// <returns><c>null</c> if they are too many, or there is nowhere to look.</returns>
    public static async Task<LinePoints?> ReadAsync(
        IReadOnlyList<(RollupLine Line, SeriesSlice Slice)> parts, PointCache cache, CancellationToken cancellationToken) =>
        parts.Count > 0
        && await cache.ReadAsync([.. parts.Select(part => part.Slice)], Max, cancellationToken) is { } points
            ? new LinePoints(parts, points)
            : null;

    /// <summary>The least and the greatest x; <c>null</c> if there is no point.</summary>
    public (double From, double To)? Range()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var part = 0; part < Parts.Count; part++)
        {
            var steps = Points[part].Steps.Span;
            var times = Points[part].Times.Span;
            for (var i = 0; i < steps.Length; i++)
            {
                var x = Parts[part].Line.Axis.At(steps[i], times[i]);
                if (double.IsFinite(x)) (low, high) = (Math.Min(low, x), Math.Max(high, x));
            }
        }

        return low > high ? null : (low, high);
    }

    /// <summary>Sums up the points, but for lines that are read as a whole.</summary>
    public void AddTo(BucketMerge chart, BucketGrid grid)
    {
        for (var part = 0; part < Parts.Count; part++)
            if (!Parts[part].Line.IsReset)
                Add(Parts[part].Line, Points[part].Steps.Span, Points[part].Times.Span, Points[part].Values.Span, chart, grid);
    }

    /// <summary>Sums up points of one line, in the order of steps.</summary>
    public static void Add(
        RollupLine line, ReadOnlySpan<long> steps, ReadOnlySpan<long> times, ReadOnlySpan<double> values, BucketMerge chart,
        BucketGrid grid)
    {
        var (open, index) = (default(Rollup), -1L);
        for (var i = 0; i < steps.Length; i++)
        {
            var x = line.Axis.At(steps[i], times[i]);
            if (!double.IsFinite(x) || grid.Excludes(x)) continue;

            var at = grid.IndexOf(x);
            if (at != index)
            {
                if (open.Points > 0) chart.Add(line.Place, line.BucketOf(open, index));
                (open, index) = (default, at);
            }

            open.Add(steps[i], times[i], values[i]);
        }

        if (open.Points > 0) chart.Add(line.Place, line.BucketOf(open, index));
    }

    static long Left(RollupLine line) => line.RollupPoints is > 0 and var held
        ? Math.Clamp(line.Points - held, 0, RollupReader.PointsMin)
        : line.Points;
}
