using System.Buffers.Binary;
using System.IO.Hashing;

namespace NeptuneAlt.Blobs.Local;

/// <summary>Checksums of the pieces of a file, taken while it comes in.</summary>
sealed class PieceSums
{
    /// <summary>What is checked at once, before any of it is served.</summary>
    public const int PieceBytes = 256 << 10;

    public const int SumBytes = sizeof(ulong);

    readonly List<ulong> _sums = [];
    readonly XxHash3 _piece = new();
    int _pieceLength;

    /// <summary>Bytes that came in.</summary>
    public long Length { get; private set; }

    public static long CountOf(long length) => (length + PieceBytes - 1) / PieceBytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            var some = bytes[..Math.Min(bytes.Length, PieceBytes - _pieceLength)];
            _piece.Append(some);
            _pieceLength += some.Length;
            bytes = bytes[some.Length..];
            if (_pieceLength < PieceBytes) continue;

            _sums.Add(_piece.GetCurrentHashAsUInt64());
            _piece.Reset();
            _pieceLength = 0;
        }
    }

    /// <summary>All of them, each of <see cref="SumBytes"/>; of the last piece, of what there is.</summary>
    public byte[] ToArray()
    {
        ulong[] sums = _pieceLength == 0 ? [.. _sums] : [.. _sums, _piece.GetCurrentHashAsUInt64()];
        var bytes = new byte[sums.Length * SumBytes];
        for (var i = 0; i < sums.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * SumBytes), sums[i]);
        return bytes;
    }
}
