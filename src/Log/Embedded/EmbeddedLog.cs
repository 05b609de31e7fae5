using System.Runtime.CompilerServices;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// The log in segment files on the local disk. One thread writes for all partitions and syncs once for all that came in
/// meanwhile (group commit): an append costs a share of a sync, not a sync.
/// </summary>
public sealed class EmbeddedLog : ILog
{
    const int ReadBytes = 4 << 20;
    static readonly TimeSpan DiskCheckInterval = TimeSpan.FromSeconds(1);

    readonly EmbeddedLogOptions _options;
    readonly TimeProvider _time;
    readonly Partition[] _partitions;
    readonly SemaphoreSlim _work = new(0);
    readonly Thread _flusher;
    long _pendingBytes;
    long _diskChecked = long.MinValue;
    volatile string? _refusal;
    volatile Exception? _failure;
    volatile bool _isClosing;

    /// <summary>Opens the log, making its folder if needed and cutting off what a crash left half written.</summary>
    /// <exception cref="InvalidDataException">Records in the middle are damaged or missing.</exception>
    public EmbeddedLog(EmbeddedLogOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _partitions = [.. Enumerable.Range(0, options.Partitions)
            .Select(partition => new Partition(Path.Combine(options.Folder, $"p{partition}"), options))];
        CheckDisk();
        _flusher = new Thread(Flush) { Name = "log flusher", IsBackground = true };
        _flusher.Start();
    }

    public int Partitions => _partitions.Length;

    public async Task<long> AppendAsync(
        int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        if (record.IsEmpty) throw new ArgumentException("A record has at least one byte.", nameof(record));
        if (_failure is { } failure)
            throw new LogUnavailableException("The log's disk failed; restart the server once it is well.", failure);
        if (_isClosing) throw new LogUnavailableException("The server is shutting down.");

        CheckDisk();
        if (_refusal is { } refusal)
            throw new LogUnavailableException(refusal) { RetryAfter = TimeSpan.FromSeconds(5) };
        if (Interlocked.Add(ref _pendingBytes, record.Length) > _options.PendingBytesMax + record.Length)
        {
            Interlocked.Add(ref _pendingBytes, -record.Length);
            throw new LogUnavailableException("More is coming in than the log's disk takes.");
        }

        // Not cancelled once queued: the flusher reads the caller's buffer.
        try
        {
            var stored = _partitions[partition].Enqueue(record);
            _work.Release();
            return await stored;
        }
        finally
        {
            Interlocked.Add(ref _pendingBytes, -record.Length);
        }
    }

    public async IAsyncEnumerable<LogBatch> ReadAsync(
        int partition, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SegmentFile? current = null;
        long position = 0, offset = from;
        while (true)
        {
            var (segment, length, grown) = _partitions[partition].Locate(offset);
            if (segment is null)
            {
                await grown.WaitAsync(cancellationToken);
                continue;
            }

            if (segment != current) (current, position) = (segment, Seek(segment, length, offset));
            var (records, next) = ReadRecords(segment, position, length, offset);
            yield return new LogBatch(offset, records);
            position = next;
            offset += records.Count;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) =>
        Task.FromResult(_partitions[partition].NextOffset);

    public Task TrimAsync(int partition, long before, CancellationToken cancellationToken)
    {
        _partitions[partition].Trim(before);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (_isClosing) return ValueTask.CompletedTask;

        _isClosing = true;
        _work.Release();
        _flusher.Join();
        foreach (var partition in _partitions) partition.Dispose();
        _work.Dispose();
        return ValueTask.CompletedTask;
    }

    void Flush()
    {
        while (true)
        {
            _work.Wait();
            while (_work.CurrentCount > 0) _work.Wait();
            var wrote = FlushOnce();
            while (wrote) wrote = FlushOnce();
            if (_isClosing) return;
        }
    }

    /// <summary>Writes what waits in all partitions, syncs, and answers.</summary>
    /// <returns>Whether something may be left, because a segment was full.</returns>
    bool FlushOnce()
    {
        var written = _partitions.Select(partition => partition.Write()).ToArray();
        try
        {
            if (_options.Fsync)
                foreach (var segment in written.Select(w => w.Segment).OfType<SegmentFile>()) segment.Sync();
        }
        catch (IOException failure)
        {
            // After a failed sync nobody knows what the disk holds: nothing more is accepted until a restart reads it.
            _failure = failure;
            foreach (var record in written.SelectMany(w => w.Records.Concat(w.Rest))) record.Fail(failure);
            return false;
        }

        var more = false;
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i].Segment is null) continue;
            _partitions[i].Complete(written[i]);
            more |= written[i].Rest.Count > 0;
        }

        return more;
    }

    void CheckDisk()
    {
        var now = _time.GetTimestamp();
        var last = Volatile.Read(ref _diskChecked);
        if (last != long.MinValue && _time.GetElapsedTime(last, now) < DiskCheckInterval) return;
        if (Interlocked.CompareExchange(ref _diskChecked, now, last) != last) return;

        var free = new DriveInfo(Path.GetFullPath(_options.Folder)).AvailableFreeSpace;
        var retained = _partitions.Sum(partition => partition.Bytes);
        _refusal = free < _options.DiskFreeBytesMin
            ? $"The disk of {_options.Folder} has only {free >> 20} MiB left. Free some space; logging then goes on by itself."
            : retained > _options.RetainedBytesMax
                ? $"{retained >> 20} MiB wait to be stored, more than the log may hold. Is the store running?"
                : null;
    }

    static long Seek(SegmentFile segment, long length, long offset)
    {
        Span<byte> head = stackalloc byte[SegmentFile.RecordHeadBytes];
        long position = 0;
        for (var at = segment.FirstOffset; at < offset && position < length; at++)
        {
            segment.Read(position, head);
            position += SegmentFile.RecordHeadBytes + SegmentFile.PayloadBytes(head);
        }

        return position;
    }

    static (List<ReadOnlyMemory<byte>> Records, long Next) ReadRecords(
        SegmentFile segment, long position, long length, long offset)
    {
        Span<byte> first = stackalloc byte[SegmentFile.RecordHeadBytes];
        segment.Read(position, first);
        var atLeast = SegmentFile.RecordHeadBytes + SegmentFile.PayloadBytes(first);
        var buffer = new byte[Math.Min(length - position, Math.Max(atLeast, ReadBytes))];
        var read = 0;
        while (read < buffer.Length && segment.Read(position + read, buffer.AsSpan(read)) is > 0 and var more) read += more;

        var records = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        while (at + SegmentFile.RecordHeadBytes <= read)
        {
            var head = buffer.AsSpan(at, SegmentFile.RecordHeadBytes);
            var size = SegmentFile.PayloadBytes(head);
            if (at + SegmentFile.RecordHeadBytes + size > read) break;

            var payload = buffer.AsMemory(at + SegmentFile.RecordHeadBytes, size);
            if (!SegmentFile.Matches(head, payload.Span, offset + records.Count))
                throw new LogUnavailableException(
                    $"Record {offset + records.Count} in {segment.Path} does not match its checksum.");
            records.Add(payload);
            at += SegmentFile.RecordHeadBytes + size;
        }

        return (records, position + at);
    }
}
