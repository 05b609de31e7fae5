using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace NeptuneAlt.Server.Api.Http;

/// <summary>Writes a protobuf answer field by field, so that no message has to hold all of it.</summary>
sealed class ProtoWriter(PipeWriter output)
{
    public const string ContentType = "application/x-protobuf";

    const int FlushBytes = 1 << 16;
    const int VarintBytesMax = 10;
    const int LengthDelimited = 2;

    long _unflushed;

    /// <summary>Starts a protobuf answer.</summary>
    public static ProtoWriter Begin(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        return new ProtoWriter(context.Response.BodyWriter);
    }

    public void Varint(int field, ulong value)
    {
        Raw((ulong)field << 3);
        Raw(value);
    }

    /// <summary>The fields of the answer itself that <paramref name="message"/> has.</summary>
    public void Fields(IMessage message)
    {
        var size = message.CalculateSize();
        message.WriteTo(Room(size)[..size]);
        Advance(size);
    }

    public void Message(int field, IMessage message)
    {
        var size = message.CalculateSize();
        Header(field, size);
        message.WriteTo(output);
        _unflushed += size;
    }

    /// <summary>Announces a nested message or a text of this many bytes, which the caller writes next.</summary>
    public void Header(int field, int bytes)
    {
        Raw(((ulong)field << 3) | LengthDelimited);
        Raw((ulong)bytes);
    }

    /// <summary>Room for bytes that the caller fills and then hands over with <see cref="Advance"/>.</summary>
    public Span<byte> Room(int bytes) => output.GetSpan(bytes);

    public void Advance(int bytes)
    {
        output.Advance(bytes);
        _unflushed += bytes;
    }

    /// <summary>Sends what has been written, once it is enough to be worth it.</summary>
    public async ValueTask FlushIfFullAsync(CancellationToken cancellationToken)
    {
        if (_unflushed < FlushBytes) return;

        _unflushed = 0;
        await output.FlushAsync(cancellationToken);
    }

    public static int VarintSize(ulong value) => CodedOutputStream.ComputeUInt64Size(value);

    /// <returns>How many bytes were written.</returns>
    public static int Varint(Span<byte> target, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7) target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    /// <summary>A double with its one-byte tag.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Double(Span<byte> target, int field, double value)
    {
        target[0] = (byte)((field << 3) | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(target[1..], value);
        return 1 + sizeof(double);
    }

    void Raw(ulong value) => Advance(Varint(output.GetSpan(VarintBytesMax), value));
}
