using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest.Rollups;

/// <summary>
/// Makes rollups of points that are stored. What is stored of a series never changes and only grows at its end, so the same
/// rollups come out whenever and wherever this is done.
/// </summary>
public sealed class RollupBuilder(RollupTable rollups)
{
    /// <summary>Points looked at in one go: bounds the work between two inserts.</summary>
    const int PointsMax = 2_000_000;

    /// <summary>Makes all rollups that the series have enough points for.</summary>
    /// <returns>How many points went into them.</returns>
    public async Task<long> BuildAsync(
        IReadOnlyCollection<(ulong Run, uint Series)> series, CancellationToken cancellationToken)
    {
        if (series.Count == 0) return 0;

        var ends = await rollups.EndsAsync(series, cancellationToken);
        var points = 0L;
        // Series that are about as long are read together: their ends are at much the same steps.
        foreach (var alike in series.Distinct().GroupBy(one => ends.TryGetValue(one, out var end) ? end.Count : 0))
            points += await BuildAlikeAsync([.. alike.Order()], cancellationToken);
        return points;
    }

    /// <summary>Stretches as <see cref="CompleteAsync"/> takes them: of each series one at a time, and not too many points.</summary>
    public static IEnumerable<IReadOnlyList<RollupStretch>> Batches(IReadOnlyList<RollupStretch> stretches)
    {
        var (batch, series, points) = (new List<RollupStretch>(), new HashSet<(ulong, uint)>(), 0L);
        foreach (var stretch in stretches)
        {
            if (batch.Count > 0 && (points + stretch.Points > PointsMax || !series.Add((stretch.Run, stretch.Series))))
            {
                yield return batch;
                (batch, series, points) = ([], [], 0);
            }

            batch.Add(stretch);
            series.Add((stretch.Run, stretch.Series));
            points += stretch.Points;
        }

        if (batch.Count > 0) yield return batch;
    }

    /// <summary>Makes rollups of stretches again, so that they have what was not counted the first time.</summary>
    /// <returns>How many rollups of level 2 were made.</returns>
    public async Task<int> CompleteAsync(IReadOnlyList<RollupStretch> batch, CancellationToken cancellationToken)
    {
        var stretches = batch.ToDictionary(stretch => (stretch.Run, stretch.Series));
        var starts = stretches.ToDictionary(one => one.Key, one => (one.Value.FirstStep, one.Value.First));
        var group = new RollupGroup([]);
        SeriesSlice[] slices = [.. batch.Select(stretch => stretch.Slice)];
        await foreach (var columns in rollups.PointsAsync(slices, PointsMax, cancellationToken)) Take(columns, group, starts);

        // A series that is being deleted may have lost points already: then the others would go by wrong numbers.
        var whole = group.Rows.Where(row => row.Level == 2).GroupBy(row => (row.Run, row.Series))
            .Where(made => made.Last() is var last && stretches[made.Key] is var stretch
                && (last.Index, last.Rollup.LastStep) == (stretch.Last, stretch.LastStep))
            .Select(made => made.Key).ToHashSet();
        RollupRow[] rows = [.. group.Rows.Where(row => whole.Contains((row.Run, row.Series)))];
        await rollups.InsertAsync(rows, isAgain: true, cancellationToken);
        return rows.Count(row => row.Level == 2);
    }

    async Task<long> BuildAlikeAsync((ulong Run, uint Series)[] series, CancellationToken cancellationToken)
    {
        var points = 0L;
        while (series.Length > 0)
        {
            var ends = await rollups.EndsAsync(series, cancellationToken);
            var slices = Array.ConvertAll(series, one => new SeriesSlice(
                one.Run, one.Series, ends.TryGetValue(one, out var end) ? end.LastStep : -1, long.MaxValue));
            var group = new RollupGroup([]);
            var read = 0;
            await foreach (var columns in rollups.PointsAsync(slices, PointsMax, cancellationToken))
            {
                Take(columns, group, ends);
                read += columns.Rows;
            }

            await rollups.InsertAsync(group.Rows, isAgain: false, cancellationToken);
            points += group.Rows.Count(row => row.Level == 2) * (long)Rollup.CoarsePoints;

            // The limit cut the last series short: the next round begins with it.
            series = read < PointsMax ? [] : [.. series.SkipWhile(one => one.CompareTo(group.Series) < 0)];
        }

        return points;
    }

    static void Take(
        Columns columns, RollupGroup group, IReadOnlyDictionary<(ulong, uint), (long Step, uint Index)> starts)
    {
        var run = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        var step = columns.Values<long>("step");
        var time = columns.Values<long>("ts");
        var value = columns.Values<double>("value");
        for (var i = 0; i < columns.Rows; i++)
        {
            if (group.Series != (run[i], series[i]))
                group.Begin((run[i], series[i]), starts.TryGetValue((run[i], series[i]), out var start) ? start.Index : 0);
            group.Add(step[i], time[i], value[i]);
        }
    }
}
