using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>Takes the whole records out of a damaged segment file, each stretch of them into a file of its own: then every
/// file is whole, and what is missing lies between files.</summary>
static class Salvage
{
    const int CopyBytes = 4 << 20;
    const string PieceExtension = ".piece";

    /// <summary>Replaces the file. Cut short, it can be done again.</summary>
    public static void Replace(FoundSegment damaged)
    {
        var folder = Path.GetDirectoryName(damaged.Path)!; // it lies in the partition's
        var ranges = damaged.Scan!.Whole; // only what was scanned is known to be damaged
        foreach (var range in ranges) Copy(damaged.Path, range, PathOf(folder, range.FirstOffset, PieceExtension));

        // The file itself comes last: until then it has all that the pieces have.
        foreach (var range in ranges.Where(range => range.FirstOffset > damaged.First))
            File.Move(PathOf(folder, range.FirstOffset, PieceExtension), SegmentFile.PathOf(folder, range.FirstOffset));
        FolderSync.Flush(folder);
        if (ranges is [var head, ..] && head.FirstOffset == damaged.First)
            File.Move(PathOf(folder, damaged.First, PieceExtension), damaged.Path, overwrite: true);
        else
            File.Delete(damaged.Path);
        FolderSync.Flush(folder);
    }

    /// <summary>Drops what a salvage that was cut short left behind.</summary>
    public static void DropPieces(string folder)
    {
        foreach (var piece in Directory.EnumerateFiles(folder, "*" + PieceExtension).ToList()) File.Delete(piece);
    }

    static void Copy(string from, RecordRange range, string to)
    {
        using var source = File.OpenHandle(from);
        using var target = File.OpenHandle(to, FileMode.Create, FileAccess.Write);
        var buffer = new byte[CopyBytes];
        for (var position = range.Start; position < range.End;)
        {
            var read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, range.End - position)), position);
            if (read == 0) throw new IOException($"The file {from} became shorter while it was read.");
            RandomAccess.Write(target, buffer.AsSpan(0, read), position - range.Start);
            position += read;
        }

        RandomAccess.FlushToDisk(target);
    }

    static string PathOf(string folder, long first, string extension) =>
        Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + extension);
}
