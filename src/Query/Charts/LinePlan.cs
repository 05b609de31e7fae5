using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Query.Charts;

/// <summary>Where the points of one line come from: each point from exactly one of these places. Never changed.</summary>
/// <param name="Coarse">Rollups of level 2 that go to one bucket each.</param>
/// <param name="Fine">Rollups of level 1, or cells, of the same kind.</param>
/// <param name="TakesRead">Whether the line's gaps are taken from the points that were read to find the range of x.</param>
/// <param name="Rest">What the store sums up, previews included.</param>
/// <param name="Opened">Where rollups do not fit the grid. If all lines together have few points there, these are read
/// and summed up here, else the store does that.</param>
/// <param name="OpenedPoints">About how many points lie there.</param>
sealed record LinePlan(
    ChartLine Line, RollupRow[] Coarse, RollupRow[] Fine, bool TakesRead, BucketLine Rest, IReadOnlyList<SeriesSlice> Opened,
    long OpenedPoints)
{
    /// <summary>Ranges of a line's series that are read one by one.</summary>
    const int RangesMax = 2;

    /// <summary>What lies around many edges; <c>null</c>: nothing.</summary>
    public EdgePlan? Edges { get; init; }

    /// <summary>The store sums up all of the line.</summary>
    public static LinePlan OfStore(ChartLine line) => new(line, [], [], TakesRead: false, line.Source, [], 0);

    /// <summary>Gives up the rollups that do not fit the grid.</summary>
    /// <param name="isRead">Whether its gaps have been read as points.</param>
    /// <param name="isSnapped">Whether edges may move to where rollups end. Then those do not fit that are wider than a
    /// bucket, else those across an edge.</param>
    public static LinePlan Of(LineCover cover, bool isRead, BucketGrid grid, bool isSnapped)
    {
        var line = cover.Line;
        bool Misfits(RollupRow row) => isSnapped ? line.IsTooWide(row.Rollup, grid) : line.IsAcrossEdge(row.Rollup, grid);
        RollupRow[] misfits = [.. cover.Coarse.Where(Misfits), .. cover.Fine.Where(Misfits)];
        var plan = new LinePlan(
            line, Without(cover.Coarse, misfits, Misfits), Without(cover.Fine, misfits, Misfits), isRead,
            isRead ? line.With([], []) : cover.Rest, cover.Opened, cover.Opened.Count * (long)Rollup.CoarsePoints);
        if (misfits.Length == 0) return plan;

        var ranges = RollupCover.GapsOf(misfits);
        var isScattered = ranges.GroupBy(slice => (slice.Run, slice.Series)).Any(series => series.Count() > RangesMax);
        return !isScattered ? plan.With(ranges, misfits.Sum(row => row.Rollup.Points))
            : EdgePlan.Of(line, misfits, ranges, grid) is { } edges ? plan with { Edges = edges }
            : plan.Joined(ranges);
    }

    /// <summary>The same if what lies around edges cannot be read as planned.</summary>
    public LinePlan WithoutEdges() => Edges is { } edges ? (this with { Edges = null }).Joined(edges.Ranges) : this;

    static RollupRow[] Without(RollupRow[] rows, RollupRow[] misfits, Func<RollupRow, bool> isMisfit) =>
        misfits.Length == 0 ? rows : [.. rows.Where(row => !isMisfit(row))];

    LinePlan With(IEnumerable<SeriesSlice> opened, long points) =>
        this with { Opened = [.. Opened, .. opened], OpenedPoints = OpenedPoints + points };

    /// <summary>Opens one range a series, from the first to the last of some; the rollups between are given up.</summary>
    LinePlan Joined(IReadOnlyList<SeriesSlice> ranges)
    {
        var joined = ranges.GroupBy(slice => (slice.Run, slice.Series)).ToDictionary(
            series => series.Key,
            series => new SeriesSlice(
                series.Key.Run, series.Key.Series, series.Min(slice => slice.After), series.Max(slice => slice.To)));
        bool IsInside(RollupRow row) => joined.TryGetValue((row.Run, row.Series), out var whole)
            && row.Rollup.FirstStep > whole.After && row.Rollup.LastStep <= whole.To;
        var rest = this with
        {
            Coarse = [.. Coarse.Where(row => !IsInside(row))], Fine = [.. Fine.Where(row => !IsInside(row))],
        };
        return rest.With(joined.Values, Line.Points);
    }
}

/// <summary>Points of a line that lie around edges of the grid, to be read by one statement.</summary>
/// <param name="Reach">How far from an edge they lie at most, in x.</param>
/// <param name="Ranges">Of the rollups that are across an edge: their points are taken.</param>
sealed record EdgePlan(double Reach, IReadOnlyList<SeriesSlice> Ranges)
{
    /// <summary>Points around edges of a line, at most, about 40 bytes each.</summary>
    public const int PointsMax = 1_000_000;

    /// <returns><c>null</c> if they are too many, or not around edges.</returns>
    public static EdgePlan? Of(ChartLine line, RollupRow[] misfits, IReadOnlyList<SeriesSlice> ranges, BucketGrid grid)
    {
        var reach = misfits.Max(row => line.Axis.Last(row.Rollup) - line.Axis.First(row.Rollup));
        return reach <= grid.Width / RollupUse.ExactRollupsMin && 2 * misfits.Sum(row => row.Rollup.Points) <= PointsMax
            ? new EdgePlan(reach, ranges)
            : null;
    }
}
