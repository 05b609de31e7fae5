using System.Buffers.Binary;
using System.IO.Hashing;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Wandb;

/// <summary>
/// A .wandb file: a head of 7 bytes, then blocks of 32 KiB as LevelDB writes its log. A record is one piece or several, each
/// with its checksum (4 bytes), its length (2) and whether it is the whole, the first, a middle or the last one (1).
/// </summary>
sealed class RecordFile : IDisposable
{
    const int BlockBytes = 32 << 10;
    const int HeadBytes = 7;
    const int Whole = 1, First = 2, Middle = 3, Last = 4;

    readonly FileStream _file;
    readonly byte[] _block = new byte[BlockBytes];
    readonly MemoryStream _record = new();
    long _blockAt = -1;
    int _blockLength;

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public RecordFile(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        // The name, a magic number, and the version of the format.
        if (!Ensure(0, HeadBytes) || !IsHead())
        {
            _file.Dispose();
            throw new InvalidDataException($"{path} is no file of W&B in the format that is known here.");
        }

        Position = HeadBytes;
    }

    public string Path { get; }

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; }

    /// <summary>The file ends within a record: it is being written, or its writer was stopped.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>What is wrong; nothing behind it can be read.</summary>
    public string? Damage { get; private set; }

    /// <summary>The next record; its bytes are valid until the next call.</summary>
    /// <returns><c>false</c> at the end, at a record that is not whole, and at damage.</returns>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        record = default;
        if (Damage is not null) return false;

        _record.SetLength(0);
        for (var at = Position; ;)
        {
            // Too little room for a head is left empty.
            if (BlockBytes - at % BlockBytes < HeadBytes) at += BlockBytes - at % BlockBytes;
            if (!Ensure(at, HeadBytes)) return Torn(_record.Length > 0 || Ensure(at, 1));

            var piece = _block.AsSpan((int)(at % BlockBytes));
            var length = BinaryPrimitives.ReadUInt16LittleEndian(piece[4..]);
            var kind = piece[6];
            if (HeadBytes + length > BlockBytes - at % BlockBytes) return Broken(at);
            if (!Ensure(at, HeadBytes + length)) return Torn(true);
            if (Crc32.HashToUInt32(piece.Slice(6, 1 + length)) != BinaryPrimitives.ReadUInt32LittleEndian(piece)) return Broken(at);
            if (kind is < Whole or > Last || (kind is Whole or First) != (at == Start(Position))) return Broken(at);

            _record.Write(piece.Slice(HeadBytes, length));
            at += HeadBytes + length;
            if (kind is First or Middle) continue;

            Position = at;
            IsTorn = false;
            record = _record.GetBuffer().AsSpan(0, (int)_record.Length);
            return true;
        }
    }

    /// <summary>Goes to a record that was read before.</summary>
    public void Seek(long position) => Position = position;

    public void Dispose() => _file.Dispose();

    static long Start(long position) =>
        BlockBytes - position % BlockBytes < HeadBytes ? position + BlockBytes - position % BlockBytes : position;

    bool IsHead() => _block.AsSpan(0, 4).SequenceEqual(":W&B"u8) && _block[4] == 0xE1 && _block[5] == 0xBE && _block[6] == 0;

    bool Torn(bool isTorn)
    {
        IsTorn = isTorn;
        return false;
    }

    bool Broken(long at)
    {
        Damage = $"{Path} is damaged at byte {at}. What comes behind it was left out.";
        return false;
    }

    /// <summary>Makes sure that so many bytes from a place on are there, all in one block.</summary>
    bool Ensure(long at, int count)
    {
        var block = at - at % BlockBytes;
        if (block != _blockAt || at - block + count > _blockLength)
        {
            _file.Position = block;
            _blockLength = _file.ReadAtLeast(_block, BlockBytes, throwOnEndOfStream: false);
            _blockAt = block;
        }

        return at - block + count <= _blockLength;
    }
}
