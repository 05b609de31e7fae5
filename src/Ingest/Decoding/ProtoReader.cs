using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace NeptuneAlt.Ingest.Decoding;

/// <summary>
/// Walks one protobuf message in place, field by field, without allocating. Never reads outside its span and never
/// throws: malformed bytes end the walk with <see cref="Failed"/> set.
/// </summary>
/// <remarks>See protobuf.dev, "Encoding". Wire types 0 (varint), 1 (fixed64), 2 (length-delimited) and 5 (fixed32)
/// are known; groups are refused, as no message of ours has them.</remarks>
ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    /// <summary>An entry of a map is a message with these two fields.</summary>
    public const int MapKeyField = 1, MapValueField = 2;

    readonly ReadOnlySpan<byte> _message = message;
    int _position;

    /// <summary>Whether malformed bytes were met; the walk is over then.</summary>
    public bool Failed { get; private set; }

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Wire type of the current field.</summary>
    public int WireType { get; private set; }

    /// <summary>Value of a varint, fixed64 or fixed32 field.</summary>
    public ulong Number { get; private set; }

    /// <summary>Content of a length-delimited field.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Index in the message where the current field's tag begins, and where the field ends.</summary>
    public int FieldStart { get; private set; }

    /// <inheritdoc cref="FieldStart"/>
    public readonly int FieldEnd => _position;

    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Moves to the next field. <c>false</c> at the end and on malformed bytes.</summary>
    public bool Next()
    {
        if (Failed || _position >= _message.Length) return false;

        FieldStart = _position;
        if (!Varint(out var tag) || tag >> 3 is 0 or > int.MaxValue) return Fail();

        Field = (int)(tag >> 3);
        WireType = (int)(tag & 7);
        return WireType switch
        {
            0 => Varint(out var value) ? Take(value) : Fail(),
            1 => Fixed(8),
            2 => Delimited(),
            5 => Fixed(4),
            _ => Fail(),
        };
    }

    /// <summary>Whether the current field is this one, length-delimited.</summary>
    public readonly bool IsBytes(int field) => Field == field && WireType == 2;

    /// <summary>Whether the current field is this one, a varint.</summary>
    public readonly bool IsVarint(int field) => Field == field && WireType == 0;

    bool Take(ulong value)
    {
        Number = value;
        return true;
    }

    bool Fixed(int size)
    {
        if (_message.Length - _position < size) return Fail();

        var bytes = _message.Slice(_position, size);
        _position += size;
        return Take(size == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes));
    }

    bool Delimited()
    {
        if (!Varint(out var length) || length > (ulong)(_message.Length - _position)) return Fail();

        Bytes = _message.Slice(_position, (int)length);
        _position += (int)length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    bool Varint(out ulong value)
    {
        if (_position < _message.Length && _message[_position] < 0x80)
        {
            value = _message[_position++];
            return true;
        }

        return LongVarint(out value);
    }

    bool LongVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 70 && _position < _message.Length; shift += 7)
        {
            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }

    bool Fail()
    {
        Failed = true;
        return false;
    }
}
