using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Reads the points of string, histogram and file series.</summary>
public sealed class ObjectReads(ClickHouse store)
{
    /// <summary>Which steps each slice has, and how much lies at each: so that a page can be cut before it is read.
    /// </summary>
    /// <param name="type">Of all the slices.</param>
    /// <param name="limit">Most steps of each slice.</param>
    public async Task<IReadOnlyList<StepExtent>[]> ExtentsAsync(
        AttributeType type, IReadOnlyList<SeriesSlice> slices, bool isDescending, long limit,
        CancellationToken cancellationToken)
    {
        var extents = new List<StepExtent>[slices.Count];
        for (var i = 0; i < extents.Length; i++) extents[i] = [];

        var direction = isDescending ? " DESC" : "";
        foreach (var round in SliceSql.Rounds(slices))
        {
            var sql = new SqlText();
            var columns = await Queries.RunAsync(
                store,
                $"""
                SELECT run, series, step, count() AS points, sum({Bytes(type)}) AS bytes FROM {Table(type)}
                WHERE {SliceSql.Condition(sql, [.. round.Select(index => slices[index])])}
                GROUP BY run, series, step
                ORDER BY run, series, step{direction} LIMIT {sql.Bind(limit)} BY run, series
                """,
                sql.Arguments, cancellationToken);
            var numbers = round.ToDictionary(index => (slices[index].Run, slices[index].Series));
            var runs = columns.Values<ulong>("run");
            var series = columns.Values<uint>("series");
            var steps = columns.Values<long>("step");
            var points = columns.Values<ulong>("points");
            var bytes = columns.Values<ulong>("bytes");
            for (var i = 0; i < columns.Rows; i++)
                extents[numbers[(runs[i], series[i])]].Add(new StepExtent(steps[i], (long)points[i], (long)bytes[i]));
        }

        return extents;
    }

    /// <summary>All points of the slices, in order of step; files of one step in the order in which they came.</summary>
    public async Task<IReadOnlyList<ObjectPoint>[]> PointsAsync(
        AttributeType type, IReadOnlyList<SeriesSlice> slices, CancellationToken cancellationToken)
    {
        var points = new List<ObjectPoint>[slices.Count];
        for (var i = 0; i < points.Length; i++) points[i] = [];

        foreach (var round in SliceSql.Rounds(slices))
        {
            var sql = new SqlText();
            var order = type == AttributeType.FileRefSeries ? "step, off, seq" : "step";
            var columns = await Queries.RunAsync(
                store,
                $"""
                SELECT run, series, step, ts, {Fields(type)} FROM {Table(type)}
                WHERE {SliceSql.Condition(sql, [.. round.Select(index => slices[index])])}
                ORDER BY run, series, {order}
                """,
                sql.Arguments, cancellationToken);
            var numbers = round.ToDictionary(index => (slices[index].Run, slices[index].Series));
            for (var i = 0; i < columns.Rows; i++)
            {
                var slice = numbers[(columns.Values<ulong>("run")[i], columns.Values<uint>("series")[i])];
                points[slice].Add(new ObjectPoint(
                    new Step(columns.Values<long>("step")[i]), columns.Values<long>("ts")[i], Object(type, columns, i)));
            }
        }

        return points;
    }

    static SeriesObject Object(AttributeType type, Columns columns, int row) => type switch
    {
        AttributeType.StringSeries => new SeriesObject.Text(columns.Strings("value").Text(row)),
        AttributeType.HistogramSeries => new SeriesObject.Histogram(
            columns.Values<byte>("density")[row] != 0,
            columns.Arrays<double>("edges")[row].ToArray(), columns.Arrays<double>("values")[row].ToArray()),
        _ => new SeriesObject.File(
            columns.Strings("path").Text(row), columns.Values<long>("size")[row], columns.Strings("mime").Text(row)),
    };

    static string Table(AttributeType type) => type switch
    {
        AttributeType.StringSeries => "strings",
        AttributeType.HistogramSeries => "histograms",
        AttributeType.FileRefSeries => "files",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Its points are no objects."),
    };

    static string Fields(AttributeType type) => type switch
    {
        AttributeType.StringSeries => "value",
        AttributeType.HistogramSeries => "density, edges, values",
        _ => "path, size, mime",
    };

    static string Bytes(AttributeType type) => type switch
    {
        AttributeType.StringSeries => "length(value)",
        AttributeType.HistogramSeries => "16 * length(edges)",
        _ => "length(path)",
    };
}

/// <param name="Step">In micro-steps.</param>
/// <param name="Points">How many lie there: more than one only in file series.</param>
public readonly record struct StepExtent(long Step, long Points, long Bytes);

/// <param name="Timestamp">Milliseconds since 1970.</param>
public readonly record struct ObjectPoint(Step Step, long Timestamp, SeriesObject Object);

/// <summary>What a point of a series may hold, other than a number.</summary>
public abstract record SeriesObject
{
    SeriesObject() { }

    public sealed record Text(string Value) : SeriesObject;

    /// <param name="IsDensity">The values are densities, else counts.</param>
    public sealed record Histogram(
        bool IsDensity, IReadOnlyList<double> Edges, IReadOnlyList<double> Values) : SeriesObject;

    public sealed record File(string Path, long Size, string Mime) : SeriesObject;
}
