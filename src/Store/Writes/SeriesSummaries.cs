using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>Computes the summaries of a run's series from its stored points: what a fork inherits of them.</summary>
public sealed class SeriesSummaries(ClickHouse store)
{
    const string FloatSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.points AS points,
               p.finite AS finite, p.min AS min, p.max AS max, p.total AS total,
               p.large_total AS large_total, p.m2 AS m2
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, argMax(value, step) AS last,
                     count() AS points, countIf(isFinite(value)) AS finite, minIf(value, isFinite(value)) AS min,
                     maxIf(value, isFinite(value)) AS max, sumIf(value, isFinite(value)) AS total,
                     sumIf(value / 18446744073709551616., isFinite(value)) AS large_total,
                     varPopStableIf(value, isFinite(value)) * finite AS m2
              FROM points WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 8 AND series > 0) AS a ON a.series = p.series
        """;

    const string StringSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, argMax(value, step) AS last,
                     count() AS points
              FROM strings WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 9 AND series > 0) AS a ON a.series = p.series
        """;

    const string HistogramSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, step) AS last_ts, count() AS points
              FROM histograms WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 10 AND series > 0) AS a ON a.series = p.series
        """;

    const string FileSql = """
        SELECT a.path AS path, p.last_step AS last_step, p.last_ts AS last_ts, p.last AS last, p.size AS size,
               p.mime AS mime, p.points AS points
        FROM (SELECT series, max(step) AS last_step, argMax(ts, (step, off, seq)) AS last_ts,
                     argMax(path, (step, off, seq)) AS last, argMax(files.size, (step, off, seq)) AS size,
                     argMax(files.mime, (step, off, seq)) AS mime, count() AS points
              FROM files WHERE run = {run:UInt64} AND step <= {to:Int64} AND off < {before:UInt64} GROUP BY series) AS p
        INNER JOIN (SELECT path, series FROM run_attributes FINAL
                    WHERE run = {run:UInt64} AND type = 11 AND series > 0) AS a ON a.series = p.series
        """;

    /// <summary>One row a series with the summary of its points up to a step, without what the run itself
    /// inherits.</summary>
    /// <param name="to">In micro-steps, this step included.</param>
    /// <param name="before">Only points of records before this offset.</param>
    public async Task<IReadOnlyList<AttributeCells>> ReadAsync(
        ulong run, long to, ulong before, CancellationToken cancellationToken)
    {
        var rows = new List<AttributeCells>();
        await AddAsync(FloatSql, AttributeType.FloatSeries);
        await AddAsync(StringSql, AttributeType.StringSeries);
        await AddAsync(HistogramSql, AttributeType.HistogramSeries);
        await AddAsync(FileSql, AttributeType.FileRefSeries);
        return rows;

        async Task AddAsync(string sql, AttributeType type)
        {
            var columns = await store.QueryAsync(
                sql, new SqlArguments().Add("run", run).Add("to", to).Add("before", before), cancellationToken);
            for (var i = 0; i < columns.Rows; i++) rows.Add(Row(columns, i, type));
        }
    }

    static AttributeCells Row(Columns columns, int i, AttributeType type)
    {
        var row = new AttributeCells
        {
            Path = columns.Strings("path")[i].ToArray(),
            Type = type,
            LastStep = columns.Values<long>("last_step")[i],
            LastTime = columns.Values<long>("last_ts")[i],
            Points = (long)columns.Values<ulong>("points")[i],
        };
        return type switch
        {
            AttributeType.FloatSeries => WithFigures(row, columns, i),
            AttributeType.StringSeries => row with { String = columns.Strings("last")[i].ToArray() },
            AttributeType.FileRefSeries => row with
            {
                String = columns.Strings("last")[i].ToArray(),
                Int = columns.Values<long>("size")[i],
                Mime = columns.Strings("mime").Text(i),
            },
            _ => row,
        };
    }

    static AttributeCells WithFigures(in AttributeCells row, Columns columns, int i)
    {
        var last = row with { Float = columns.Values<double>("last")[i] };
        var finite = (long)columns.Values<ulong>("finite")[i];
        if (finite == 0) return last;

        var total = columns.Values<double>("total")[i];
        var isTotalLarge = !double.IsFinite(total);
        // The engine's method yields NaN if the difference of two values is out of range; then the sum of squares is
        // infinite.
        var m2 = columns.Values<double>("m2")[i];
        return last with
        {
            Finite = finite,
            Min = columns.Values<double>("min")[i],
            Max = columns.Values<double>("max")[i],
            Total = isTotalLarge ? columns.Values<double>("large_total")[i] : total,
            IsTotalLarge = isTotalLarge,
            SquaredDeviations = double.IsNaN(m2) ? double.PositiveInfinity : Math.Max(0, m2),
        };
    }
}
