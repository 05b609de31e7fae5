using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeptuneAlt.Client;

/// <summary>Writes protobuf into a pooled buffer that grows. Dispose gives the buffer back.</summary>
public sealed class ProtoWriter : IDisposable
{
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Clear() => _length = 0;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    /// <summary>Room for so many bytes, written by the caller.</summary>
    public Span<byte> Take(int bytes)
    {
        if (_buffer.Length - _length < bytes) Grow(bytes);
        var room = _buffer.AsSpan(_length, bytes);
        _length += bytes;
        return room;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Varint(ulong value)
    {
        var room = Take(VarintSize(value));
        for (var i = 0; i < room.Length - 1; i++, value >>= 7) room[i] = (byte)(value | 0x80);
        room[^1] = (byte)value;
    }

    public void VarintField(int field, ulong value)
    {
        Varint((ulong)(field << 3));
        Varint(value);
    }

    public void DoubleField(int field, double value)
    {
        Varint((ulong)(field << 3 | 1));
        BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);
    }

    /// <summary>Starts a length-delimited field; its content is for the caller to write.</summary>
    public void Begin(int field, int bytes)
    {
        Varint((ulong)(field << 3 | 2));
        Varint((ulong)bytes);
    }

    public void BytesField(int field, ReadOnlySpan<byte> bytes)
    {
        Begin(field, bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    public static int VarintSize(ulong value) => (BitOperations.Log2(value | 1) + 7) / 7;

    /// <summary>Size of a varint field or of a field of that many bytes; only for field numbers below 16.</summary>
    public static int VarintFieldSize(ulong value) => 1 + VarintSize(value);

    /// <inheritdoc cref="VarintFieldSize"/>
    public static int BytesFieldSize(int bytes) => 1 + VarintSize((ulong)bytes) + bytes;

    void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
