namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// The segments of one partition, and the records that wait to be written. One thread, the flusher, calls
/// <see cref="Write"/> and <see cref="Complete"/>; all else may be called from any.
/// </summary>
sealed class Partition : IDisposable
{
    // As many as a flush frees while the log is being written at full speed.
    const int SparesMax = 2;

    readonly string _folder;
    readonly EmbeddedLogOptions _options;
    readonly Lock _lock = new();
    readonly List<SegmentFile> _segments = [];
    readonly Stack<string> _spares = [];
    List<PendingRecord> _pending = [];
    TaskCompletionSource _grown = NewSignal();
    readonly int _number;
    readonly IReadOnlyList<(long From, long To)> _gaps;
    readonly EndMark? _end;
    LogUnavailableException? _closed;

    /// <param name="number">Which partition it is.</param>
    /// <param name="state">What its folder holds; <c>null</c>: it is looked at.</param>
    /// <exception cref="LogDamagedException">Records are lost, and <see cref="EmbeddedLogOptions.AcceptsLoss"/> does not say
    /// that the partition may go on without them.</exception>
    public Partition(string folder, EmbeddedLogOptions options, int number = 0, PartitionState? state = null)
    {
        (_folder, _options, _number) = (folder, options, number);
        DiskSync.Create(folder);
        Salvage.DropPieces(folder);
        foreach (var spare in SegmentFile.SparesIn(folder).ToList()) File.Delete(spare);
        state ??= PartitionState.Of(folder, null, options.SegmentBytes);
        if (state.Lost.Count > 0 && !options.AcceptsLoss)
            throw new LogDamagedException([.. LogDamage.Of(number, state, options)]);
        _gaps = state.Gaps;
        try
        {
            Open(state);
            _end = EndMark.Open(folder, state.NextOffset);
        }
        catch
        {
            Dispose();
            throw;
        }
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
        lock (_lock)
        {
            if (_closed is null) _pending.Add(pending);
            else pending.Fail(_closed);
        }

        return pending.Stored.Task;
    }

    /// <summary>Writes all that waits.</summary>
    /// <returns>What was written and still has to be made durable by <see cref="Complete"/>; empty if nothing was.</returns>
    public WrittenRecords Write()
    {
        List<PendingRecord> batch;
        SegmentFile segment;
        lock (_lock)
        {
            if (_pending.Count == 0) return WrittenRecords.None;
            (batch, _pending) = (_pending, []);
            segment = _segments[^1];
        }

        try
        {
            return WriteBatch(segment, batch);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Most likely the disk is full. What was half written is written over by the next try.
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
            written.Segment!.Advance(written.Bytes, written.Records.Count); // only what was written is completed
            (grown, _grown) = (_grown, NewSignal());
            if (written.Rest.Count > 0) _pending.InsertRange(0, written.Rest);
        }

        if (_options.Fsync) SayDurable(written.FirstOffset + written.Records.Count);
        for (var i = 0; i < written.Records.Count; i++) written.Records[i].Stored.TrySetResult(written.FirstOffset + i);
        grown.TrySetResult();
    }

    /// <summary>Refuses all records from now on, those that wait included, and readers that wait at the end.</summary>
    public void Close(LogUnavailableException reason, bool endReaders)
    {
        List<PendingRecord> waiting;
        lock (_lock)
        {
            _closed = reason;
            (waiting, _pending) = (_pending, []);
        }

        foreach (var record in waiting) record.Fail(reason);
        if (endReaders) _grown.TrySetException(reason);
    }

    /// <summary>Where an offset is, or a task that ends when it is there.</summary>
    public Location Locate(long offset)
    {
        foreach (var (from, to) in _gaps)
            if (offset >= from && offset < to) return new Location(null, 0, to, Task.CompletedTask) { IsLost = true };
        lock (_lock)
        {
            if (offset < _segments[0].FirstOffset)
                throw new LogUnavailableException(
                    $"The log no longer has record {offset}; its first one is {_segments[0].FirstOffset}.");
            var segment = _segments.FindLast(s => s.FirstOffset <= offset)!; // the first segment is one
            return offset < segment.NextOffset
                ? new Location(segment, segment.Length, segment.NextOffset, Task.CompletedTask)
                : new Location(null, 0, 0, _grown.Task);
        }
    }

    /// <summary>Deletes segments that hold only records before an offset; never the last one.</summary>
    public void Trim(long before)
    {
        // Somebody copies the log. The next one takes what this one leaves.
        if (LogHold.IsHeld(_options.Folder)) return;

        List<SegmentFile> gone;
        lock (_lock)
        {
            gone = [.. _segments.Take(_segments.Count - 1).TakeWhile(segment => segment.NextOffset <= before)];
            _segments.RemoveRange(0, gone.Count);
        }

        foreach (var segment in gone)
        {
            var path = segment.Retire();
            if (segment.Length > _options.SegmentBytes || !TryKeep(path)) File.Delete(path);
        }
    }

    /// <summary>Gives the space of files that wait to be used again back to the disk.</summary>
    public void DropSpares()
    {
        while (TakeSpare() is { } spare) File.Delete(spare);
    }

    bool TryKeep(string spare)
    {
        lock (_lock)
        {
            if (_spares.Count == SparesMax) return false;

            _spares.Push(spare);
            return true;
        }
    }

    string? TakeSpare()
    {
        lock (_lock) return _spares.TryPop(out var spare) ? spare : null;
    }

    /// <summary>Makes everything durable, for a log that ends in order.</summary>
    public void Settle()
    {
        if (_options.Fsync) return;
        lock (_lock) _segments[^1].Sync();
        SayDurable(NextOffset);
    }

    public void Dispose()
    {
        _end?.Dispose();
        lock (_lock)
            foreach (var segment in _segments)
                segment.Dispose();
    }

    /// <summary>Opens what was found, each file whole; records go on in the last one, or in a new one where they must not
    /// follow its end.</summary>
    void Open(PartitionState state)
    {
        foreach (var damaged in state.Segments.Where(segment => !segment.IsWhole)) Salvage.Replace(damaged);
        foreach (var segment in state.Segments.Where(segment => segment.IsWhole))
        {
            if (segment.Next == long.MaxValue && segment.End == state.NextOffset)
                _segments.Add(SegmentFile.OpenLast(
                    segment.Path, segment.Scan?.Whole is [var whole] ? whole.End : 0, segment.End, _options.SegmentBytes));
            else if (segment.End > segment.First)
                _segments.Add(SegmentFile.OpenFull(segment.Path, segment.End));
            else
                File.Delete(segment.Path);
        }

        foreach (var piece in state.Segments.Where(segment => !segment.IsWhole).SelectMany(segment => segment.Scan!.Whole))
            _segments.Add(SegmentFile.OpenFull(SegmentFile.PathOf(_folder, piece.FirstOffset), piece.NextOffset));
        _segments.Sort((one, other) => one.FirstOffset.CompareTo(other.FirstOffset));
        if (_segments is not [.., var last] || last.NextOffset != state.NextOffset || !last.IsWritable)
            _segments.Add(SegmentFile.Create(_folder, state.NextOffset, _options.SegmentBytes));
    }

    void SayDurable(long end)
    {
        try
        {
            _end!.Write(end); // set once the constructor is through
        }
        catch (IOException)
        {
            // It says less than it could: nothing that was acknowledged depends on it.
        }
    }

    WrittenRecords WriteBatch(SegmentFile segment, List<PendingRecord> batch)
    {
        var first = batch[0].Payload.Length + RecordHead.Bytes;
        if (segment.Length > 0 && segment.Length + first > _options.SegmentBytes) segment = Roll(segment);

        // Without a sync for each write, all that is known to be durable are the segments before.
        var synced = _options.Fsync ? segment.NextOffset : segment.FirstOffset;
        var heads = new byte[batch.Count * RecordHead.Bytes];
        var buffers = new List<ReadOnlyMemory<byte>>(batch.Count * 2);
        long bytes = 0;
        var taken = 0;
        foreach (var record in batch)
        {
            var size = record.Payload.Length + RecordHead.Bytes;
            if (taken > 0 && segment.Length + bytes + size > _options.SegmentBytes) break;

            var head = heads.AsMemory(taken * RecordHead.Bytes, RecordHead.Bytes);
            new RecordHead(record.Payload.Length, segment.NextOffset + taken, synced, record.PayloadHash).Write(head.Span);
            buffers.Add(head);
            buffers.Add(record.Payload);
            bytes += size;
            taken++;
        }

        segment.Write(buffers);
        return new WrittenRecords(segment, segment.NextOffset, bytes, batch[..taken], batch[taken..]);
    }

    SegmentFile Roll(SegmentFile full)
    {
        // A new segment says that the one before is whole.
        if (!_options.Fsync)
        {
            full.Sync();
            SayDurable(full.NextOffset);
        }

        var segment = SegmentFile.Create(_folder, full.NextOffset, _options.SegmentBytes, TakeSpare());
        lock (_lock) _segments.Add(segment);
        _options.SegmentBegun?.Invoke(_number, segment.FirstOffset);
        return segment;
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Where an offset is.</summary>
/// <param name="Segment">Its file; <c>null</c> if it is lost or not there yet.</param>
/// <param name="Length">Where the records of that file end.</param>
/// <param name="Next">The offset behind them, or behind what is lost.</param>
/// <param name="Grown">Ends when the offset is there.</param>
readonly record struct Location(SegmentFile? Segment, long Length, long Next, Task Grown)
{
    public bool IsLost { get; init; }
}
