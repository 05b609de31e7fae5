using System.Numerics;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Lets rollups stand for the points of long lines wherever that tells the same.</summary>
public sealed class RollupReader(RollupCache rollups, CellCache cells, PointCache cache, BucketReads reads)
{
    /// <summary>From here on a series is worth a look for rollups: below, its points are read in no time.</summary>
    public const long PointsMin = 2 * Rollup.CoarsePoints;

    /// <summary>So many rollups a bucket must a line have for exact edges: those across an edge are read as points, and the
    /// store reads points by the thousands.</summary>
    const long ExactRollupsMin = 8;

    /// <summary>Stretches of a line's series that are read one by one.</summary>
    const int StretchesMax = 2;

    /// <summary>Points around edges of a line, at most, about 40 bytes each.</summary>
    const int EdgePointsMax = 1_000_000;

    /// <summary>Covers lines with rollups, as coarsely as the view may need; where rollups are of no use for that, they still
    /// tell the range of x.</summary>
    internal async Task CoverAsync(
        IReadOnlyList<RollupLine> lines, BucketView view, CancellationToken cancellationToken)
    {
        RollupLine[] longer = [.. lines.Where(line => line.Points >= PointsMin)];
        var points = longer.Select(line => line.Points).DefaultIfEmpty().Max();
        if (longer.Length == 0) return;

        var helps = IsOfUse(view, points, Rollup.FinePoints);
        if (!helps && IsOfUseAsCells(view, longer.Length))
        {
            await CellsAsync(longer, view.BucketsMax, points, cancellationToken);
            return;
        }

        if (helps ? view.IsSnapped && IsOfUse(view, points, Rollup.CoarsePoints)
            : !view.HasRange && longer.Sum(line => line.Points) > LinePoints.Max)
            await CoverAsync(longer, 2, line => line.Coarse, points, cancellationToken);
        if (helps) await CoverAsync(longer, 1, line => line.Fine, points, cancellationToken);
    }

    /// <summary>
    /// Gives up the rollups that do not fit the grid: those wider than a bucket or, where edges are exact, across one. Of the
    /// points that they held, few are summed up here.
    /// </summary>
    /// <returns>Where points have to be read beside the lines' rests; a few stretches a series.</returns>
    internal async Task<List<(RollupLine Line, SeriesSlice Slice)>> FitAsync(
        IReadOnlyList<RollupLine> lines, BucketGrid grid, BucketView view, BucketMerge chart,
        CancellationToken cancellationToken)
    {
        RollupLine[] covered = [.. lines.Where(line => line.Coarse.Count + line.Fine.Count > 0)];
        var points = covered.Select(line => line.Points).DefaultIfEmpty().Max();
        var helps = IsOfUse(view, points, Rollup.FinePoints);
        if (!helps && !view.IsSnapped)
        {
            foreach (var line in covered) line.Reset();
            return [];
        }

        var gaps = helps ? await RefineAsync(covered, grid, points, cancellationToken) : [];
        var count = gaps.Count * (long)Rollup.CoarsePoints;
        foreach (var line in covered)
        {
            bool Misfits(RollupRow row) =>
                view.IsSnapped ? line.IsTooWide(row.Rollup, grid) : line.IsAcrossEdge(row.Rollup, grid);
            RollupRow[] misfits = [.. Take(line.Coarse, Misfits), .. Take(line.Fine, Misfits)];
            var stretches = RollupCover.GapsOf(misfits);
            var isScattered = stretches.GroupBy(slice => (slice.Run, slice.Series))
                .Any(series => series.Count() > StretchesMax);
            if (isScattered && await TryAddEdgesAsync(line, misfits, stretches, grid, chart, cancellationToken)) continue;

            if (isScattered) stretches = Joined(line, stretches);
            gaps.AddRange(stretches.Select(slice => (line, slice)));
            count += isScattered ? line.Points : misfits.Sum(row => row.Rollup.Points);
        }

        var few = count <= LinePoints.Max ? await LinePoints.ReadAsync(gaps, cache, cancellationToken) : null;
        few?.AddTo(chart, grid);
        return few is null ? gaps : [];
    }

    /// <summary>Whether rollups of so many points fit into buckets. Cut evenly, a line's buckets may all be narrower.</summary>
    static bool IsOfUse(BucketView view, long points, int rollupPoints) => view.IsSnapped
        ? view.From is not null || view.To is not null || view.IsLogarithmic || points / rollupPoints >= view.BucketsMax
        : points / rollupPoints >= ExactRollupsMin * view.BucketsMax;

    /// <summary>Whether all of a line is wanted, cut evenly; cells are as wide as buckets or half as wide.</summary>
    static bool IsOfUseAsCells(BucketView view, int lines) =>
        view is { IsSnapped: true, From: null, To: null, Steps: { From: null, To: null }, IsLogarithmic: false }
        && 2L * view.BucketsMax * lines <= CellCache.RowsMax;

    static RollupRow[] Take(List<RollupRow> rows, Func<RollupRow, bool> isWanted)
    {
        RollupRow[] taken = [.. rows.Where(isWanted)];
        if (taken.Length > 0) rows.RemoveAll(row => isWanted(row));
        return taken;
    }

    /// <summary>One stretch a series, from the first to the last of some; the rollups between are given up.</summary>
    static List<SeriesSlice> Joined(RollupLine line, List<SeriesSlice> stretches)
    {
        var joined = new List<SeriesSlice>();
        foreach (var series in stretches.GroupBy(slice => (slice.Run, slice.Series)))
        {
            var whole = new SeriesSlice(
                series.Key.Run, series.Key.Series, series.Min(slice => slice.After), series.Max(slice => slice.To));
            bool IsInside(RollupRow row) => (row.Run, row.Series) == series.Key
                && row.Rollup.FirstStep > whole.After && row.Rollup.LastStep <= whole.To;
            line.Coarse.RemoveAll(IsInside);
            line.Fine.RemoveAll(IsInside);
            joined.Add(whole);
        }

        return joined;
    }

    /// <summary>Replaces coarse rollups that are too wide by fine ones.</summary>
    /// <returns>Where there are none.</returns>
    async Task<List<(RollupLine Line, SeriesSlice Slice)>> RefineAsync(
        IReadOnlyList<RollupLine> lines, BucketGrid grid, long points, CancellationToken cancellationToken)
    {
        var opened = lines.Select(line =>
            RollupCover.GapsOf(Take(line.Coarse, row => line.IsTooWide(row.Rollup, grid)))).ToArray();
        var slices = opened.SelectMany(list => list).ToArray();
        var left = new List<(RollupLine, SeriesSlice)>();
        if (slices.Length == 0) return left;

        var found = await rollups.ReadAsync(slices, 1, points, cancellationToken);
        foreach (var (line, wide) in lines.Zip(opened))
        {
            var cover = RollupCover.Of(wide, found);
            line.Fine.AddRange(cover.Rollups);
            left.AddRange(cover.Gaps.Select(slice => (line, slice)));
        }

        return left;
    }

    /// <summary>Reads the points around all edges at once, and takes those whose rollups are across one.</summary>
    /// <returns><c>false</c> if they are too many, or not around edges.</returns>
    async Task<bool> TryAddEdgesAsync(
        RollupLine line, RollupRow[] misfits, List<SeriesSlice> stretches, BucketGrid grid, BucketMerge chart,
        CancellationToken cancellationToken)
    {
        var reach = misfits.Max(row => line.Axis.Last(row.Rollup) - line.Axis.First(row.Rollup));
        if (reach > grid.Width / ExactRollupsMin || 2 * misfits.Sum(row => row.Rollup.Points) > EdgePointsMax) return false;

        var series = stretches.GroupBy(slice => (slice.Run, slice.Series)).Select(group => group.ToArray()).ToArray();
        var whole = line.With([.. series.Select(group => group[0] with { To = group[^1].To })], []);
        var around = await reads.AroundEdgesAsync(
            whole, line.Axis.Axis, line.Axis.IsLogarithmic, grid, reach, EdgePointsMax, cancellationToken);
        if (around is null) return false;

        for (var number = 0; number < series.Length; number++)
            foreach (var stretch in series[number]) Add(line, around, number, stretch, chart, grid);
        return true;
    }

    static void Add(
        RollupLine line, FloatPoints points, int slice, SeriesSlice stretch, BucketMerge chart, BucketGrid grid)
    {
        var steps = points.Steps(slice);
        var from = SeriesPoints.CountUpTo(steps, stretch.After);
        var to = SeriesPoints.CountUpTo(steps, stretch.To);
        LinePoints.Add(
            line, steps[from..to], points.Timestamps(slice)[from..to], points.Values(slice)[from..to], chart, grid);
    }

    /// <summary>Covers lines with cells as far as there are rollups, which tell how long a series is.</summary>
    async Task CellsAsync(
        IReadOnlyList<RollupLine> lines, int buckets, long points, CancellationToken cancellationToken)
    {
        var slices = Gaps(lines);
        if (slices.Length == 0) return;

        var coarse = await rollups.ReadAsync(slices, 2, points, cancellationToken);
        var stretches = coarse.Where(series => series.Value.Count > 0).Select(series =>
        {
            var (first, last) = (series.Value[0].Rollup.FirstStep, series.Value[^1].Rollup.LastStep);
            var width = 1L << BitOperations.Log2((ulong)Math.Max(1, (last - first) / buckets));
            return (new SeriesSlice(series.Key.Run, series.Key.Series, first - 1, last), width);
        }).ToArray();
        Cover(lines, await cells.ReadAsync(stretches, cancellationToken), line => line.Fine);
    }

    async Task CoverAsync(
        IReadOnlyList<RollupLine> lines, int level, Func<RollupLine, List<RollupRow>> target, long points,
        CancellationToken cancellationToken)
    {
        var slices = Gaps(lines);
        if (slices.Length == 0) return;

        Cover(lines, await rollups.ReadAsync(slices, level, points, cancellationToken), target);
    }

    static SeriesSlice[] Gaps(IReadOnlyList<RollupLine> lines) =>
        [.. lines.SelectMany(line => line.Gaps).Where(slice => !slice.IsEmpty)];

    static void Cover(
        IReadOnlyList<RollupLine> lines, IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>> found,
        Func<RollupLine, List<RollupRow>> target)
    {
        foreach (var line in lines)
        {
            var cover = RollupCover.Of(line.Gaps, found);
            // A rollup that begins where a logarithmic axis has no place may still have points further on.
            RollupRow[] placeless = [.. cover.Rollups.Where(row => !line.HasPlace(row.Rollup))];
            target(line).AddRange(
                placeless.Length == 0 ? cover.Rollups : cover.Rollups.Where(row => line.HasPlace(row.Rollup)));
            line.Gaps.Clear();
            line.Gaps.AddRange(cover.Gaps);
            line.Gaps.AddRange(RollupCover.GapsOf(placeless));
        }
    }
}
