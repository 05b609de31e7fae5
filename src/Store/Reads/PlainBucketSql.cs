using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// Buckets of lines that are one series each, which is what most charts are made of. Points are grouped by series,
/// bucket and kind of value, so that each figure is a bare aggregate: a third of the cost of the general statement.
/// </summary>
sealed class PlainBucketSql
{
    const int Kinds = 4;

    readonly SqlText _sql;
    readonly BucketShape _shape;
    readonly IReadOnlyList<BucketLine> _lines;
    readonly (SeriesSlice Slice, int Line)[] _slices;

    PlainBucketSql(
        SqlText sql, BucketShape shape, IReadOnlyList<BucketLine> lines, (SeriesSlice Slice, int Line)[] slices) =>
        (_sql, _shape, _lines, _slices) = (sql, shape, lines, slices);

    bool IsTimed => _shape.Axis != BucketAxis.Steps;

    /// <returns><c>null</c> if the lines are not so plain: previews, or several of one series.</returns>
    public static PlainBucketSql? Of(SqlText sql, BucketShape shape, IReadOnlyList<BucketLine> lines)
    {
        (SeriesSlice Slice, int Line)[] slices = [.. lines.SelectMany((line, number) =>
            line.Points.Where(slice => !slice.IsEmpty).Select(slice => (slice, number)))];
        var isPlain = slices.Length > 0 && lines.All(line => line.Previews.Count == 0)
            && slices.DistinctBy(one => (one.Slice.Run, one.Slice.Series)).Count() == slices.Length;
        return isPlain ? new PlainBucketSql(sql, shape, lines, slices) : null;
    }

    /// <param name="isLarge">How sums are counted.</param>
    public string Statement(BucketGrid grid, bool isLarge)
    {
        var from = _sql.Bind(grid.From);
        var isPoint = grid.From == grid.To;
        var width = _sql.Bind(isPoint ? 1 : grid.Width);
        var last = isPoint ? "0" : _sql.Bind((long)grid.Count);
        var index = isPoint ? "0" : IsQuotientExact(grid) ? "near" : BucketReads.Index("x", "near", from, width, last);
        // Keys of two bytes need no hashing.
        var key = (grid.Count + 1) * Kinds <= ushort.MaxValue ? "toUInt16" : "toInt64";
        var (run, series) = (_slices[0].Slice.Run, _slices[0].Slice.Series);
        var (isOneRun, isOneSeries) =
            (_slices.All(one => one.Slice.Run == run), _slices.All(one => one.Slice.Series == series));
        var grouped = (isOneRun ? "" : "run, ") + (isOneSeries ? "" : "series, ");
        var times = IsTimed ? ", argMin(ts, step) AS first_ts, argMax(ts, step) AS last_ts" : "";
        var squares = _shape.WithDeviations ? $", {SumSql.DeviationsOf("value")} AS m2" : "";
        var conditions = string.Join(" AND ", new[]
        {
            _shape.IsLogarithmic ? "isFinite(x)" : "", isPoint ? $"x >= {from}" : "",
        }.Where(condition => condition.Length > 0));
        return $"""
            SELECT {(isOneRun ? $"{_sql.Bind(run)} AS run, " : "")}{(isOneSeries ? $"{_sql.Bind(series)} AS series, " : "")}
                {grouped}toInt64(key) AS cell, count() AS points,
                min(value) AS low, max(value) AS high, {SumSql.Of("value", isLarge)} AS total, min(step) AS first_step, max(step) AS last_step,
                argMin(value, step) AS first_y, argMax(value, step) AS last_y{squares}{times}
            FROM
            (
                SELECT {grouped}step, {(IsTimed ? "ts, " : "")}value, {Along(grid)} AS x,
                    toInt64(least(greatest(ceil((x - {from}) / {width}), 0), toFloat64({last}))) AS near,
                    multiIf(isFinite(value), 0, isNaN(value), 1, value > 0, 2, 3) AS kind,
                    {key}({index} * {Kinds} + kind) AS key
                FROM points
                WHERE {SliceSql.Condition(_sql, [.. _slices.Select(one => one.Slice)])}
            )
            {(conditions.Length > 0 ? "WHERE " + conditions : "")}
            GROUP BY {grouped}key
            """;
    }

    /// <summary>
    /// Whether the quotient alone determines the bucket of any point. Steps and times are whole numbers, and the
    /// quotient grows with them: if it is right next to every edge, it is right everywhere.
    /// </summary>
    bool IsQuotientExact(BucketGrid grid)
    {
        // Below this, errors of doubles are far smaller than the whole numbers' distance.
        const double bound = 1L << 48;
        const int beside = 2;
        var unit = IsTimed ? 1 : Step.MicrosPerStep;
        if (_shape.IsLogarithmic || Math.Max(Math.Abs(grid.From), Math.Abs(grid.To)) * unit > bound) return false;

        for (var edge = 0; edge < grid.Count; edge++)
        {
            var at = (long)Math.Floor((grid.From + (grid.Width * edge)) * unit);
            for (var whole = at - beside; whole <= at + beside; whole++)
            {
                var x = (double)whole / unit;
                if (grid.IndexOf(x) != (long)Math.Clamp(Math.Ceiling((x - grid.From) / grid.Width), 0, grid.Count)) return false;
            }
        }

        return true;
    }

    /// <summary>The points whose x is within reach of an edge. Times are read only where the axis is one.</summary>
    public string AroundEdges(BucketGrid grid, double reach, long limit)
    {
        var from = _sql.Bind(grid.From);
        var width = _sql.Bind(grid.Width);
        var edge = $"least(greatest(round((x - {from}) / {width}), 0), {_sql.Bind((double)(grid.Count - 1))})";
        // Edges are sums and products: what lies just beyond the reach is taken too, rather than missed.
        var wide = _sql.Bind(reach + (1e-12 * Math.Max(Math.Abs(grid.From), Math.Abs(grid.To))));
        return $"""
            WITH {Along(grid)} AS x
            SELECT run, series, step, {(IsTimed ? "ts" : "toInt64(0) AS ts")}, value FROM points
            WHERE {SliceSql.Condition(_sql, [.. _slices.Select(one => one.Slice)])}
              AND abs(x - ({from} + {width} * {edge})) <= {wide}
            ORDER BY run, series, step LIMIT {_sql.Bind(limit)}
            """;
    }

    /// <summary>The buckets; finite points and each other kind stand in buckets of their own, to be put
    /// together.</summary>
    public Bucket[] Read(Columns columns, bool isLarge)
    {
        var lines = _slices.ToDictionary(one => (one.Slice.Run, one.Slice.Series), one => one.Line);
        var run = columns.Values<ulong>("run");
        var series = columns.Values<uint>("series");
        var cell = columns.Values<long>("cell");
        var points = columns.Values<ulong>("points");
        var low = columns.Values<double>("low");
        var high = columns.Values<double>("high");
        var total = columns.Values<double>("total");
        var firstStep = columns.Values<long>("first_step");
        var lastStep = columns.Values<long>("last_step");
        var firstY = columns.Values<double>("first_y");
        var lastY = columns.Values<double>("last_y");
        var squares = _shape.WithDeviations ? columns.Values<double>("m2") : default;
        var firstTime = IsTimed ? columns.Values<long>("first_ts") : default;
        var lastTime = IsTimed ? columns.Values<long>("last_ts") : default;

        var buckets = new Bucket[columns.Rows];
        for (var i = 0; i < buckets.Length; i++)
        {
            var line = lines[(run[i], series[i])];
            var count = (long)points[i];
            buckets[i] = (cell[i] % Kinds) switch
            {
                0 => new Bucket(
                    line, cell[i] / Kinds, count, 0, 0, 0,
                    Along(line, firstStep[i], IsTimed ? firstTime[i] : 0), firstY[i],
                    Along(line, lastStep[i], IsTimed ? lastTime[i] : 0), lastY[i],
                    low[i], high[i], new FiniteSum(total[i], isLarge), firstStep[i], lastStep[i])
                {
                    SquaredDeviations = squares.IsEmpty ? double.NaN : SumSql.Deviations(squares[i]),
                },
                1 => new Bucket(line, cell[i] / Kinds, 0, count, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                2 => new Bucket(line, cell[i] / Kinds, 0, 0, count, 0, 0, 0, 0, 0, 0, 0, 0),
                _ => new Bucket(line, cell[i] / Kinds, 0, 0, 0, count, 0, 0, 0, 0, 0, 0, 0),
            };
        }

        return buckets;
    }

    double Along(int line, long step, long time)
    {
        double x = _shape.Axis switch
        {
            BucketAxis.Steps => new Step(step).ToDouble(),
            BucketAxis.EpochMillis => time,
            _ => time - _lines[line].OriginMillis,
        };
        return _shape.IsLogarithmic ? Math.Log(x) : x;
    }

    string Along(BucketGrid grid) => _shape.IsLogarithmic ? $"log(toFloat64({X(grid)}))" : $"toFloat64({X(grid)})";

    string X(BucketGrid grid)
    {
        if (_shape.Axis == BucketAxis.Steps) return _shape.IsLogarithmic ? StepSql.Number : StepSql.NumberUpTo(grid.To);
        if (_shape.Axis == BucketAxis.EpochMillis) return "ts";

        var origins = _slices.Select(one => _lines[one.Line].OriginMillis).ToArray();
        if (origins.Distinct().Count() == 1) return $"ts - {_sql.Bind(origins[0])}";

        var (key, keys) = SliceSql.Keys(_sql, [.. _slices.Select(one => one.Slice)]);
        return $"ts - {SliceSql.Lookup(key, keys, _sql.Bind(origins))}";
    }
}
