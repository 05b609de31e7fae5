using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Stretches of series as rollups and what these leave over; together they hold each point once.</summary>
/// <param name="Rollups">In the order of the stretches, then of steps.</param>
/// <param name="Gaps">Where points have to be read.</param>
sealed record RollupCover(List<RollupRow> Rollups, List<SeriesSlice> Gaps)
{
    /// <summary>Covers stretches with rollups that lie wholly inside them.</summary>
    public static RollupCover Of(
        IEnumerable<SeriesSlice> slices, IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>> rollups)
    {
        var cover = new RollupCover([], []);
        foreach (var slice in slices.Where(slice => !slice.IsEmpty))
            cover.Add(slice, rollups.GetValueOrDefault((slice.Run, slice.Series)) ?? []);
        return cover;
    }

    /// <summary>The stretches that rollups hold, those of neighbors together.</summary>
    public static List<SeriesSlice> GapsOf(IEnumerable<RollupRow> rollups)
    {
        var gaps = new List<SeriesSlice>();
        RollupRow? last = null;
        foreach (var rollup in rollups)
        {
            var isNext = last is { } before && rollup.Run == before.Run && rollup.Series == before.Series
                && rollup.Level == before.Level && rollup.Index == before.Index + 1;
            if (isNext) gaps[^1] = gaps[^1] with { To = rollup.Rollup.LastStep };
            else gaps.Add(rollup.Slice);
            last = rollup;
        }

        return gaps;
    }

    void Add(SeriesSlice slice, IReadOnlyList<RollupRow> rollups)
    {
        // Rollups are disjoint and follow each other without a point between them: those inside are neighbors, and only at
        // the ends of the stretch something may be left over.
        var first = FirstEndingAfter(rollups, slice.After);
        var isCut = first < rollups.Count && rollups[first].Rollup.FirstStep <= slice.After;
        if (isCut) first++;
        var end = first;
        while (end < rollups.Count && rollups[end].Rollup.LastStep <= slice.To) end++;
        // Rows are wide: a list that grows by itself copies them again and again.
        Rollups.EnsureCapacity(Rollups.Count + end - first);
        for (var i = first; i < end; i++) Rollups.Add(rollups[i]);
        if (end == first)
        {
            Gaps.Add(slice);
            return;
        }

        if (isCut) Gaps.Add(slice with { To = rollups[first].Rollup.FirstStep - 1 });
        if (rollups[end - 1].Rollup.LastStep < slice.To) Gaps.Add(slice with { After = rollups[end - 1].Rollup.LastStep });
    }

    static int FirstEndingAfter(IReadOnlyList<RollupRow> rollups, long step)
    {
        var (low, high) = (0, rollups.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rollups[middle].Rollup.LastStep > step) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
