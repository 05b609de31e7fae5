using System.Globalization;
using Microsoft.Win32.SafeHandles;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// One file of a partition: records behind each other, each a <see cref="RecordHead"/> and its payload. The file's name
/// is the offset of its first record. Space ahead of the last record is preallocated, and is zero or has records of
/// lower offsets from an earlier use of the file.
/// </summary>
sealed class SegmentFile : IDisposable
{
    const string Extension = ".log";
    const string SpareExtension = ".spare";

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

    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal);

    public static string PathOf(string folder, long firstOffset) =>
        System.IO.Path.Combine(folder, firstOffset.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    public static long FirstOffsetOf(string path) =>
        long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);

    /// <summary>Files of trimmed segments, kept for new ones.</summary>
    public static IEnumerable<string> SparesIn(string folder) => Directory.EnumerateFiles(folder, "*" + SpareExtension);

    /// <summary>Makes an empty segment whose space is there already, so that appending only writes data.</summary>
    /// <param name="spare">A file that had another one's records: its space is on the disk and in the page cache, which makes
    /// writing to it cheaper. It is gone, whatever comes of it.</param>
    public static SegmentFile Create(string folder, long firstOffset, long preallocate, string? spare = null)
    {
        var path = PathOf(folder, firstOffset);
        SafeFileHandle? handle = null;
        try
        {
            if (spare is null)
            {
                handle = File.OpenHandle(
                    path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.None, preallocate);
                RandomAccess.SetLength(handle, preallocate);
                RandomAccess.FlushToDisk(handle);
            }
            else
            {
                File.Move(spare, path);
                handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            }

            FolderSync.Flush(folder);
            return new SegmentFile(path, handle, firstOffset) { IsWritable = true };
        }
        catch
        {
            // Half made, it would be in the way of the next try.
            handle?.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a segment that is only read. Its records are checked when they are read.</summary>
    /// <param name="nextOffset">The offset behind its last record.</param>
    public static SegmentFile OpenFull(string path, long nextOffset)
    {
        var segment = new SegmentFile(
            path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read), FirstOffsetOf(path));
        segment.Length = RandomAccess.GetLength(segment._handle);
        segment.NextOffset = nextOffset;
        return segment;
    }

    /// <summary>Opens the last segment to go on behind its whole records.</summary>
    /// <param name="length">Where they end.</param>
    /// <param name="nextOffset">The offset behind the last of them.</param>
    public static SegmentFile OpenLast(string path, long length, long nextOffset, long preallocate)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            // What lies behind the end was never acknowledged. Zeroes keep a later recovery from taking it for records.
            RandomAccess.SetLength(handle, length);
            RandomAccess.SetLength(handle, Math.Max(length, preallocate));
            RandomAccess.FlushToDisk(handle);
            return new SegmentFile(path, handle, FirstOffsetOf(path)) 
            {
                Length = length, NextOffset = nextOffset, IsWritable = true,
            };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Writes records one after the other; they are not durable before <see cref="Sync"/>, nor counted before
    /// <see cref="Advance"/>.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> buffers) => RandomAccess.Write(_handle, buffers, Length);

    public void Sync() => DiskSync.Data(_handle);

    /// <summary>Counts written records in: readers see them from now on.</summary>
    public void Advance(long bytes, int records)
    {
        Length += bytes;
        NextOffset += records;
    }

    /// <summary>Fills as much of the buffer as the file has.</summary>
    /// <exception cref="ObjectDisposedException">The segment was trimmed or the log closed meanwhile.</exception>
    public int Read(long position, Span<byte> destination)
    {
        var read = 0;
        while (read < destination.Length)
        {
            var more = RandomAccess.Read(_handle, destination[read..], position + read);
            if (more == 0) break;
            read += more;
        }

        return read;
    }

    public bool IsClosed => _handle.IsClosed;

    /// <summary>Records can be appended to it.</summary>
    public bool IsWritable { get; private init; }

    /// <summary>Gives the file up to be used again, and closes it.</summary>
    /// <returns>Its path.</returns>
    public string Retire()
    {
        var spare = System.IO.Path.ChangeExtension(Path, SpareExtension);
        Dispose();
        File.Move(Path, spare);
        return spare;
    }

    public void Dispose() => _handle.Dispose();
}
