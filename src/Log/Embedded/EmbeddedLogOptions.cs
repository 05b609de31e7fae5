namespace NeptuneAlt.Log.Embedded;

/// <summary>Where and how the embedded log keeps its records.</summary>
/// <param name="Folder">Its own folder; made if it is not there.</param>
/// <param name="Partitions">Number of partitions, at least 1.</param>
public sealed record EmbeddedLogOptions(string Folder, int Partitions)
{
    /// <summary>Bytes of a segment file; a record that does not fit starts the next one.</summary>
    public long SegmentBytes { get; init; } = 128 << 20;

    /// <summary>Accepted bytes that wait for the disk before appends are refused.</summary>
    public long PendingBytesMax { get; init; } = 64 << 20;

    /// <summary>Bytes of records not yet trimmed, over all partitions, before appends are refused.</summary>
    public long RetainedBytesMax { get; init; } = 64L << 30;

    /// <summary>Free bytes on the disk below which appends are refused.</summary>
    public long DiskFreeBytesMin { get; init; } = 512L << 20;

    /// <summary>Whether an append waits for the disk. Without it, a power cut may lose acknowledged records.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>What is known of each partition apart from the folder; empty: what the folder holds is all that is known.
    /// </summary>
    public IReadOnlyList<LogMark> Marks { get; init; } = [];

    /// <summary>Goes on without records that were acknowledged and are lost, and tells of them as <see cref="EmbeddedLog.Losses"/>.
    /// </summary>
    public bool AcceptsLoss { get; init; }

    /// <summary>Is told, in the thread that writes, the partition and first offset of each new segment.</summary>
    public Action<int, long>? SegmentBegun { get; init; }

    /// <summary>When a record came, if it says so: the log itself does not read records.</summary>
    public Func<ReadOnlyMemory<byte>, DateTimeOffset?>? TimeOf { get; init; }
}
