using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Reads the points of float series.</summary>
public sealed class FloatReads(ClickHouse store)
{
    /// <summary>Committed points.</summary>
    /// <param name="isDescending">Highest step first.</param>
    /// <param name="limit">Most points of each slice.</param>
    public async Task<FloatPoints> PointsAsync(
        IReadOnlyList<SeriesSlice> slices, bool isDescending, long limit, CancellationToken cancellationToken)
    {
        var direction = isDescending ? " DESC" : "";
        return await InRoundsAsync(
            slices,
            (sql, condition, count) =>
                $"""
                SELECT run, series, step, ts, value FROM points WHERE {condition}
                ORDER BY run{direction}, series{direction}, step{direction}
                LIMIT {sql.Bind(limit)} {(count > 1 ? "BY run, series" : "")}
                """,
            cancellationToken);
    }

    /// <summary>All committed points, lowest step first.</summary>
    /// <param name="withTimes">Without them, a quarter less is read and sent.</param>
    public Task<FloatPoints> AllAsync(
        IReadOnlyList<SeriesSlice> slices, bool withTimes, CancellationToken cancellationToken) => InRoundsAsync(
            slices,
            (_, condition, _) =>
                $"SELECT run, series, step{(withTimes ? ", ts" : "")}, value FROM points WHERE {condition} ORDER BY run, series, step",
            cancellationToken);

    /// <summary>All committed points while they are read, however many: run by run, series by series, lowest step
    /// first.</summary>
    /// <param name="slices">At least one, no series twice, none empty.</param>
    /// <returns>Blocks with the columns <c>run</c>, <c>series</c>, <c>step</c>, <c>ts</c> and <c>value</c>, each valid until
    /// the next one is asked for.</returns>
    public IAsyncEnumerable<Columns> StreamAsync(IReadOnlyList<SeriesSlice> slices, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        return Queries.StreamAsync(
            store,
            $"SELECT run, series, step, ts, value FROM points WHERE {SliceSql.Condition(sql, slices)} ORDER BY run, series, step",
            sql.Arguments, cancellationToken);
    }

    /// <summary>Committed points with their places in the log, lowest step first.</summary>
    /// <returns><c>null</c> if a round has more than the maximum.</returns>
    public async Task<FloatPoints?> FewAsync(
        IReadOnlyList<SeriesSlice> slices, long limit, CancellationToken cancellationToken)
    {
        var points = new FloatPoints(slices.Count);
        foreach (var round in SliceSql.Rounds(slices))
        {
            var sql = new SqlText();
            var condition = SliceSql.Condition(sql, [.. round.Select(index => slices[index])]);
            var columns = await Queries.RunAsync(
                store,
                $"""
                SELECT run, series, step, ts, value, part, off FROM points WHERE {condition}
                ORDER BY run, series, step LIMIT {sql.Bind(limit + 1)}
                """,
                sql.Arguments, cancellationToken);
            if (columns.Rows > limit) return null;

            points.Take(columns, slices, round);
        }

        return points;
    }

    /// <summary>
    /// Committed points from records after an offset, with their places in the log, lowest step first. Parts of the
    /// table that hold only older points are skipped.
    /// </summary>
    /// <param name="slices">At least one, no series twice, none empty. Points before and after a slice may be returned,
    /// too.</param>
    /// <param name="partition">The partition of the log that all the series belong to.</param>
    /// <returns><c>null</c> if there are more than the maximum.</returns>
    public async Task<FloatPoints?> SinceAsync(
        IReadOnlyList<SeriesSlice> slices, ushort partition, ulong offset, long limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var within = SliceSql.Within(sql, slices.Min(slice => slice.After), slices.Max(slice => slice.To));
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT run, series, step, ts, value, part, off FROM points
            WHERE {SliceSql.Series(sql, [.. slices.Select(slice => (slice.Run, slice.Series))])}{within}
              AND part = {sql.Bind((long)partition)} AND off > {sql.Bind(offset)}
            ORDER BY run, series, step LIMIT {sql.Bind(limit + 1)}
            """,
            sql.Arguments, cancellationToken);
        if (columns.Rows > limit) return null;

        var points = new FloatPoints(slices.Count);
        points.Take(columns, slices, Enumerable.Range(0, slices.Count));
        return points;
    }

    /// <summary>Points not yet committed, lowest step first, whether or not they still count.</summary>
    public Task<FloatPoints> PreviewsAsync(IReadOnlyList<SeriesSlice> slices, CancellationToken cancellationToken) =>
        InRoundsAsync(
            slices,
            (_, condition, _) => "SELECT run, series, step, ts, value, completion FROM previews FINAL "
                + $"WHERE {condition} ORDER BY run, series, step",
            cancellationToken);

    /// <summary>The last committed step within each slice, in micro-steps; -1 for a slice without points.</summary>
    public async Task<long[]> LastStepsAsync(
        IReadOnlyList<SeriesSlice> slices, CancellationToken cancellationToken)
    {
        var last = new long[slices.Count];
        Array.Fill(last, -1);
        foreach (var round in SliceSql.Rounds(slices))
        {
            var sql = new SqlText();
            var condition = SliceSql.Condition(sql, [.. round.Select(index => slices[index])]);
            var columns = await Queries.RunAsync(
                store,
                $"SELECT run, series, max(step) AS last FROM points WHERE {condition} GROUP BY run, series",
                sql.Arguments, cancellationToken);
            var numbers = round.ToDictionary(index => (slices[index].Run, slices[index].Series));
            for (var i = 0; i < columns.Rows; i++)
            {
                last[numbers[(columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i])]] =
                    columns.Values<long>("last")[i];
            }
        }

        return last;
    }

    /// <summary>Reads in as many statements as bounds on their length take.</summary>
    /// <param name="statement">From its text, the condition that chooses the slices' rows, and how many slices these are.
    /// </param>
    async Task<FloatPoints> InRoundsAsync(
        IReadOnlyList<SeriesSlice> slices, Func<SqlText, string, int, string> statement, CancellationToken cancellationToken)
    {
        var points = new FloatPoints(slices.Count);
        foreach (var round in SliceSql.Rounds(slices))
        {
            var sql = new SqlText();
            var condition = SliceSql.Condition(sql, [.. round.Select(index => slices[index])]);
            var text = statement(sql, condition, round.Count);
            points.Take(await Queries.RunAsync(store, text, sql.Arguments, cancellationToken), slices, round);
        }

        return points;
    }
}
