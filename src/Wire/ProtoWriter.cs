using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace NeptuneAlt.Wire;

/// <summary>
/// Writes protobuf field by field into a pooled buffer that grows, for messages that would cost too much as objects.
/// Dispose gives the buffer back.
/// </summary>
public sealed class ProtoWriter : IDisposable
{
    const int LengthDelimited = 2;
    const int SixtyFourBits = 1;

    byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    int _length;

    /// <summary>What has been written since the last <see cref="Clear"/>; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Clear() => _length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    /// <summary>Room for at least this many bytes, of which the caller hands over some with <see cref="Advance"/>.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes) Grow(bytes);
        return _buffer.AsSpan(_length);
    }

    public void Advance(int bytes) => _length += bytes;

    /// <summary>Exactly this many bytes, all of which the caller writes.</summary>
    public Span<byte> Take(int bytes)
    {
        var room = Room(bytes)[..bytes];
        Advance(bytes);
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Varint(ulong value) => Varint(Take(VarintSize(value)), value);

    public void VarintField(int field, ulong value)
    {
        Varint((ulong)(field << 3));
        Varint(value);
    }

    public void DoubleField(int field, double value)
    {
        Varint((ulong)(field << 3 | SixtyFourBits));
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>Starts a nested message, a text or bytes of this length; its content is for the caller to write.</summary>
    public void Begin(int field, int bytes)
    {
        Varint((ulong)(field << 3 | LengthDelimited));
        Varint((ulong)bytes);
    }

    public void BytesField(int field, ReadOnlySpan<byte> bytes)
    {
        Begin(field, bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    public void Message(int field, IMessage message)
    {
        var bytes = message.CalculateSize();
        Begin(field, bytes);
        message.WriteTo(Take(bytes));
    }

    /// <summary>The fields that <paramref name="message"/> has, as fields of what is written.</summary>
    public void Fields(IMessage message) => message.WriteTo(Take(message.CalculateSize()));

    /// <returns>How many bytes were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Varint(Span<byte> target, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7) target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }

    /// <summary>A double field; only for field numbers below 16.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Double(Span<byte> target, int field, double value)
    {
        target[0] = (byte)((field << 3) | SixtyFourBits);
        BinaryPrimitives.WriteDoubleLittleEndian(target[1..], value);
        return 1 + sizeof(double);
    }

    public static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) + 7) / 7;

    /// <summary>Size of a varint field; only for field numbers below 16.</summary>
    public static int VarintFieldSize(ulong value) => 1 + VarintSize(value);

    /// <summary>Size of a field of that many bytes with its header; only for field numbers below 16.</summary>
    public static int BytesFieldSize(int bytes) => 1 + VarintSize((ulong)bytes) + bytes;

    void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
