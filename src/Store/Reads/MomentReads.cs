using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Store.Reads;

/// <summary>Reads how far the store is, and how far series were at an earlier moment.</summary>
public sealed class MomentReads(ClickHouse store)
{
    /// <summary>The present state of the store.</summary>
    /// <param name="time">Of now, in milliseconds since 1970.</param>
    public async Task<StoreMoment> NowAsync(long time, CancellationToken cancellationToken)
    {
        var columns = await Queries.RunAsync(
            store,
            $"SELECT path, off FROM run_attributes FINAL WHERE run = 0 AND startsWith(path, '{PartitionProgress.PathPrefix}')",
            SqlArguments.None, cancellationToken);
        var stored = new SortedDictionary<int, long>();
        for (var row = 0; row < columns.Rows; row++)
        {
            var path = columns.Strings("path").Text(row);
            stored[PartitionProgress.PartitionOf(path)] = (long)columns.Values<ulong>("off")[row];
        }

        var count = stored.Count == 0 ? 1 : stored.Keys.Max() + 1;
        return new StoreMoment(time, [.. Enumerable.Range(0, count).Select(partition => stored.GetValueOrDefault(partition, -1))]);
    }

    /// <summary>The last step of each series at a moment, in micro-steps; -1 of one that had no point.</summary>
    /// <param name="type">Of all the series; of file series, whose steps come in any order, there is no such step.</param>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), long>> LastStepsAsync(
        StoreMoment moment, AttributeType type, IReadOnlyCollection<(ulong Run, uint Series)> series, CancellationToken cancellationToken)
    {
        var last = series.Distinct().ToDictionary(one => one, _ => -1L);
        if (last.Count == 0) return last;

        var sql = new SqlText();
        var table = type switch
        {
            AttributeType.FloatSeries => "points",
            AttributeType.StringSeries => "strings",
            AttributeType.HistogramSeries => "histograms",
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Its steps do not grow."),
        };
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT run, series, max(step) AS last FROM {table}
            WHERE {SliceSql.Series(sql, last.Keys)} AND {moment.Condition(sql)}
            GROUP BY run, series
            """,
            sql.Arguments, cancellationToken);
        for (var row = 0; row < columns.Rows; row++)
            last[(columns.Values<ulong>("run")[row], columns.Values<uint>("series")[row])] = columns.Values<long>("last")[row];
        return last;
    }
}
