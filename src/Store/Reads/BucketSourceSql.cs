using NeptuneAlt.Store.Sql;
namespace NeptuneAlt.Store.Reads;

/// <summary>
/// The points of lines, as a subquery with the columns line, step, x and y, and where there are previews also completion,
/// which is above 1 for a committed point. Rows find their line by looking up their series, which costs a third less than a
/// join; only series that several lines share need one.
/// </summary>
sealed class BucketSourceSql
{
    /// <summary>Stands for the completion of a point that is no preview.</summary>
    public const int Committed = 2;

    readonly SqlText _sql;
    readonly BucketShape _shape;
    readonly IReadOnlyList<BucketLine> _lines;
    readonly (SeriesSlice Slice, long Slot)[] _points;
    readonly (SeriesSlice Slice, long Slot)[] _previews;

    public BucketSourceSql(SqlText sql, BucketShape shape, IReadOnlyList<BucketLine> lines)
    {
        _sql = sql;
        _shape = shape;
        _lines = lines;
        _points = Slots(lines, line => line.Points);
        _previews = Slots(lines, line => line.Previews);
    }

    public bool IsEmpty => _points.Length == 0 && _previews.Length == 0;

    public bool HasPreviews => _previews.Length > 0;

    /// <param name="withValues">Whether y is wanted: without it, less is read.</param>
    public string Points(bool withValues)
    {
        var x = _shape.Axis switch
        {
            BucketAxis.Steps => StepSql.Number,
            BucketAxis.EpochMillis => "toFloat64(row_ts)",
            _ => $"toFloat64(row_ts - {Origin()})",
        };
        if (_shape.IsLogarithmic) x = $"log({x})";

        var rows = string.Join(" UNION ALL ", new[]
        {
            _points.Length == 0 ? "" : Rows("points", _points, HasPreviews ? $", toFloat32({Committed}) AS row_completion" : ""),
            HasPreviews ? Rows("previews FINAL", _previews, ", completion AS row_completion") : "",
        }.Where(table => table.Length > 0));
        var y = withValues ? $", value AS y{(HasPreviews ? ", row_completion AS completion" : "")}" : "";
        return $"SELECT toUInt32(slot) AS line, step, toFloat64({x}) AS x{y} FROM ({rows})"
            + (_shape.IsLogarithmic ? " WHERE isFinite(x)" : "");
    }

    string Origin() => $"transform(line, {_sql.Bind([.. Enumerable.Range(0, _lines.Count).Select(line => (uint)line)])}, "
        + $"{_sql.Bind([.. _lines.Select(line => line.OriginMillis)])}, toInt64(0))";

    string Rows(string table, (SeriesSlice Slice, long Slot)[] slots, string more)
    {
        var slices = slots.Select(slot => slot.Slice).ToArray();
        return slices.DistinctBy(slice => (slice.Run, slice.Series)).Count() == slices.Length
            ? LookedUp(table, slots, slices, more)
            : Joined(table, slots, slices, more);
    }

    string LookedUp(string table, (SeriesSlice Slice, long Slot)[] slots, SeriesSlice[] slices, string more)
    {
        var (key, keys) = SliceSql.Keys(_sql, slices);
        var slot = slots.All(one => one.Slot == slots[0].Slot)
            ? _sql.Bind(slots[0].Slot)
            : SliceSql.Lookup(key, keys, _sql.Bind([.. slots.Select(one => one.Slot)]));
        return $"SELECT {slot} AS slot, step, ts AS row_ts, value{more} FROM {table} WHERE {SliceSql.Condition(_sql, slices)}";
    }

    string Joined(string table, (SeriesSlice Slice, long Slot)[] slots, SeriesSlice[] slices, string more)
    {
        // One slice a series, as wide as all of its uses, lets the primary key skip.
        var hull = slices.GroupBy(slice => (slice.Run, slice.Series)).Select(uses => new SeriesSlice(
            uses.Key.Run, uses.Key.Series, uses.Min(use => use.After), uses.Max(use => use.To))).ToArray();
        var uses = $"arrayJoin(arrayZip({_sql.Bind([.. slices.Select(slice => slice.Run)])}, "
            + $"{_sql.Bind([.. slices.Select(slice => slice.Series)])}, "
            + $"{_sql.Bind([.. slices.Select(slice => slice.After)])}, "
            + $"{_sql.Bind([.. slices.Select(slice => slice.To)])}, {_sql.Bind([.. slots.Select(slot => slot.Slot)])}))";
        return $"""
            SELECT slot, step, ts AS row_ts, value{(more == "" ? "" : ", row_completion")}
            FROM (SELECT run, series, step, ts, value{more} FROM {table} WHERE {SliceSql.Condition(_sql, hull)}) AS point
            INNER JOIN
            (
                SELECT use.1 AS use_run, use.2 AS use_series, use.3 AS low, use.4 AS high, use.5 AS slot
                FROM (SELECT {uses} AS use)
            ) AS uses ON point.run = uses.use_run AND point.series = uses.use_series
            WHERE step > low AND step <= high
            """;
    }

    // The line that a row goes to.
    static (SeriesSlice, long)[] Slots(IReadOnlyList<BucketLine> lines, Func<BucketLine, IReadOnlyList<SeriesSlice>> slices) =>
        [.. lines.SelectMany((line, number) => slices(line).Where(slice => !slice.IsEmpty).Select(slice => (slice, (long)number)))];
}
