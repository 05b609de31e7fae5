using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>A stretch of a histogram series on a chart.</summary>
/// <param name="OriginMillis">Where relative time begins, in ms since 1970.</param>
public readonly record struct HistogramSlice(SeriesSlice Slice, long OriginMillis);

/// <summary>What there is of a slice. Steps are in micro-steps, times in ms since 1970.</summary>
public readonly record struct HistogramExtent(
    long Points, long Bytes, long FirstStep, long LastStep, long FirstTime, long LastTime);

/// <param name="Slice">Its place among the slices asked for.</param>
/// <param name="X">On a logarithmic axis the logarithm.</param>
public readonly record struct HistogramAt(int Slice, double X, bool IsDensity, double[] Edges, double[] Values);

/// <summary>Reads histograms for charts.</summary>
public sealed class HistogramReads(ClickHouse store)
{
    /// <returns>In the order of the slices; nothing of a slice is all zeros.</returns>
    public async Task<HistogramExtent[]> ExtentsAsync(
        IReadOnlyList<HistogramSlice> slices, CancellationToken cancellationToken)
    {
        var extents = new HistogramExtent[slices.Count];
        foreach (var round in SliceSql.Rounds([.. slices.Select(slice => slice.Slice)]))
        {
            var sql = new SqlText();
            var columns = await Queries.RunAsync(
                store,
                $"""
                SELECT run, series, count() AS points, sum(16 * length(edges)) AS bytes,
                    min(step) AS first_step, max(step) AS last_step, min(ts) AS first_ts, max(ts) AS last_ts
                FROM histograms WHERE {SliceSql.Condition(sql, [.. round.Select(place => slices[place].Slice)])}
                GROUP BY run, series
                """,
                sql.Arguments, cancellationToken);
            var places = Places(slices, round);
            for (var i = 0; i < columns.Rows; i++)
            {
                long Of(string name) => columns.Values<long>(name)[i];
                extents[places[(columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i])]] = new HistogramExtent(
                    (long)columns.Values<ulong>("points")[i], (long)columns.Values<ulong>("bytes")[i],
                    Of("first_step"), Of("last_step"), Of("first_ts"), Of("last_ts"));
            }
        }

        return extents;
    }

    /// <summary>The histograms between the ends of the grid, by slice and step.</summary>
    /// <param name="perBucket">Of each slice, at most so many from a bucket: the first.</param>
    public async Task<IReadOnlyList<HistogramAt>> ReadAsync(
        IReadOnlyList<HistogramSlice> slices, BucketAxis axis, bool isLogarithmic, BucketGrid grid, long perBucket,
        CancellationToken cancellationToken)
    {
        var found = new List<HistogramAt>();
        foreach (var round in SliceSql.Rounds([.. slices.Select(slice => slice.Slice)]))
        {
            var sql = new SqlText();
            SeriesSlice[] these = [.. round.Select(place => slices[place].Slice)];
            var x = X(sql, axis, isLogarithmic, these, [.. round.Select(place => slices[place].OriginMillis)]);
            var from = sql.Bind(grid.From);
            var bucket = grid.Width > 0 ? $", ceil((x - {from}) / {sql.Bind(grid.Width)})" : "";
            var columns = await Queries.RunAsync(
                store,
                $"""
                SELECT run, series, {x} AS x, density, edges, values FROM histograms
                WHERE {SliceSql.Condition(sql, these)} AND x >= {from} AND x <= {sql.Bind(grid.To)}
                ORDER BY run, series, step LIMIT {sql.Bind(perBucket)} BY run, series{bucket}
                """,
                sql.Arguments, cancellationToken);
            var places = Places(slices, round);
            for (var i = 0; i < columns.Rows; i++)
            {
                found.Add(new HistogramAt(
                    places[(columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i])],
                    columns.Values<double>("x")[i], columns.Values<byte>("density")[i] != 0,
                    columns.Arrays<double>("edges")[i].ToArray(), columns.Arrays<double>("values")[i].ToArray()));
            }
        }

        return found;
    }

    static Dictionary<(ulong, uint), int> Places(IReadOnlyList<HistogramSlice> slices, List<int> round) =>
        round.ToDictionary(place => (slices[place].Slice.Run, slices[place].Slice.Series));

    static string X(SqlText sql, BucketAxis axis, bool isLogarithmic, SeriesSlice[] slices, long[] origins)
    {
        var (key, keys) = SliceSql.Keys(sql, slices);
        var x = axis switch
        {
            BucketAxis.Steps => StepSql.Number,
            BucketAxis.EpochMillis => "toFloat64(ts)",
            BucketAxis.RelativeTime => $"toFloat64(ts - {SliceSql.Lookup(key, keys, sql.Bind(origins))})",
            _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "Histograms have no such axis."),
        };
        return isLogarithmic ? $"log({x})" : x;
    }
}
