using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using NeptuneAlt.Query;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>
/// The lines of a chart as columns that a browser reads in place. First four bytes, how long the head is; the head, JSON
/// filled up with spaces so that what follows starts at a multiple of eight: <c>{"columns": […], "grid": {"from", "width"},
/// "series": [{"customId", "length"}]}</c>; then, for each series, its columns one after another as doubles. All numbers are
/// little-endian; a figure that a bucket lacks is NaN. The last two columns are there only if a line has previews. The grid
/// says where bucket 0 ends and how wide the others are, on a logarithmic axis in logarithms.
/// </summary>
static class ChartColumns
{
    public const string ContentType = "application/vnd.neptunealt.columns";
    const int Alignment = sizeof(double);
    const int LengthBytes = 4;

    static readonly string[] Names = ["x", "xTo", "mean", "first", "last", "min", "max", "count", "nan", "posInf", "negInf"];
    static readonly string[] NamesWithPreviews = [.. Names, "previews", "completion"];

    public static byte[] Of(IReadOnlyList<string> ids, BucketChart chart, bool isLogarithmic)
    {
        var names = chart.Lines.Any(line => line.Any(bucket => bucket.Previews > 0)) ? NamesWithPreviews : Names;
        var head = JsonSerializer.SerializeToUtf8Bytes(new
        {
            columns = names,
            grid = new { from = chart.Grid.From, width = chart.Grid.Width },
            series = ids.Select((customId, i) => new { customId, length = chart.Lines[i].Count }),
        });
        var start = (LengthBytes + head.Length + Alignment - 1) / Alignment * Alignment;
        var buckets = chart.Lines.Sum(line => line.Count);
        var answer = new byte[start + buckets * names.Length * sizeof(double)];
        BinaryPrimitives.WriteInt32LittleEndian(answer, start - LengthBytes);
        head.CopyTo(answer, LengthBytes);
        answer.AsSpan(LengthBytes + head.Length, start - LengthBytes - head.Length).Fill((byte)' ');

        var values = MemoryMarshal.Cast<byte, double>(answer.AsSpan(start));
        foreach (var line in chart.Lines)
        {
            for (var row = 0; row < line.Count; row++) Write(values[row..], line.Count, line[row], chart.Grid, isLogarithmic);
            if (names == NamesWithPreviews) WritePreviews(values[(line.Count * Names.Length)..], line);
            values = values[(line.Count * names.Length)..];
        }

        if (!BitConverter.IsLittleEndian) Reverse(answer.AsSpan(start));
        return answer;
    }

    /// <param name="values">From the bucket's place in the first column on.</param>
    static void Write(Span<double> values, int rows, Bucket bucket, BucketGrid grid, bool isLogarithmic)
    {
        double Along(double x) => isLogarithmic ? Math.Exp(x) : x;
        var isSome = bucket.Finite > 0;
        values[0] = Along(isSome ? bucket.FirstX : Edge(bucket, grid));
        values[rows] = Along(isSome ? bucket.LastX : Edge(bucket, grid));
        values[rows * 2] = isSome ? bucket.Sum / bucket.Finite : double.NaN;
        values[rows * 3] = isSome ? bucket.FirstY : double.NaN;
        values[rows * 4] = isSome ? bucket.LastY : double.NaN;
        values[rows * 5] = isSome ? bucket.Min : double.NaN;
        values[rows * 6] = isSome ? bucket.Max : double.NaN;
        values[rows * 7] = bucket.Finite;
        values[rows * 8] = bucket.NaN;
        values[rows * 9] = bucket.PositiveInfinity;
        values[rows * 10] = bucket.NegativeInfinity;
    }

    /// <param name="values">From the first of the two columns on.</param>
    static void WritePreviews(Span<double> values, IReadOnlyList<Bucket> line)
    {
        for (var row = 0; row < line.Count; row++)
            (values[row], values[line.Count + row]) = (line[row].Previews, line[row].Completion);
    }

    /// <summary>Where a bucket without finite points is marked.</summary>
    public static double Edge(Bucket bucket, BucketGrid grid) =>
        double.IsFinite(grid.LowerEdge(bucket.Index)) ? grid.LowerEdge(bucket.Index) : grid.From;

    static void Reverse(Span<byte> doubles)
    {
        for (var at = 0; at < doubles.Length; at += sizeof(double)) doubles.Slice(at, sizeof(double)).Reverse();
    }
}
