using System.Buffers.Binary;
using System.IO.Hashing;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// What stands before each record in a segment file, little-endian:
/// <c>[payload bytes u32][offset u64][synced u64][payload hash u64][head hash u32]</c>. Hashes are XXH3, that of the head
/// over the bytes before it, cut to its low half. A payload of 0 bytes ends the file: the space ahead is zero.
/// </summary>
/// <param name="PayloadBytes">At least 1.</param>
/// <param name="Synced">All records before this offset were durable when this one was written. So what is damaged before it
/// was lost by the disk, and what is damaged at or after it may just never have been finished.</param>
readonly record struct RecordHead(int PayloadBytes, long Offset, long Synced, ulong PayloadHash)
{
    public const int Bytes = 32;
    const int HashedBytes = 28;

    public static ulong HashOf(ReadOnlySpan<byte> payload) => XxHash3.HashToUInt64(payload);

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, PayloadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[4..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(destination[12..], Synced);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[20..], PayloadHash);
        BinaryPrimitives.WriteUInt32LittleEndian(
            destination[HashedBytes..], (uint)XxHash3.HashToUInt64(destination[..HashedBytes]));
    }

    /// <returns>Whether a whole head stands there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordHead head)
    {
        head = default;
        if (source.Length < Bytes || BinaryPrimitives.ReadInt32LittleEndian(source) <= 0) return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[HashedBytes..])
            != (uint)XxHash3.HashToUInt64(source[..HashedBytes])) return false;

        head = new RecordHead(
            BinaryPrimitives.ReadInt32LittleEndian(source),
            BinaryPrimitives.ReadInt64LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[12..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[20..]));
        return true;
    }

    public bool Matches(ReadOnlySpan<byte> payload) =>
        payload.Length == PayloadBytes && HashOf(payload) == PayloadHash;
}
