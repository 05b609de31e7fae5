using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// A partition's small file that says up to which offset records were acknowledged:
/// <c>[offset u64][XXH3 of these 8 bytes u64]</c>. It is written after each sync and itself not synced, so it costs no wait: a
/// killed process leaves it exact, and a power cut may leave an older one, never one that says too much.
/// </summary>
sealed class EndMark : IDisposable
{
    const string Name = "end.mark";
    const int Bytes = 16;

    readonly SafeFileHandle _file;
    readonly byte[] _buffer = new byte[Bytes];

    EndMark(SafeFileHandle file) => _file = file;

    /// <returns>The offset behind the last record that was acknowledged; <c>null</c> if the file is missing or damaged.</returns>
    public static long? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return null;

        using var file = File.OpenHandle(path, share: FileShare.ReadWrite);
        var bytes = new byte[Bytes];
        return RandomAccess.Read(file, bytes, 0) == Bytes
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) == XxHash3.HashToUInt64(bytes.AsSpan(0, 8))
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
            : null;
    }

    /// <summary>Makes the file, or opens it; what it says is durable on return.</summary>
    public static EndMark Open(string folder, long end)
    {
        var mark = new EndMark(File.OpenHandle(
            Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
        try
        {
            mark.Write(end);
            mark.Sync();
            FolderSync.Flush(folder);
            return mark;
        }
        catch
        {
            mark.Dispose();
            throw;
        }
    }

    /// <summary>Says that all records before this offset are durable.</summary>
    public void Write(long end)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer, end);
        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(8), XxHash3.HashToUInt64(_buffer.AsSpan(0, 8)));
        RandomAccess.Write(_file, _buffer, 0);
    }

    public void Sync() => DiskSync.Data(_file);

    public void Dispose() => _file.Dispose();
}
