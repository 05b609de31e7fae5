using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Points of lines that are few enough to be summed up here: one statement instead of two.</summary>
/// <param name="Parts">Stretches of lines; the place of each is its index in <paramref name="Points"/>.</param>
sealed record LinePoints(
    IReadOnlyList<(ChartLine Line, SeriesSlice Slice)> Parts, IReadOnlyList<SeriesPoints> Points)
{
    /// <summary>The most points that are read at a time.</summary>
    public const int Max = 400_000;

    /// <summary>The places of the lines.</summary>
    public IReadOnlySet<int> Places => Parts.Select(part => part.Line.Place).ToHashSet();

    /// <summary>
    /// The points that rollups do not hold. Not for lines with previews, which the store returns after the points.
    /// </summary>
    /// <returns><c>null</c> if they are too many.</returns>
    public static async Task<LinePoints?> RestAsync(
        IEnumerable<LineCover> covers, PointCache cache, CancellationToken cancellationToken)
    {
        LineCover[] wanted = [.. covers.Where(cover => !cover.Line.HasPreviews)];
        return wanted.Sum(Left) > Max ? null : await ReadAsync(
            [.. wanted.SelectMany(cover => cover.Gaps.Where(slice => !slice.IsEmpty).Select(slice => (cover.Line, slice)))],
            cache, cancellationToken);
    }

    /// <returns><c>null</c> if they are too many, or there is nowhere to look.</returns>
    public static async Task<LinePoints?> ReadAsync(
        IReadOnlyList<(ChartLine Line, SeriesSlice Slice)> parts, PointCache cache, CancellationToken cancellationToken) =>
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

    /// <summary>Sums up the points of some lines.</summary>
    public void AddTo(BucketMerge chart, BucketGrid grid, Func<ChartLine, bool> isWanted)
    {
        for (var part = 0; part < Parts.Count; part++)
            if (isWanted(Parts[part].Line))
                Parts[part].Line.Add(
                    chart, grid, Points[part].Steps.Span, Points[part].Times.Span, Points[part].Values.Span);
    }

    static long Left(LineCover cover) => cover.RollupPoints is > 0 and var held
        ? Math.Clamp(cover.Line.Points - held, 0, RollupReader.PointsMin)
        : cover.Line.Points;
}
