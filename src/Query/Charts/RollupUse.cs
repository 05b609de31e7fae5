using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>Which rollups may serve a view, as far as can be told before the grid is known.</summary>
/// <param name="Coarse">Those of level 2.</param>
/// <param name="Fine">Those of level 1.</param>
/// <param name="Cells">Stored rollups are too wide, but the lines can be summed up in cells.</param>
readonly record struct RollupUse(bool Coarse, bool Fine, bool Cells)
{
    /// <summary>
    /// A line needs at least this many rollups per bucket for exact edges to pay off: rollups across an edge are read
    /// as points, and the store reads points by the thousands.
    /// </summary>
    public const long ExactRollupsMin = 8;

    /// <param name="lines">Long ones, at least one.</param>
    public static RollupUse Of(BucketView view, IReadOnlyList<ChartLine> lines)
    {
        var points = lines.Max(line => line.Points);
        var fits = Fits(view, points, Rollup.FinePoints);
        if (!fits && AreCells(view, lines.Count)) return new RollupUse(Coarse: false, Fine: false, Cells: true);

        // Coarse rollups also tell the range of x, for less than reading as many points.
        var coarse = fits
            ? view.IsSnapped && Fits(view, points, Rollup.CoarsePoints)
            : !view.HasRange && lines.Sum(line => line.Points) > LinePoints.Max;
        return new RollupUse(coarse, fits, Cells: false);
    }

    /// <summary>Whether fine rollups of the longest line that has rollups fit into buckets.</summary>
    public static bool FitsFine(BucketView view, IEnumerable<LineCover> covers) => Fits(
        view, covers.Where(cover => cover.HasRollups).Select(cover => cover.Line.Points).DefaultIfEmpty().Max(),
        Rollup.FinePoints);

    /// <summary>
    /// Whether rollups of this many points fit into buckets. If the view is cut evenly, all buckets of a line may be
    /// narrower than its rollups.
    /// </summary>
    static bool Fits(BucketView view, long points, int rollupPoints) => view.IsSnapped
        ? view.From is not null || view.To is not null || view.IsLogarithmic || points / rollupPoints >= view.BucketsMax
        : points / rollupPoints >= ExactRollupsMin * view.BucketsMax;

    /// <summary>Whether all of a line is wanted, cut evenly; cells are as wide as buckets or half as wide.</summary>
    static bool AreCells(BucketView view, int lines) =>
        view is { IsSnapped: true, From: null, To: null, Steps: { From: null, To: null }, IsLogarithmic: false }
        && 2L * view.BucketsMax * lines <= CellCache.RowsMax;
}
