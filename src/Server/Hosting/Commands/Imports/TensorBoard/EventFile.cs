using System.Buffers.Binary;
using System.Numerics;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;

/// <summary>
/// An event file that may still be written: records, each as its length (8 bytes), the checksum of the length (4), its bytes, and
/// the checksum of these (4).
/// </summary>
sealed class EventFile(string path) : IDisposable
{
    const int HeadBytes = 12;
    const int FootBytes = 4;

    /// <summary>Longer records are damage: a message of protobuf has less than 2 GiB.</summary>
    const ulong RecordBytesMax = int.MaxValue - 64;

    readonly FileStream _file = new(
        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    byte[] _record = new byte[1 << 12];

    public string Path => path;

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; }

    /// <summary>The file ends within a record: it is being written, or its writer was stopped.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>What is wrong; nothing behind it can be read.</summary>
    public string? Damage { get; private set; }

    /// <summary>The next record; its bytes are valid until the next call.</summary>
    /// <returns><c>false</c> at the end, at a record that is not whole yet, and at damage.</returns>
    public bool TryRead(out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (Damage is not null || !TryHead(out var length)) return false;

        if (_record.Length < length + FootBytes)
            _record = new byte[Math.Max(length + FootBytes, Math.Min(_record.Length * 2, Array.MaxLength))];
        if (!TryFill(_record.AsSpan(0, length + FootBytes))) return false;

        record = _record.AsMemory(0, length);
        if (Masked(record.Span) != BinaryPrimitives.ReadUInt32LittleEndian(_record.AsSpan(length)))
        {
            Damage = $"{path} is damaged: the record at byte {Position} does not match its checksum. What comes behind it was left out.";
            return false;
        }

        IsTorn = false;
        Position += HeadBytes + length + FootBytes;
        return true;
    }

    /// <summary>Goes to a record that was read before.</summary>
    public void Seek(long position)
    {
        Position = position;
        _file.Position = position;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A CRC-32C in the form that a checksum of checksums does not cancel.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var at = 0;
        for (; at + 8 <= bytes.Length; at += 8) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
        for (; at < bytes.Length; at++) crc = BitOperations.Crc32C(crc, bytes[at]);
        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xA282EAD8);
    }

    bool TryHead(out int length)
    {
        length = 0;
        Span<byte> head = stackalloc byte[HeadBytes];
        if (_file.Position != Position) _file.Position = Position;
        if (!TryFill(head)) return false;

        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (Masked(head[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) && bytes <= RecordBytesMax)
        {
            length = (int)bytes;
            return true;
        }

        Damage = $"{path} is damaged: no record begins at byte {Position}. What comes behind it was left out.";
        return false;
    }

    bool TryFill(Span<byte> bytes)
    {
        var read = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read == bytes.Length) return true;

        // The rest may come later.
        IsTorn = _file.Position > Position;
        _file.Position = Position;
        return false;
    }
}
