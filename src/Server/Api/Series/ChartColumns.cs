using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// The lines of a chart as columns that a browser reads in place. First four bytes, how long the head is; the head,
/// JSON filled up with spaces so that what follows starts at a multiple of eight: <c>{"columns": […], "grid": {"from",
/// "width"}, "series": [{"customId", "length"}]}</c>; then, for each series, its columns one after another as doubles.
/// All numbers are little-endian; a figure that a bucket lacks is NaN. Steps are there unless they are the x,
/// deviations if they were asked for, and previews only if a line has some. The grid says where bucket 0 ends and how wide the others
/// are, on a logarithmic axis in logarithms.
/// </summary>
static class ChartColumns
{
    public const string ContentType = "application/vnd.neptunealt.columns";
    const int Alignment = sizeof(double);
    const int LengthBytes = 4;

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    static readonly Column[] Figures =
    [
        Finite("mean", bucket => bucket.Mean), Finite("first", bucket => bucket.FirstY),
        Finite("last", bucket => bucket.LastY), Finite("min", bucket => bucket.Min), Finite("max", bucket => bucket.Max),
        new("count", bucket => bucket.Finite), new("nan", bucket => bucket.NaN),
        new("posInf", bucket => bucket.PositiveInfinity), new("negInf", bucket => bucket.NegativeInfinity),
    ];

    static readonly Column[] Deviations = [Finite("std", bucket => bucket.Std)];

    static readonly Column[] Steps =
    [
        Finite("step", bucket => new Step(bucket.FirstStep).ToDouble()),
        Finite("stepTo", bucket => new Step(bucket.LastStep).ToDouble()),
    ];

    static readonly Column[] Previews =
    [
        new("previews", bucket => bucket.Previews), new("completion", bucket => bucket.Completion),
    ];

    public static byte[] Of(IReadOnlyList<string> ids, BucketChart chart, BucketView view)
    {
        Column[] columns =
        [
            .. Places(chart.Grid, view.IsLogarithmic), .. Figures, .. view.WithDeviations ? Deviations : [],
            .. view.Axis == BucketAxis.Steps ? [] : Steps,
            .. chart.Lines.Any(line => line.Any(bucket => bucket.Previews > 0)) ? Previews : [],
        ];
        var head = JsonSerializer.SerializeToUtf8Bytes(new
        {
            columns = columns.Select(column => column.Name),
            grid = new { from = chart.Grid.From, width = chart.Grid.Width },
            series = ids.Select((customId, i) => new ColumnsSeries(
                customId, chart.Lines[i].Count, chart.Firsts.TryGetValue(i, out var first) ? first : null,
                chart.Missing.TryGetValue(i, out var why) ? MissingResponse.Of(why) : null)),
        }, Options);
        var start = (LengthBytes + head.Length + Alignment - 1) / Alignment * Alignment;
        var buckets = chart.Lines.Sum(line => line.Count);
        var answer = new byte[start + buckets * columns.Length * sizeof(double)];
        BinaryPrimitives.WriteInt32LittleEndian(answer, start - LengthBytes);
        head.CopyTo(answer, LengthBytes);
        answer.AsSpan(LengthBytes + head.Length, start - LengthBytes - head.Length).Fill((byte)' ');

        var values = MemoryMarshal.Cast<byte, double>(answer.AsSpan(start));
        foreach (var line in chart.Lines)
        {
            foreach (var column in columns)
            {
                for (var row = 0; row < line.Count; row++) values[row] = column.Value(line[row]);
                values = values[line.Count..];
            }
        }

        if (!BitConverter.IsLittleEndian) Reverse(answer.AsSpan(start));
        return answer;
    }

    static Column[] Places(BucketGrid grid, bool isLogarithmic)
    {
        double Along(double x) => isLogarithmic ? Math.Exp(x) : x;
        return
        [
            new("x", bucket => Along(bucket.Finite > 0 ? bucket.FirstX : Middle(bucket, grid))),
            new("xTo", bucket => Along(bucket.Finite > 0 ? bucket.LastX : Middle(bucket, grid))),
        ];
    }

    /// <summary>A figure of finite points.</summary>
    static Column Finite(string name, Func<Bucket, double> value) =>
        new(name, bucket => bucket.Finite > 0 ? value(bucket) : double.NaN);

    /// <summary>
    /// The x of the mark for a bucket without finite points: its middle, if it has one. The first bucket ends at
    /// <see cref="BucketGrid.From"/>, and the others do not begin before that.
    /// </summary>
    public static double Middle(Bucket bucket, BucketGrid grid) =>
        bucket.Index == 0 ? grid.From : grid.LowerEdge(bucket.Index) + (grid.Width / 2);

    static void Reverse(Span<byte> doubles)
    {
        for (var at = 0; at < doubles.Length; at += sizeof(double)) doubles.Slice(at, sizeof(double)).Reverse();
    }

    /// <param name="Baseline">What a normalized line was divided by.</param>
    /// <param name="Missing">Why the line is empty.</param>
    sealed record ColumnsSeries(string CustomId, int Length, double? Baseline, MissingResponse? Missing);

    sealed record Column(string Name, Func<Bucket, double> Value);
}
