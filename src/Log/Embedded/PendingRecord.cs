namespace NeptuneAlt.Log.Embedded;

/// <summary>A record that waits for the disk.</summary>
sealed class PendingRecord(ReadOnlyMemory<byte> payload)
{
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>Made by whoever appends: there are many of them, and one flusher.</summary>
    public ulong PayloadHash { get; } = RecordHead.HashOf(payload.Span);

    public TaskCompletionSource<long> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fail(Exception failure) => Stored.TrySetException(
        failure as LogUnavailableException
        ?? new LogUnavailableException("The log could not be written: " + failure.Message, failure)
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        });
}

/// <summary>Records in a segment file that are not durable yet; <paramref name="Rest"/> goes into the next segment.</summary>
sealed record WrittenRecords(
    SegmentFile? Segment, long FirstOffset, long Bytes, List<PendingRecord> Records, List<PendingRecord> Rest)
{
    public static readonly WrittenRecords None = new(null, 0, 0, [], []);
}
