using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// One file of a partition: records behind each other, each <c>[length u32][hash u64][payload]</c>, little-endian. The
/// hash is XXH3 of the payload, seeded with the record's offset. The file's name is the offset of its first record.
/// Space ahead of the last record is preallocated and zero: a length of 0 ends the file.
/// </summary>
sealed class SegmentFile : IDisposable
{
    public const int RecordHeadBytes = 12;
    const string Extension = ".log";

    readonly SafeFileHandle _handle;

    SegmentFile(string path, SafeFileHandle handle, long firstOffset)
    {
        Path = path;
        _handle = handle;
        FirstOffset = firstOffset;
        NextOffset = firstOffset;
    }

    public string Path { get; }

    public long FirstOffset { get; }

    /// <summary>Offset that the next record gets.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Where the next record goes.</summary>
    public long Length { get; private set; }

    public static string NameOf(long firstOffset) => firstOffset.ToString("D20", System.Globalization.CultureInfo.InvariantCulture) + Extension;

    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal);

    /// <summary>Makes an empty segment whose space is there already, so that appending only writes data.</summary>
    public static SegmentFile Create(string folder, long firstOffset, long preallocate)
    {
        var path = System.IO.Path.Combine(folder, NameOf(firstOffset));
        var handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, preallocate);
        RandomAccess.SetLength(handle, preallocate);
        RandomAccess.FlushToDisk(handle);
        DirectorySync.Sync(folder);
        return new SegmentFile(path, handle, firstOffset);
    }

    /// <summary>Opens a segment and finds its end: the first record that is not whole.</summary>
    /// <param name="isLast">Only the last segment may end in a torn record; it is cut off and the space zeroed.</param>
    /// <exception cref="InvalidDataException">An earlier segment is damaged.</exception>
    public static SegmentFile Open(string path, bool isLast, long preallocate)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var segment = new SegmentFile(path, handle, long.Parse(name, System.Globalization.CultureInfo.InvariantCulture));
        segment.FindEnd();
        if (!isLast) return segment;

        // What lies behind the end was never acknowledged. Zeroes keep a later recovery from taking it for records.
        RandomAccess.SetLength(handle, segment.Length);
        RandomAccess.SetLength(handle, Math.Max(segment.Length, preallocate));
        RandomAccess.FlushToDisk(handle);
        return segment;
    }

    /// <summary>Writes records behind each other; not durable before <see cref="Sync"/>, nor counted before <see cref="Advance"/>.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers) => RandomAccess.Write(_handle, buffers, Length);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <summary>Counts written records in: readers see them from now on.</summary>
    public void Advance(long bytes, int records)
    {
        Length += bytes;
        NextOffset += records;
    }

    public int Read(long position, Span<byte> destination) => RandomAccess.Read(_handle, destination, position);

    public static void Frame(Span<byte> head, ReadOnlySpan<byte> payload, long offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[4..], XxHash3.HashToUInt64(payload, offset));
    }

    /// <summary>Bytes of the payload whose head this is; 0 at the end.</summary>
    public static int PayloadBytes(ReadOnlySpan<byte> head) => (int)BinaryPrimitives.ReadUInt32LittleEndian(head);

    public static bool Matches(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload, long offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(head[4..]) == XxHash3.HashToUInt64(payload, offset);

    public void Dispose() => _handle.Dispose();

    void FindEnd()
    {
        var fileBytes = RandomAccess.GetLength(_handle);
        var head = new byte[RecordHeadBytes];
        var payload = new byte[1 << 16];
        while (Length + RecordHeadBytes <= fileBytes && RandomAccess.Read(_handle, head, Length) == RecordHeadBytes)
        {
            var size = PayloadBytes(head);
            if (size <= 0 || Length + RecordHeadBytes + size > fileBytes) return;
            if (size > payload.Length) payload = new byte[size];
            var span = payload.AsSpan(0, size);
            if (Read(Length + RecordHeadBytes, span) != size || !Matches(head, span, NextOffset)) return;

            Advance(RecordHeadBytes + size, 1);
        }
    }
}
