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

            await rollups.InsertAsync(group.Rows, cancellationToken);
            points += group.Rows.Count(row => row.Level == 2) * (long)Rollup.CoarsePoints;

            // The limit cut the last series short: the next round begins with it.
            series = read < PointsMax ? [] : [.. series.SkipWhile(one => one.CompareTo(group.Series) < 0)];
        }

        return points;
    }

    static void Take(
        Columns columns, RollupGroup group, IReadOnlyDictionary<(ulong, uint), (long LastStep, uint Count)> ends)
    {
        var run = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        var step = columns.Values<long>("step");
        var time = columns.Values<long>("ts");
        var value = columns.Values<double>("value");
        for (var i = 0; i < columns.Rows; i++)
        {
            if (group.Series != (run[i], series[i]))
                group.Begin((run[i], series[i]), ends.TryGetValue((run[i], series[i]), out var end) ? end.Count : 0);
            group.Add(step[i], time[i], value[i]);
        }
    }
}
