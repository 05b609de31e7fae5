using System.Numerics;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>Covers long lines with rollups, as coarsely as a view may need them.</summary>
public sealed class RollupReader(RollupCache rollups, CellCache cells)
{
    /// <summary>From here on a series is worth a look for rollups: below, its points are read in no time.</summary>
    public const long PointsMin = 2 * Rollup.CoarsePoints;

    /// <summary>
    /// Covers lines with rollups; where these are of no use for the view, they still tell the range of x.
    /// </summary>
    /// <param name="lines">Each at its place.</param>
    /// <returns>In the order of the lines.</returns>
    internal async Task<LineCover[]> CoverAsync(
        IReadOnlyList<ChartLine> lines, BucketView view, CancellationToken cancellationToken)
    {
        LineCover[] covers = [.. lines.Select(LineCover.Of)];
        LineCover[] longer = [.. covers.Where(cover => cover.Line.Points >= PointsMin)];
        if (longer.Length == 0) return covers;

        var points = longer.Max(cover => cover.Line.Points);
        var use = RollupUse.Of(view, [.. longer.Select(cover => cover.Line)]);
        if (use.Cells) longer = await WithCellsAsync(longer, view, points, cancellationToken);
        if (use.Coarse) longer = await WithAsync(longer, 2, points, view, cancellationToken);
        if (use.Fine) longer = await WithAsync(longer, 1, points, view, cancellationToken);
        foreach (var cover in longer) covers[cover.Line.Place] = cover;
        return covers;
    }

    /// <summary>Puts fine rollups in the place of coarse ones that are too wide for the grid.</summary>
    internal async Task<LineCover[]> RefineAsync(
        LineCover[] covers, BucketGrid grid, BucketView view, CancellationToken cancellationToken)
    {
        if (!RollupUse.FitsFine(view, covers)) return covers;

        var wide = Array.ConvertAll(covers, cover => cover.TooWide(grid));
        SeriesSlice[] slices = [.. wide.SelectMany(list => list)];
        if (slices.Length == 0) return covers;

        var points = covers.Where(cover => cover.HasRollups).Max(cover => cover.Line.Points);
        var found = await rollups.ReadAsync(slices, 1, points, view.WithDeviations, cancellationToken);
        return [.. covers.Zip(wide, (cover, list) => cover.Refined(grid, list, found))];
    }

    async Task<LineCover[]> WithAsync(
        LineCover[] covers, int level, long points, BucketView view, CancellationToken cancellationToken)
    {
        var slices = Gaps(covers);
        if (slices.Length == 0) return covers;

        var found = await rollups.ReadAsync(slices, level, points, view.WithDeviations, cancellationToken);
        return Array.ConvertAll(covers, cover => cover.With(level, found));
    }

    /// <summary>Covers lines with cells as far as there are rollups, which show how long a series is.</summary>
    async Task<LineCover[]> WithCellsAsync(
        LineCover[] covers, BucketView view, long points, CancellationToken cancellationToken)
    {
        var slices = Gaps(covers);
        if (slices.Length == 0) return covers;

        var coarse = await rollups.ReadAsync(slices, 2, points, withDeviations: false, cancellationToken);
        var ranges = coarse.Where(series => series.Value.Count > 0).Select(series =>
        {
            var (first, last) = (series.Value[0].Rollup.FirstStep, series.Value[^1].Rollup.LastStep);
            var width = 1L << BitOperations.Log2((ulong)Math.Max(1, (last - first) / view.BucketsMax));
            return (new SeriesSlice(series.Key.Run, series.Key.Series, first - 1, last), width);
        }).ToArray();
        var found = await cells.ReadAsync(ranges, view.WithDeviations, cancellationToken);
        return Array.ConvertAll(covers, cover => cover.With(level: 0, found));
    }

    static SeriesSlice[] Gaps(LineCover[] covers) =>
        [.. covers.SelectMany(cover => cover.Gaps).Where(slice => !slice.IsEmpty)];
}
