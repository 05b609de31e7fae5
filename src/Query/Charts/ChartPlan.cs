using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>
/// Where the points of a chart's plain lines come from. It follows from covers and grid alone; nothing is read to make it.
/// </summary>
/// <param name="Lines">In the order of the covers.</param>
sealed record ChartPlan(IReadOnlyList<LinePlan> Lines)
{
    /// <param name="areRead">The places of lines whose gaps have been read as points already.</param>
    public static ChartPlan Of(
        IReadOnlyList<LineCover> covers, IReadOnlySet<int> areRead, BucketGrid grid, BucketView view)
    {
        // Edges may not move, and rollups are too wide to lie between them: they were there for the range of x.
        var givesUp = !view.IsSnapped && !RollupUse.FitsFine(view, covers);
        return new ChartPlan([.. covers.Select(cover =>
            givesUp && cover.HasRollups ? LinePlan.OfStore(cover.Line)
            : LinePlan.Of(cover, areRead.Contains(cover.Line.Place), grid, view.IsSnapped))]);
    }
}
