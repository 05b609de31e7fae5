using System.Buffers.Binary;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Wire;
using Entry = NeptuneAlt.Wire.Api.ProtoFloatSeriesValuesSingleSeriesResponseDTO;
using Point = NeptuneAlt.Wire.Api.ProtoFloatPointValueDTO;
using Values = NeptuneAlt.Wire.Api.ProtoFloatSeriesValuesDTO;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Float points as protobuf, straight from columns: an object a point would cost several times what the bytes do.
/// </summary>
static class FloatSeriesProto
{
    // Tags are of one byte: step and value with eight more, completion with four, a preview's flag with one.
    const int FixedBytes = (2 * (1 + sizeof(double))) + 1 + sizeof(float) + 1;
    const int PreviewBytes = 2;
    const int PointBytesMax = FixedBytes + PreviewBytes + 10 + 2;

    const int PointsAtATime = 1024;

    /// <summary>A <c>ProtoFloatSeriesValuesSingleSeriesResponseDTO</c>.</summary>
    public static async ValueTask WriteEntryAsync(
        ProtoResponse answer, int field, string requestId, IReadOnlyList<PointRange> page)
    {
        var id = Encoding.UTF8.GetBytes(requestId);
        var seriesBytes = SeriesBytes(page);
        answer.Writer.Begin(field, ProtoWriter.BytesFieldSize(id.Length) + ProtoWriter.BytesFieldSize(seriesBytes));
        answer.Writer.BytesField(Entry.RequestIdFieldNumber, id);
        answer.Writer.Begin(Entry.SeriesFieldNumber, seriesBytes);
        await WriteSeriesAsync(answer, page);
    }

    /// <summary>A <c>ProtoFloatSeriesValuesDTO</c>.</summary>
    public static async ValueTask WriteSeriesAsync(ProtoResponse answer, IReadOnlyList<PointRange> page)
    {
        answer.Writer.VarintField(Values.TotalItemCountFieldNumber, Count(page));
        foreach (var range in page)
        {
            for (var place = 0; place < range.Count; place += PointsAtATime)
            {
                WritePoints(answer.Writer, range, place, Math.Min(range.Count, place + PointsAtATime));
                await answer.FlushIfFullAsync();
            }
        }
    }

    static void WritePoints(ProtoWriter writer, PointRange range, int place, int end)
    {
        var steps = range.Points.Steps(range.Slice);
        var timestamps = range.Points.Timestamps(range.Slice);
        var values = range.Points.Values(range.Slice);
        var completion = range.IsPreview ? range.Points.Completion(range.Slice) : default;
        var room = writer.Room((end - place) * PointBytesMax);
        var written = 0;
        for (; place < end; place++)
        {
            var row = range.Start + (range.IsReversed ? range.Count - 1 - place : place);
            var timestamp = (ulong)timestamps[row];
            room[written++] = (Values.ValuesFieldNumber << 3) | 2;
            written += ProtoWriter.Varint(room[written..], (ulong)PointBytes(range, timestamp));

            room[written++] = Point.TimestampMillisFieldNumber << 3;
            written += ProtoWriter.Varint(room[written..], timestamp);
            written += ProtoWriter.Double(room[written..], Point.StepFieldNumber, new Step(steps[row]).ToDouble());
            written += ProtoWriter.Double(room[written..], Point.ValueFieldNumber, values[row]);
            if (range.IsPreview)
            {
                room[written++] = Point.IsPreviewFieldNumber << 3;
                room[written++] = 1;
            }

            room[written++] = (Point.CompletionRatioFieldNumber << 3) | 5;
            BinaryPrimitives.WriteSingleLittleEndian(room[written..], range.IsPreview ? completion[row] : 1);
            written += sizeof(float);
        }

        writer.Advance(written);
    }

    static int SeriesBytes(IReadOnlyList<PointRange> page)
    {
        var bytes = 1 + ProtoWriter.VarintSize(Count(page));
        foreach (var range in page)
        {
            foreach (var timestamp in range.Points.Timestamps(range.Slice).Slice(range.Start, range.Count))
                bytes += ProtoWriter.BytesFieldSize(PointBytes(range, (ulong)timestamp));
        }

        return bytes;
    }

    static int PointBytes(PointRange range, ulong timestamp) =>
        FixedBytes + ProtoWriter.VarintSize(timestamp) + (range.IsPreview ? PreviewBytes : 0);

    static ulong Count(IReadOnlyList<PointRange> page) => (ulong)page.Sum(range => (long)range.Count);
}
