using Google.Protobuf;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// Asks for points of one series of one run to be removed: those whose step and time lie in both ranges, ends included.
/// In the log it is field 100 of a <c>RunOperation</c> without an operation: path = 1, from_step = 2, to_step = 3,
/// from_ms = 4, to_ms = 5.
/// </summary>
/// <param name="FromStep">In micro-steps, as <paramref name="ToStep"/>.</param>
/// <param name="FromMs">In milliseconds since 1970, as <paramref name="ToMs"/>.</param>
public sealed record RemovalRequest(byte[] Path, long FromStep, long ToStep, long FromMs, long ToMs)
{
    const int Field = 100;

    public bool Covers(long step, long time) => step >= FromStep && step <= ToStep && time >= FromMs && time <= ToMs;

    /// <summary>The body of the record that asks for it.</summary>
    public byte[] ToBody(string runId)
    {
        using var inner = new MemoryStream();
        using (var output = new CodedOutputStream(inner, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(Path));
            foreach (var (field, value) in new[] { (2, FromStep), (3, ToStep), (4, FromMs), (5, ToMs) })
            {
                output.WriteTag(field, WireFormat.WireType.Varint);
                output.WriteInt64(value);
            }
        }

        using var outer = new MemoryStream();
        new RunOperation { RunId = runId }.WriteTo(outer);
        using (var output = new CodedOutputStream(outer, leaveOpen: true))
        {
            output.WriteTag(Field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(inner.ToArray()));
        }

        return outer.ToArray();
    }

    /// <returns><c>null</c> if the body asks for no removal.</returns>
    public static RemovalRequest? TryRead(ReadOnlySpan<byte> body)
    {
        var fields = new ProtoReader(body);
        while (fields.Next())
            if (fields.IsBytes(Field)) return Read(fields.Bytes);
        return null;
    }

    static RemovalRequest Read(ReadOnlySpan<byte> message)
    {
        var path = Array.Empty<byte>();
        var ranges = new long[4];
        var fields = new ProtoReader(message);
        while (fields.Next())
            if (fields.IsBytes(1)) path = fields.Bytes.ToArray();
            else if (fields.Field is >= 2 and <= 5 && fields.IsVarint(fields.Field)) ranges[fields.Field - 2] = (long)fields.Number;
        return new RemovalRequest(path, ranges[0], ranges[1], ranges[2], ranges[3]);
    }
}
