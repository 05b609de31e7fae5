using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Sums up points in buckets along an x axis, in the store.</summary>
public sealed class BucketReads(ClickHouse store)
{
    /// <summary>The least and the greatest x of all points, finite or not; <c>null</c> if there is no point.</summary>
    public async Task<(double From, double To)?> RangeAsync(
        BucketShape shape, IReadOnlyList<BucketLine> lines, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var source = new BucketSourceSql(sql, shape, lines);
        if (source.IsEmpty) return null;

        var columns = await Queries.RunAsync(
            store,
            $"SELECT min(x) AS low, max(x) AS high, count() AS points FROM ({source.Points(withValues: false)})",
            sql.Arguments, cancellationToken);
        return columns.Values<ulong>("points")[0] == 0
            ? null
            : (columns.Values<double>("low")[0], columns.Values<double>("high")[0]);
    }

    /// <summary>The buckets that have points. There may be several of one line and index, to be put together.</summary>
    public async Task<IReadOnlyList<Bucket>> ReadAsync(
        BucketShape shape, IReadOnlyList<BucketLine> lines, BucketGrid grid, CancellationToken cancellationToken)
    {
        var buckets = await ReadAsync(shape, lines, grid, isLarge: false, cancellationToken);
        return SumSql.HasOverflow(buckets)
            ? SumSql.Joined(buckets, await ReadAsync(shape, lines, grid, isLarge: true, cancellationToken))
            : buckets;
    }

    async Task<Bucket[]> ReadAsync(
        BucketShape shape, IReadOnlyList<BucketLine> lines, BucketGrid grid, bool isLarge,
        CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        if (PlainBucketSql.Of(sql, shape, lines) is { } plain)
        {
            var statement = plain.Statement(grid, isLarge);
            return plain.Read(await Queries.RunAsync(store, statement, sql.Arguments, cancellationToken), isLarge);
        }

        var source = new BucketSourceSql(sql, shape, lines);
        if (source.IsEmpty) return [];

        var columns = await Queries.RunAsync(store, Statement(sql, source, shape, grid, isLarge), sql.Arguments, cancellationToken);
        return Read(columns, source.HasPreviews, shape.WithDeviations, isLarge);
    }

    /// <summary>The points of one line, its series as they are, whose x is within reach of an edge; lowest step
    /// first.</summary>
    /// <param name="line">Without previews; no series twice. The place of each range is its index.</param>
    /// <param name="axis">Not a custom one.</param>
    /// <returns><c>null</c> if there are more than the maximum.</returns>
    public async Task<FloatPoints?> AroundEdgesAsync(
        BucketLine line, BucketAxis axis, bool isLogarithmic, BucketGrid grid, double reach, long limit,
        CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var shape = new BucketShape(axis, isLogarithmic);
        if (PlainBucketSql.Of(sql, shape, [line]) is not { } plain) return null;

        var columns = await Queries.RunAsync(
            store, plain.AroundEdges(grid, reach, limit + 1), sql.Arguments, cancellationToken);
        if (columns.Rows > limit) return null;

        var slices = line.Points;
        var points = new FloatPoints(slices.Count);
        points.Take(columns, slices, Enumerable.Range(0, slices.Count));
        return points;
    }

    /// <summary>
    /// The bucket of an x. The quotient may round to the wrong side of an edge, so the edges themselves decide.
    /// </summary>
    /// <param name="near">The bucket by the quotient.</param>
    internal static string Index(string x, string near, string from, string width, string last) =>
        $"multiIf({near} > 0 AND {x} <= {from} + {width} * ({near} - 1), {near} - 1, "
        + $"{near} < {last} AND {x} > {from} + {width} * {near}, {near} + 1, {near})";

    static string Statement(SqlText sql, BucketSourceSql source, BucketShape shape, BucketGrid grid, bool isLarge)
    {
        var from = sql.Bind(grid.From);
        var isPoint = grid.From == grid.To;
        var width = sql.Bind(isPoint ? 1 : grid.Width);
        var last = isPoint ? "0" : sql.Bind((long)grid.Count);

        var index = isPoint ? "toInt64(0)" : Index("x", "near", from, width, last);
        var previews = source.HasPreviews
            ? $", countIf(completion < {BucketSourceSql.Committed}) AS previews, least(min(completion), 1) AS least_completion"
            : "";
        var squares = shape.WithDeviations ? $", {SumSql.DeviationsOf("y", "is_finite")} AS m2" : "";
        return $"""
            SELECT line, {index} AS bucket,
                sum(is_finite) AS finite, countIf(isNaN(y)) AS nan_count,
                countIf(y = inf) AS positive, countIf(y = -inf) AS negative,
                argMinIf(x, step, is_finite) AS first_x, argMinIf(y, step, is_finite) AS first_y,
                argMaxIf(x, step, is_finite) AS last_x, argMaxIf(y, step, is_finite) AS last_y,
                minIf(step, is_finite) AS first_step, maxIf(step, is_finite) AS last_step,
                minIf(y, is_finite) AS low, maxIf(y, is_finite) AS high, {SumSql.Of("y", isLarge, "is_finite")} AS total{squares}{previews}
            FROM
            (
                SELECT line, step, x, y, {(source.HasPreviews ? "completion, " : "")}isFinite(y) AS is_finite,
                    toInt64(least(greatest(ceil((x - {from}) / {width}), 0), toFloat64({last}))) AS near
                FROM ({source.Points(withValues: true)})
                {(isPoint ? $"WHERE x >= {from}" : "")}
            )
            GROUP BY line, bucket
            """;
    }

    static Bucket[] Read(Columns columns, bool hasPreviews, bool withDeviations, bool isLarge)
    {
        var line = columns.Values<uint>("line");
        var index = columns.Values<long>("bucket");
        var finite = columns.Values<ulong>("finite");
        var nan = columns.Values<ulong>("nan_count");
        var positive = columns.Values<ulong>("positive");
        var negative = columns.Values<ulong>("negative");
        var firstX = columns.Values<double>("first_x");
        var firstY = columns.Values<double>("first_y");
        var lastX = columns.Values<double>("last_x");
        var lastY = columns.Values<double>("last_y");
        var low = columns.Values<double>("low");
        var high = columns.Values<double>("high");
        var total = columns.Values<double>("total");
        var firstStep = columns.Values<long>("first_step");
        var lastStep = columns.Values<long>("last_step");
        var squares = withDeviations ? columns.Values<double>("m2") : default;
        var previews = hasPreviews ? columns.Values<ulong>("previews") : default;
        var completion = hasPreviews ? columns.Values<float>("least_completion") : default;

        var buckets = new Bucket[columns.Rows];
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = new Bucket(
                (int)line[i], index[i], (long)finite[i], (long)nan[i], (long)positive[i], (long)negative[i],
                firstX[i], firstY[i], lastX[i], lastY[i], low[i], high[i],
                new FiniteSum(total[i], isLarge), firstStep[i], lastStep[i],
                hasPreviews ? (long)previews[i] : 0, hasPreviews ? completion[i] : 1)
            {
                SquaredDeviations = squares.IsEmpty ? double.NaN : SumSql.Deviations(squares[i]),
            };
        }

        return buckets;
    }
}
