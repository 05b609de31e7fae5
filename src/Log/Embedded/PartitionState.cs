namespace NeptuneAlt.Log.Embedded;

/// <summary>One segment file as it was found.</summary>
/// <param name="Next">First offset of the file behind it; <see cref="long.MaxValue"/> of the last one.</param>
/// <param name="Scan"><c>null</c>: all of its records are in the store, and nobody reads them again.</param>
sealed record FoundSegment(string Path, long First, long Next, SegmentScan? Scan)
{
    public bool IsWhole => Scan is null || Scan.DamagedAt is null && Scan.Whole is [] or [_];

    /// <summary>Offset behind its last whole record.</summary>
    public long End => Scan is null ? Next : Scan.Whole is [.., var last] ? last.NextOffset : First;
}

/// <summary>Records that were acknowledged and are in no file.</summary>
/// <param name="To">The first one behind them; <c>null</c>: nobody knows how many they are.</param>
/// <param name="Path">The file that should have them.</param>
/// <param name="At">The byte of that file at which they should be; <c>null</c>: the file ends before, or is missing.</param>
sealed record LostRecords(long From, long? To, string Path, long? At);

/// <summary>What the files of a partition hold, and what they lack. Looking changes nothing.</summary>
sealed class PartitionState
{
    /// <summary>More records than two segments can hold, for whoever does not know where the last ones ended.</summary>
    readonly long _jump;

    PartitionState(string folder, LogMark? mark, long segmentBytes)
    {
        Folder = folder;
        _jump = 2 * segmentBytes / (RecordHead.Bytes + 1);
        var end = EndMark.Read(folder);
        var files = Directory.Exists(folder) ? SegmentFile.In(folder).ToList() : [];
        var needed = mark?.Stored ?? (files.Count > 0 ? SegmentFile.FirstOffsetOf(files[0]) : 0);
        var durable = Math.Max(Math.Max(needed, end ?? 0), mark?.End ?? 0);
        for (var i = 0; i < files.Count; i++)
            Segments.Add(Look(files[i], i + 1 < files.Count ? SegmentFile.FirstOffsetOf(files[i + 1]) : null, needed, durable));
        Compare(mark, end, needed, durable);
    }

    public string Folder { get; }

    public List<FoundSegment> Segments { get; } = [];

    public List<LostRecords> Lost { get; } = [];

    /// <summary>Stretches that a reader passes over: from, and the first offset behind.</summary>
    public List<(long From, long To)> Gaps { get; } = [];

    /// <summary>The offset that the next record gets: it never goes back, whatever is lost.</summary>
    public long NextOffset { get; private set; }

    /// <summary>Offset behind the last whole record that the files have.</summary>
    public long FoundEnd => Segments is [.., var last] ? last.End : 0;

    /// <summary>What a write left at the end that was never acknowledged.</summary>
    public (long Bytes, int Records) Torn => Segments is [.., { Scan: { } last }] ? (last.TornBytes, last.TornRecords) : default;

    /// <param name="mark">What others know of the partition; <c>null</c>: what its files say is all that is known.</param>
    public static PartitionState Of(string folder, LogMark? mark, long segmentBytes) => new(folder, mark, segmentBytes);

    static FoundSegment Look(string path, long? next, long needed, long durable)
    {
        var first = SegmentFile.FirstOffsetOf(path);
        if (next <= needed) return new FoundSegment(path, first, next.Value, null);

        using var segment = SegmentFile.OpenFull(path, first);
        var behind = next ?? long.MaxValue;
        var scan = SegmentScan.Of(segment, segment.Length, next is null ? durable : behind, behind);
        return new FoundSegment(path, first, behind, scan);
    }

    /// <summary>Reads a file, too, whose records are all in the store.</summary>
    public static SegmentScan Rescan(FoundSegment found)
    {
        using var segment = SegmentFile.OpenFull(found.Path, found.First);
        return SegmentScan.Of(segment, segment.Length, found.Next, found.Next);
    }

    void Compare(LogMark? mark, long? end, long needed, long durable)
    {
        var at = needed;
        foreach (var segment in Segments.Where(segment => segment.Scan is not null))
        {
            Reach(segment.First, segment.Path, null);
            foreach (var range in segment.Scan!.Whole) // only scanned ones are left
            {
                Reach(range.FirstOffset, segment.Path, segment.Scan.DamagedAt);
                at = Math.Max(at, range.NextOffset);
            }
        }

        var known = Math.Max(durable, FoundEnd);
        var isShort = Segments.Count == 0 || FoundEnd < known;
        var isUnknown = isShort && mark is { IsExact: false } && end is null && (mark.Value.WasOpen || needed > 0);
        if (isUnknown || known > at)
            Lost.Add(new LostRecords(
                at, isUnknown ? null : known, Segments is [.., var tail] ? tail.Path : Folder,
                Segments is [.., { Scan.DamagedAt: { } damaged }] ? damaged : null));
        NextOffset = isUnknown || isShort && known > needed && mark is not { IsExact: true } ? known + _jump : known;
        if (NextOffset > at) Gaps.Add((at, NextOffset));

        void Reach(long offset, string path, long? damagedAt)
        {
            if (offset <= at) return;
            Lost.Add(new LostRecords(at, offset, path, damagedAt));
            Gaps.Add((at, offset));
            at = offset;
        }
    }
}
