namespace NeptuneAlt.Log.Embedded;

/// <summary>A copy of a log's folder that is being written to, as it is at one moment or later.</summary>
public static class LogCopy
{
    const int CopyBytes = 1 << 20;

    /// <summary>Copies all records that are acknowledged when it begins, and of later ones those that are whole. Nothing may be
    /// trimmed meanwhile: take a <see cref="LogHold"/> before.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Make(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var partition in Directory.EnumerateDirectories(from, "p*").Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(to, Path.GetFileName(partition));
            Directory.CreateDirectory(target);
            // What it says is in the files by now; what comes later is theirs alone.
            var mark = EndMark.Read(partition);
            var segments = SegmentFile.In(partition).ToList();
            foreach (var path in segments)
                Copy(path, Path.Combine(target, Path.GetFileName(path)), isLast: path == segments[^1], cancellationToken);
            if (mark is { } end) EndMark.Open(target, end).Dispose();
        }
    }

    static void Copy(string from, string to, bool isLast, CancellationToken cancellationToken)
    {
        long left;
        if (isLast)
        {
            // Records are written to it at this moment: one that is read half would look like damage.
            using var segment = SegmentFile.OpenFull(from, SegmentFile.FirstOffsetOf(from));
            left = SegmentScan.Of(segment, segment.Length, durable: 0, next: long.MaxValue).Whole is [var whole, ..] ? whole.End : 0;
        }
        else
        {
            left = new FileInfo(from).Length;
        }

        using var source = File.OpenHandle(from, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
        using var target = File.OpenHandle(to, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[CopyBytes];
        for (long at = 0; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)), at);
            if (read == 0) throw new IOException($"{from} became shorter while it was copied.");
            RandomAccess.Write(target, buffer.AsSpan(0, read), at);
            at += read;
            left -= read;
        }

        RandomAccess.FlushToDisk(target);
    }
}
