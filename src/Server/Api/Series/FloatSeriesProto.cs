using System.Buffers.Binary;
using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Float points as protobuf, straight from columns: an object a point would cost several times what the bytes do. The
/// field numbers are those of <c>neptune_pb/api/v1/model/series_values.proto</c>.
/// </summary>
static class FloatSeriesProto
{
    const int RequestIdField = 1;
    const int EntrySeriesField = 2;

    const int TotalItemCountField = 1;
    const int ValuesField = 2;

    const int TimestampField = 1;
    const int StepField = 2;
    const int ValueField = 3;
    const int IsPreviewField = 4;
    const int CompletionField = 5;

    // Tags are of one byte: step and value with eight more, completion with four, a preview's flag with one.
    const int FixedBytes = (2 * (1 + sizeof(double))) + 1 + sizeof(float) + 1;
    const int PreviewBytes = 2;
    const int PointBytesMax = FixedBytes + PreviewBytes + 10 + 2;

    const int PointsAtATime = 1024;

    /// <summary>A <c>ProtoFloatSeriesValuesSingleSeriesResponseDTO</c>.</summary>
    public static async ValueTask WriteEntryAsync(
        ProtoWriter answer, int field, string requestId, IReadOnlyList<PointStretch> page,
        CancellationToken cancellationToken)
    {
        var idBytes = Encoding.UTF8.GetByteCount(requestId);
        var seriesBytes = SeriesBytes(page);
        answer.Header(field, Nested(idBytes) + Nested(seriesBytes));
        answer.Header(RequestIdField, idBytes);
        answer.Advance(Encoding.UTF8.GetBytes(requestId, answer.Room(Math.Max(1, idBytes))));
        answer.Header(EntrySeriesField, seriesBytes);
        await WriteSeriesAsync(answer, page, cancellationToken);
    }

    /// <summary>A <c>ProtoFloatSeriesValuesDTO</c>.</summary>
    public static async ValueTask WriteSeriesAsync(
        ProtoWriter answer, IReadOnlyList<PointStretch> page, CancellationToken cancellationToken)
    {
        answer.Varint(TotalItemCountField, Count(page));
        foreach (var stretch in page)
        {
            for (var place = 0; place < stretch.Count; place += PointsAtATime)
            {
                WritePoints(answer, stretch, place, Math.Min(stretch.Count, place + PointsAtATime));
                await answer.FlushIfFullAsync(cancellationToken);
            }
        }
    }

    static void WritePoints(ProtoWriter answer, PointStretch stretch, int place, int end)
    {
        var steps = stretch.Points.Steps(stretch.Slice);
        var timestamps = stretch.Points.Timestamps(stretch.Slice);
        var values = stretch.Points.Values(stretch.Slice);
        var completion = stretch.IsPreview ? stretch.Points.Completion(stretch.Slice) : default;
        var room = answer.Room((end - place) * PointBytesMax);
        var written = 0;
        for (; place < end; place++)
        {
            var row = stretch.Start + (stretch.IsReversed ? stretch.Count - 1 - place : place);
            var timestamp = (ulong)timestamps[row];
            room[written++] = (ValuesField << 3) | 2;
            written += ProtoWriter.Varint(room[written..], (ulong)PointBytes(stretch, timestamp));

            room[written++] = TimestampField << 3;
            written += ProtoWriter.Varint(room[written..], timestamp);
            written += ProtoWriter.Double(room[written..], StepField, new Step(steps[row]).ToDouble());
            written += ProtoWriter.Double(room[written..], ValueField, values[row]);
            if (stretch.IsPreview)
            {
                room[written++] = IsPreviewField << 3;
                room[written++] = 1;
            }

            room[written++] = (CompletionField << 3) | 5;
            BinaryPrimitives.WriteSingleLittleEndian(room[written..], stretch.IsPreview ? completion[row] : 1);
            written += sizeof(float);
        }

        answer.Advance(written);
    }

    static int SeriesBytes(IReadOnlyList<PointStretch> page)
    {
        var bytes = 1 + ProtoWriter.VarintSize(Count(page));
        foreach (var stretch in page)
        {
            foreach (var timestamp in stretch.Points.Timestamps(stretch.Slice).Slice(stretch.Start, stretch.Count))
                bytes += Nested(PointBytes(stretch, (ulong)timestamp));
        }

        return bytes;
    }

    static int PointBytes(PointStretch stretch, ulong timestamp) =>
        FixedBytes + ProtoWriter.VarintSize(timestamp) + (stretch.IsPreview ? PreviewBytes : 0);

    /// <summary>Bytes of a nested message with its header, for field numbers below 16.</summary>
    static int Nested(int bytes) => 1 + ProtoWriter.VarintSize((ulong)bytes) + bytes;

    static ulong Count(IReadOnlyList<PointStretch> page) => (ulong)page.Sum(stretch => (long)stretch.Count);
}
