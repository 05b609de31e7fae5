namespace NeptuneAlt.Log.Embedded;

/// <summary>The segments of one partition, and the records that wait to be written.</summary>
sealed class Partition : IDisposable
{
    readonly string _folder;
    readonly EmbeddedLogOptions _options;
    readonly Lock _lock = new();
    readonly List<SegmentFile> _segments = [];
    List<PendingRecord> _pending = [];
    TaskCompletionSource _grown = NewSignal();

    public Partition(string folder, EmbeddedLogOptions options)
    {
        (_folder, _options) = (folder, options);
        Directory.CreateDirectory(folder);
        var files = SegmentFile.In(folder).ToList();
        foreach (var file in files)
        {
            var segment = SegmentFile.Open(file, file == files[^1], options.SegmentBytes);
            if (_segments.Count > 0 && _segments[^1].NextOffset != segment.FirstOffset)
                throw new InvalidDataException(
                    $"The log is damaged: records {_segments[^1].NextOffset} to {segment.FirstOffset - 1} are missing in "
                    + $"{folder}. Restore the folder from a backup, or move its files away to start without them.");
            _segments.Add(segment);
        }

        if (_segments.Count == 0) _segments.Add(SegmentFile.Create(folder, 0, options.SegmentBytes));
    }

    public long NextOffset
    {
        get { lock (_lock) return _segments[^1].NextOffset; }
    }

    /// <summary>Bytes of all records not yet trimmed.</summary>
    public long Bytes
    {
        get { lock (_lock) return _segments.Sum(segment => segment.Length); }
    }

    public Task<long> Enqueue(ReadOnlyMemory<byte> record)
    {
        var pending = new PendingRecord(record);
        lock (_lock) _pending.Add(pending);
        return pending.Stored.Task;
    }

    /// <summary>Writes all that waits. Only the flusher calls this.</summary>
    /// <returns>What was written and still has to be made durable by <see cref="Complete"/>; empty if nothing was.</returns>
    public WrittenRecords Write()
    {
        List<PendingRecord> batch;
        lock (_lock)
        {
            if (_pending.Count == 0) return WrittenRecords.None;
            (batch, _pending) = (_pending, []);
        }

        try
        {
            return WriteBatch(batch);
        }
        catch (IOException failure)
        {
            foreach (var record in batch) record.Fail(failure);
            return WrittenRecords.None;
        }
    }

    /// <summary>Makes written records visible and answers those who appended them.</summary>
    public void Complete(WrittenRecords written)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            written.Segment!.Advance(written.Bytes, written.Records.Count);
            (grown, _grown) = (_grown, NewSignal());
            if (written.Rest.Count > 0) _pending.InsertRange(0, written.Rest);
        }

        for (var i = 0; i < written.Records.Count; i++) written.Records[i].Stored.TrySetResult(written.FirstOffset + i);
        grown.TrySetResult();
    }

    /// <summary>The segment that holds an offset and where it now ends, or a task that ends when the offset is there.</summary>
    public (SegmentFile? Segment, long Length, Task Grown) Locate(long offset)
    {
        lock (_lock)
        {
            if (offset < _segments[0].FirstOffset)
                throw new LogUnavailableException(
                    $"The log no longer has record {offset}; its first one is {_segments[0].FirstOffset}.");
            var segment = _segments.FindLast(s => s.FirstOffset <= offset)!;
            return offset < segment.NextOffset ? (segment, segment.Length, Task.CompletedTask) : (null, 0, _grown.Task);
        }
    }

    /// <summary>Deletes segments that hold only records before an offset; never the last one.</summary>
    public void Trim(long before)
    {
        List<SegmentFile> gone;
        lock (_lock)
        {
            gone = [.. _segments.Take(_segments.Count - 1).TakeWhile(segment => segment.NextOffset <= before)];
            _segments.RemoveRange(0, gone.Count);
        }

        foreach (var segment in gone)
        {
            File.Delete(segment.Path);
            segment.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var segment in _segments) segment.Dispose();
    }

    WrittenRecords WriteBatch(List<PendingRecord> batch)
    {
        var segment = _segments[^1];
        var first = batch[0].Payload.Length + SegmentFile.RecordHeadBytes;
        if (segment.Length > 0 && segment.Length + first > _options.SegmentBytes)
        {
            segment = SegmentFile.Create(_folder, segment.NextOffset, _options.SegmentBytes);
            lock (_lock) _segments.Add(segment);
        }

        var heads = new byte[batch.Count * SegmentFile.RecordHeadBytes];
        var buffers = new List<ReadOnlyMemory<byte>>(batch.Count * 2);
        long bytes = 0;
        var taken = 0;
        foreach (var record in batch)
        {
            var size = record.Payload.Length + SegmentFile.RecordHeadBytes;
            if (taken > 0 && segment.Length + bytes + size > _options.SegmentBytes) break;

            var head = heads.AsMemory(taken * SegmentFile.RecordHeadBytes, SegmentFile.RecordHeadBytes);
            SegmentFile.Frame(head.Span, record.Payload.Span, segment.NextOffset + taken);
            buffers.Add(head);
            buffers.Add(record.Payload);
            bytes += size;
            taken++;
        }

        segment.Write(buffers);
        return new WrittenRecords(segment, segment.NextOffset, bytes, batch[..taken], batch[taken..]);
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A record that waits for the disk.</summary>
sealed class PendingRecord(ReadOnlyMemory<byte> payload)
{
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public TaskCompletionSource<long> Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Fail(Exception failure) => Stored.TrySetException(
        new LogUnavailableException("The log could not be written: " + failure.Message, failure)
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
