using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NeptuneAlt.Model;

namespace NeptuneAlt.Blobs.Local;

/// <summary>
/// A file on the disk that can be told from a damaged one: behind its content are the checksums of its pieces, the path that the
/// client gave it, both lengths, a checksum of all that, and eight bytes that say what it is. A file that was cut or grew does not
/// end so.
/// </summary>
sealed class CheckedFile : IDisposable
{
    const int PathBytesMax = 1 << 16;
    const int EndBytes = sizeof(long) + sizeof(int) + sizeof(ulong) + 8;

    static readonly byte[] s_magic = "NAfile-1"u8.ToArray();

    readonly SafeFileHandle _handle;
    readonly string _place;

    CheckedFile(SafeFileHandle handle, string place) => (_handle, _place) = (handle, place);

    /// <summary>Bytes of the content.</summary>
    public long Length { get; private set; }

    public string Path { get; private set; } = "";

    /// <summary>What goes behind the content.</summary>
    public static byte[] Trailer(PieceSums sums, string path)
    {
        var pieces = sums.ToArray();
        var name = Encoding.UTF8.GetBytes(path);
        var trailer = new byte[pieces.Length + name.Length + EndBytes];
        pieces.CopyTo(trailer, 0);
        name.CopyTo(trailer, pieces.Length);
        var end = trailer.AsSpan(pieces.Length + name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(end, sums.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end[8..], name.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(end[12..], XxHash3.HashToUInt64(trailer.AsSpan(..^16)));
        s_magic.CopyTo(end[20..]);
        return trailer;
    }

    /// <exception cref="BlobDamagedException">It is none, or its end is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static CheckedFile Open(string place)
    {
        var handle = File.OpenHandle(
            place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var file = new CheckedFile(handle, place);
        try
        {
            file.ReadEnd();
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public DateTimeOffset Modified => File.GetLastWriteTimeUtc(_handle);

    public void Dispose() => _handle.Dispose();

    /// <summary>Reads a whole piece.</summary>
    /// <param name="sums">Of all pieces, as <see cref="Sums"/> gives them.</param>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="BlobDamagedException">It is not what was uploaded.</exception>
    public async ValueTask<int> ReadAsync(
        long piece, byte[] sums, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var start = piece * PieceSums.PieceBytes;
        var bytes = buffer[..(int)Math.Min(PieceSums.PieceBytes, Length - start)];
        for (var at = 0; at < bytes.Length;)
        {
            var count = await ReadSomeAsync(bytes[at..], start + at, cancellationToken);
            if (count == 0) throw Damaged($"it ends at byte {start + at}");
            at += count;
        }

        var expected = BinaryPrimitives.ReadUInt64LittleEndian(sums.AsSpan((int)(piece * PieceSums.SumBytes)));
        return XxHash3.HashToUInt64(bytes.Span) == expected
            ? bytes.Length
            : throw Damaged($"bytes {start} to {start + bytes.Length - 1} are not those that were uploaded");
    }

    /// <summary>The checksums of all pieces.</summary>
    /// <exception cref="BlobDamagedException">They are damaged themselves.</exception>
    public byte[] Sums()
    {
        var trailer = new byte[RandomAccess.GetLength(_handle) - Length];
        Fill(trailer, Length);
        var expected = BinaryPrimitives.ReadUInt64LittleEndian(trailer.AsSpan(trailer.Length - 16));
        if (XxHash3.HashToUInt64(trailer.AsSpan(..^16)) != expected) throw Damaged("its checksums are damaged");
        return trailer[..(int)(PieceSums.CountOf(Length) * PieceSums.SumBytes)];
    }

    async ValueTask<int> ReadSomeAsync(Memory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await RandomAccess.ReadAsync(_handle, bytes, offset, cancellationToken);
        }
        catch (IOException failure)
        {
            throw Damaged($"it cannot be read at byte {offset}: {failure.Message}");
        }
    }

    void ReadEnd()
    {
        var size = RandomAccess.GetLength(_handle);
        var end = new byte[EndBytes];
        if (size < EndBytes) throw Damaged($"it has {size} bytes and lacks its end");
        Fill(end, size - EndBytes);
        var length = BinaryPrimitives.ReadInt64LittleEndian(end);
        var pathLength = BinaryPrimitives.ReadInt32LittleEndian(end.AsSpan(8));
        if (!end.AsSpan(20).SequenceEqual(s_magic) || length < 0 || length > size || pathLength is < 0 or > PathBytesMax
            || length + PieceSums.CountOf(length) * PieceSums.SumBytes + pathLength + EndBytes != size)
            throw Damaged($"it has {size} bytes and does not end as it was written");

        var path = new byte[pathLength];
        Fill(path, size - EndBytes - pathLength);
        (Length, Path) = (length, Encoding.UTF8.GetString(path));
    }

    void Fill(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(_handle, bytes, offset);
            if (count == 0) throw Damaged("it was cut while it was read");
            bytes = bytes[count..];
            offset += count;
        }
    }

    BlobDamagedException Damaged(string what) => new(new Damage(
        "files", _place,
        Path.Length == 0 ? $"An uploaded file is damaged: {what}." : $"The uploaded file '{Path}' is damaged: {what}.",
        "Restore it from a backup, or upload it again."));
}
