using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>
/// A line as rollups, and what these leave over: <see cref="Coarse"/>, <see cref="Fine"/>, <see cref="Gaps"/> and
/// <see cref="Opened"/> together hold each point once. It is found before the grid is known. Never changed.
/// </summary>
/// <param name="Coarse">Rollups of level 2, if there is use for them.</param>
/// <param name="Fine">Rollups of level 1, or cells.</param>
/// <param name="Gaps">What had no rollup to begin with.</param>
sealed record LineCover(ChartLine Line, RollupRow[] Coarse, RollupRow[] Fine, IReadOnlyList<SeriesSlice> Gaps)
{
    /// <summary>Where a coarse rollup turned out to be too wide for the grid, and there is no finer one.</summary>
    public IReadOnlyList<SeriesSlice> Opened { get; init; } = [];

    public bool HasRollups => Coarse.Length + Fine.Length > 0;

    public long RollupPoints => Coarse.Sum(row => row.Rollup.Points) + Fine.Sum(row => row.Rollup.Points);

    /// <summary>The line without what its rollups hold.</summary>
    public BucketLine Rest => Line.With(Gaps, Line.Source.Previews);

    /// <summary>Without a rollup: all of the line is a gap.</summary>
    public static LineCover Of(ChartLine line) => new(line, [], [], line.Source.Points);

    /// <summary>Puts rollups into the gaps.</summary>
    /// <param name="level">Of the rollups; 2: coarse ones.</param>
    /// <param name="found">By series.</param>
    public LineCover With(int level, IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>> found)
    {
        var cover = RollupCover.Of(Gaps, found);
        var (taken, left) = Split(cover.Rollups);
        var gapped = this with { Gaps = [.. cover.Gaps, .. left] };
        return level == 2 ? gapped with { Coarse = [.. Coarse, .. taken] } : gapped with { Fine = [.. Fine, .. taken] };
    }

    /// <summary>The stretches of coarse rollups that are too wide for a grid.</summary>
    public List<SeriesSlice> TooWide(BucketGrid grid) =>
        RollupCover.GapsOf(Coarse.Where(row => Line.IsTooWide(row.Rollup, grid)));

    /// <summary>Puts fine rollups in the place of coarse ones that are too wide for a grid.</summary>
    /// <param name="wide">The stretches of those.</param>
    /// <param name="found">Fine rollups, by series.</param>
    public LineCover Refined(
        BucketGrid grid, List<SeriesSlice> wide, IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>> found)
    {
        if (wide.Count == 0) return this;

        var finer = RollupCover.Of(wide, found);
        var (taken, left) = Split(finer.Rollups);
        return this with
        {
            Coarse = [.. Coarse.Where(row => !Line.IsTooWide(row.Rollup, grid))], Fine = [.. Fine, .. taken],
            Opened = [.. finer.Gaps, .. left],
        };
    }

    /// <summary>Rollups that can be taken, and the stretches of the others: one that begins where a logarithmic axis has no place
    /// may still have points further on.</summary>
    (List<RollupRow> Taken, List<SeriesSlice> Left) Split(List<RollupRow> rows)
    {
        RollupRow[] others = [.. rows.Where(row => !Line.CanTake(row.Rollup))];
        return others.Length == 0 ? (rows, []) : ([.. rows.Where(row => Line.CanTake(row.Rollup))], RollupCover.GapsOf(others));
    }

    /// <summary>The least and the greatest x of its rollups; <c>null</c> without rollups.</summary>
    public (double From, double To)? Range()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var row in Coarse.Concat(Fine))
            (low, high) = (Math.Min(low, Line.Axis.First(row.Rollup)), Math.Max(high, Line.Axis.Last(row.Rollup)));
        return low > high ? null : (low, high);
    }
}
