using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Rollups;

/// <summary>Writes and reads the table <c>rollups</c>.</summary>
public sealed class RollupTable(ClickHouse store)
{
    const int RowsMax = 1_000_000;

    /// <summary>Stores rows; each million of them is stored as a whole or not at all.</summary>
    /// <param name="isAgain">Whether the very same rows may have been stored before, and others since: the store is not to take
    /// them for a retry, which it would ignore.</param>
    public async Task InsertAsync(IReadOnlyList<RollupRow> rows, bool isAgain, CancellationToken cancellationToken)
    {
        for (var from = 0; from < rows.Count; from += RowsMax)
        {
            using var block = Block([.. rows.Skip(from).Take(RowsMax)]);
            await store.InsertAsync("chunks", block, isAgain ? Guid.NewGuid().ToString() : null, cancellationToken);
        }
    }

    /// <summary>The last step, in micro-steps, that each of the series has rollups for, and how many of level
    /// 2.</summary>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), (long LastStep, uint Count)>> EndsAsync(
        IReadOnlyCollection<(ulong Run, uint Series)> series, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var columns = await store.QueryAsync(
            $"""
            SELECT run, series, max(last_step) AS last, max(idx) + 1 AS count FROM chunks
            WHERE {SliceSql.Series(sql, series)} AND level = 2 GROUP BY run, series
            """,
            sql.Arguments, cancellationToken);
        var ends = new Dictionary<(ulong, uint), (long, uint)>();
        for (var i = 0; i < columns.Rows; i++)
            ends[(columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i])] =
                (columns.Values<long>("last")[i], (uint)columns.Values<ulong>("count")[i]);
        return ends;
    }

    /// <summary>Stretches of series whose rollups lack their deviations, because they were made before these were counted.
    /// </summary>
    /// <param name="behind">The last stretch that is known already; <c>null</c>: from the first on.</param>
    public async Task<IReadOnlyList<RollupStretch>> WithoutDeviationsAsync(
        RollupStretch? behind, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var rest = behind is { } last
            ? $"AND (run, series, intDiv(idx, {RollupStretch.CountMax})) > ({sql.Bind(last.Run)}, {sql.Bind(last.Series)}, {sql.Bind((long)last.First / RollupStretch.CountMax)}) "
                + $"AND run >= {sql.Bind(last.Run)}"
            : "";
        var columns = await store.QueryAsync(
            $"""
            SELECT run, series, intDiv(idx, {RollupStretch.CountMax}) AS part, min(idx) AS first, max(idx) AS last,
                min(first_step) AS from_step, max(last_step) AS to_step
            FROM chunks FINAL WHERE level = 2 AND isNaN(m2) {rest}
            GROUP BY run, series, part ORDER BY run, series, part LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows).Select(i => new RollupStretch(
            columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i], columns.Values<uint>("first")[i],
            columns.Values<uint>("last")[i], columns.Values<long>("from_step")[i], columns.Values<long>("to_step")[i]))];
    }

    /// <summary>The points after an end, by series and step, block by block as the store reads them.</summary>
    /// <param name="slices">At least one, no series twice. Their steps should be similar, or more is read than
    /// returned.</param>
    public IAsyncEnumerable<Columns> PointsAsync(
        IReadOnlyCollection<SeriesSlice> slices, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        return store.StreamAsync(
            $"""
            SELECT run, series, step, ts, value FROM points WHERE {SliceSql.Condition(sql, slices)}
            ORDER BY run, series, step LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
    }

    /// <summary>Rollups of one level that touch the slices, in the order of steps, by series.</summary>
    /// <param name="slices">At least one. The stretch between the least and the greatest step of all is read.</param>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>>> ReadAsync(
        IReadOnlyCollection<SeriesSlice> slices, int level, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        (ulong, uint)[] series = [.. slices.Select(slice => (slice.Run, slice.Series)).Distinct()];
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT * FROM chunks
            WHERE {SliceSql.Series(sql, series)} AND level = {sql.Bind((long)level)}
              AND last_step > {sql.Bind(slices.Min(slice => slice.After))}
              AND first_step <= {sql.Bind(slices.Max(slice => slice.To))}
            ORDER BY run, series, level, idx
            """,
            sql.Arguments, cancellationToken);
        return BySeries(columns, level);
    }

    /// <summary>Rollups of one level from an index on, in the order of steps, by series.</summary>
    /// <param name="series">At least one.</param>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>>> ReadBehindAsync(
        IReadOnlyCollection<(ulong Run, uint Series, uint Index)> series, int level, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var lowest = series.Min(one => one.Index);
        var condition = $"{SliceSql.Series(sql, [.. series.Select(one => (one.Run, one.Series))])} "
            + $"AND level = {sql.Bind((long)level)} AND idx >= {sql.Bind(lowest)}";
        if (series.Any(one => one.Index > lowest))
        {
            var (key, keys) = SliceSql.Keys(sql, [.. series.Select(one => new SeriesSlice(one.Run, one.Series, 0, 1))]);
            var indices = sql.Bind([.. series.Select(one => (long)one.Index)]);
            condition += $" AND idx >= {SliceSql.Lookup(key, keys, indices)}";
        }

        var columns = await Queries.RunAsync(
            store, $"SELECT * FROM chunks WHERE {condition} ORDER BY run, series, level, idx", sql.Arguments,
            cancellationToken);
        return BySeries(columns, level);
    }

    /// <summary>
    /// Sums up points that lie in cells of equal width on the axis of steps; they are rollups of no level, not stored.
    /// </summary>
    /// <param name="slices">At least one, no series twice.</param>
    /// <param name="width">In micro-steps.</param>
    /// <param name="withDeviations">Whether these are wanted, which costs more.</param>
    /// <returns>By series, in the order of steps.</returns>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), List<Rollup>>> CellsAsync(
        IReadOnlyCollection<SeriesSlice> slices, long width, bool withDeviations, CancellationToken cancellationToken)
    {
        var columns = await CellsAsync(slices, width, isLarge: false, withDeviations, cancellationToken);
        var cells = Cells(columns, isLarge: false, withDeviations);
        if (!HasOverflow(columns)) return cells;

        // Small values are lost in large units: where the plain sum is in range, it stays.
        var large = Cells(
            await CellsAsync(slices, width, isLarge: true, withDeviations, cancellationToken), isLarge: true, withDeviations);
        foreach (var (series, list) in large)
            for (var i = 0; cells.TryGetValue(series, out var plain) && i < Math.Min(list.Count, plain.Count); i++)
                if (plain[i].Finite == list[i].Finite && plain[i].FirstStep == list[i].FirstStep
                    && double.IsFinite(plain[i].Sum.Units)) list[i] = list[i] with { Sum = plain[i].Sum };
        return large;
    }

    Task<Columns> CellsAsync(
        IReadOnlyCollection<SeriesSlice> slices, long width, bool isLarge, bool withDeviations,
        CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var squares = withDeviations ? $", {SumSql.DeviationsOf("value")} AS m2" : "";
        // Grouped by kind of value too, each figure is a bare aggregate.
        return Queries.RunAsync(
            store,
            $"""
            SELECT run, series, intDiv(step, {sql.Bind(width)}) AS cell,
                multiIf(isFinite(value), 0, isNaN(value), 1, value > 0, 2, 3) AS kind, count() AS points,
                min(step) AS first_step, max(step) AS last_step, argMin(ts, step) AS first_ts, argMax(ts, step) AS last_ts,
                argMin(value, step) AS first_value, argMax(value, step) AS last_value,
                min(value) AS low, max(value) AS high, {SumSql.Of("value", isLarge)} AS total{squares}
            FROM points WHERE {SliceSql.Condition(sql, slices)}
            GROUP BY run, series, cell, kind ORDER BY run, series, cell
            """,
            sql.Arguments, cancellationToken);
    }

    /// <summary>Whether a sum of finite points is beyond the range of doubles.</summary>
    static bool HasOverflow(Columns columns)
    {
        var kind = columns.Values<byte>("kind");
        var total = columns.Values<double>("total");
        for (var i = 0; i < columns.Rows; i++)
            if (kind[i] == 0 && !double.IsFinite(total[i])) return true;
        return false;
    }

    static Dictionary<(ulong Run, uint Series), List<Rollup>> Cells(
        Columns columns, bool isLarge, bool withDeviations)
    {
        var cells = new Dictionary<(ulong, uint), List<Rollup>>();
        var run = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        var cell = columns.Values<long>("cell");
        var reader = new CellColumns(columns, isLarge, withDeviations);
        List<Rollup> list = [];
        for (var i = 0; i < columns.Rows; i++)
        {
            var isSameSeries = i > 0 && run[i] == run[i - 1] && series[i] == series[i - 1];
            if (!isSameSeries) cells[(run[i], series[i])] = list = [];
            if (isSameSeries && cell[i] == cell[i - 1]) list[^1] = list[^1].With(reader[i]);
            else list.Add(reader[i]);
        }

        return cells;
    }

    static Dictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>> BySeries(Columns columns, int level)
    {
        var rollups = new Dictionary<(ulong, uint), IReadOnlyList<RollupRow>>();
        var run = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        var index = columns.Values<uint>("idx");
        var reader = new RollupColumns(columns);
        List<RollupRow> list = [];
        for (var i = 0; i < columns.Rows; i++)
        {
            var isSame = i > 0 && run[i] == run[i - 1] && series[i] == series[i - 1];
            if (!isSame) rollups[(run[i], series[i])] = list = [];

            var row = new RollupRow(run[i], series[i], (byte)level, index[i], reader[i]);
            // A rollup may have been written twice, and no merge dropped one of the two yet: by two owners, or once more with
            // the figure that it lacked.
            if (!isSame || index[i] != index[i - 1]) list.Add(row);
            else if (row.Rollup.HasDeviations) list[^1] = row;
        }

        return rollups;
    }

    static NativeBlock Block(RollupRow[] rows)
    {
        return new NativeBlock()
            .Add("run", Column(row => row.Run)).Add("series", Column(row => row.Series))
            .Add("level", Column(row => row.Level)).Add("idx", Column(row => row.Index))
            .Add("first_step", Column(row => row.Rollup.FirstStep)).Add("last_step", Column(row => row.Rollup.LastStep))
            .Add("first_ts", Column(row => row.Rollup.FirstTime)).Add("last_ts", Column(row => row.Rollup.LastTime))
            .Add("head_step", Column(row => row.Rollup.HeadStep)).Add("tail_step", Column(row => row.Rollup.TailStep))
            .Add("head_ts", Column(row => row.Rollup.HeadTime)).Add("tail_ts", Column(row => row.Rollup.TailTime))
            .Add("head_value", Column(row => row.Rollup.Head)).Add("tail_value", Column(row => row.Rollup.Tail))
            .Add("min_value", Column(row => row.Rollup.Min)).Add("max_value", Column(row => row.Rollup.Max))
            .Add("total", Column(row => row.Rollup.Sum.Units)).Add("m2", Column(row => row.Rollup.SquaredDeviations))
            .Add("large", Column(row => (byte)(row.Rollup.Sum.IsLarge ? 1 : 0))).Add("finite", Column(row => (uint)row.Rollup.Finite))
            .Add("nan", Column(row => (uint)row.Rollup.NaN))
            .Add("positive", Column(row => (uint)row.Rollup.PositiveInfinity))
            .Add("negative", Column(row => (uint)row.Rollup.NegativeInfinity));

        T[] Column<T>(Func<RollupRow, T> value) => Array.ConvertAll(rows, row => value(row));
    }
}
