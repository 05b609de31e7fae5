using System.Runtime.CompilerServices;
using NeptuneAlt.Model;

namespace NeptuneAlt.Log.Embedded;

/// <summary>
/// The log in segment files on the local disk. One thread writes for all partitions and syncs once for all that came in
/// meanwhile (group commit): an append costs a share of a sync, not a sync.
/// </summary>
public sealed class EmbeddedLog : ILog
{
    static readonly TimeSpan DiskCheckInterval = TimeSpan.FromSeconds(1);

    readonly EmbeddedLogOptions _options;
    readonly TimeProvider _time;
    readonly Partition[] _partitions;
    readonly SemaphoreSlim _work = new(0);
    readonly Thread _flusher;
    long _pendingBytes;
    long _diskChecked = long.MinValue;
    volatile string? _refusal;
    volatile bool _isFailed;
    volatile bool _isClosing;

    /// <summary>Opens the log, making its folder if needed and cutting off what a crash left half written.</summary>
    /// <exception cref="LogDamagedException">Acknowledged records are damaged or missing.</exception>
    /// <exception cref="InvalidDataException">The log has another number of partitions.</exception>
    public EmbeddedLog(EmbeddedLogOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _partitions = Open();
        CheckDisk();
        _flusher = new Thread(Flush) { Name = "log flusher", IsBackground = true };
        _flusher.Start();
    }

    public int Partitions => _partitions.Length;

    /// <summary>What was lost and is gone on without.</summary>
    public IReadOnlyList<Damage> Losses { get; private set; } = [];

    /// <summary>What was cut off or is missing without a loss, a sentence a partition.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Its disk failed, so that nobody knows where it ends.</summary>
    public bool HasFailed => _isFailed;

    /// <summary>Where each partition ends: the offset of its next record.</summary>
    public IReadOnlyList<long> Ends => [.. _partitions.Select(partition => partition.NextOffset)];

    /// <summary>Reads every record of a log that nobody has open, and changes nothing.</summary>
    /// <returns>What is damaged or lost, whether the store has it or not.</returns>
    /// <exception cref="InvalidDataException">The log has another number of partitions.</exception>
    public static IReadOnlyList<Damage> FindDamage(EmbeddedLogOptions options) =>
        [.. LogFolder.Look(options).SelectMany((state, number) => LogDamage.Of(number, state, options).Concat(LogDamage.OfStored(state)))];

    /// <summary>All records that can be read of a log that nobody has open, whatever else is damaged.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> ReadAll(EmbeddedLogOptions options)
    {
        foreach (var state in LogFolder.Look(options with { Marks = [] }))
            foreach (var found in state.Segments)
                foreach (var range in found.Scan?.Whole ?? [])
                {
                    using var segment = SegmentFile.OpenFull(found.Path, range.NextOffset);
                    foreach (var record in SegmentReader.ReadRange(segment, range)) yield return record;
                }
    }

    public async Task<long> AppendAsync(
        int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        if (record.IsEmpty) throw new ArgumentException("A record has at least one byte.", nameof(record));
        cancellationToken.ThrowIfCancellationRequested();
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
            if (_work.CurrentCount == 0) _work.Release();
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
        var reader = new SegmentReader(from);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = _partitions[partition].Locate(reader.Offset);
            if (at.IsLost) yield return reader.PassOver(at.Next);
            else if (at.Segment is null) await at.Grown.WaitAsync(cancellationToken);
            else yield return Read(reader, at.Segment, at.Length, at.Next);
        }
    }

    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) => _isFailed || _isClosing
        ? Task.FromException<long>(_isFailed ? DiskFailed(null) : Closing())
        : Task.FromResult(_partitions[partition].NextOffset);

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
        foreach (var partition in _partitions)
        {
            partition.Close(Closing(), endReaders: true);
            if (!_isFailed) partition.Settle();
            partition.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    Partition[] Open()
    {
        DiskSync.Create(_options.Folder);
        var states = LogFolder.Look(_options);
        var losses = states.SelectMany((state, number) => LogDamage.Of(number, state, _options)).ToList();
        if (losses.Count > 0 && !_options.AcceptsLoss) throw new LogDamagedException(losses);

        Losses = losses;
        Notes = [.. states.Select((state, number) => LogDamage.NoteOf(number, state)).OfType<string>()];
        var partitions = new List<Partition>();
        try
        {
            for (var i = 0; i < states.Count; i++) partitions.Add(new Partition(states[i].Folder, _options, i, states[i]));
            return [.. partitions];
        }
        catch
        {
            foreach (var partition in partitions) partition.Dispose();
            throw;
        }
    }

    static LogBatch Read(SegmentReader reader, SegmentFile segment, long length, long next)
    {
        try
        {
            return reader.Read(segment, length, next);
        }
        catch (Exception trimmed) when (trimmed is ObjectDisposedException or InvalidDataException && segment.IsClosed)
        {
            // Its file may have other records by now.
            throw new LogUnavailableException($"The log no longer has record {reader.Offset}.", trimmed);
        }
        catch (IOException failure)
        {
            throw new LogUnavailableException($"The log cannot be read: {failure.Message}", failure);
        }
    }

    void Flush()
    {
        while (true)
        {
            _work.Wait();
            var more = FlushOnce();
            while (more) more = FlushOnce();
            if (_isClosing) return;
        }
    }

    /// <summary>Writes what waits in all partitions, syncs, and answers.</summary>
    /// <returns>Whether something is left, because a segment was full.</returns>
    bool FlushOnce()
    {
        var written = Array.ConvertAll(_partitions, partition => partition.Write());
        try
        {
            if (_options.Fsync)
                foreach (var records in written) records.Segment?.Sync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // After a failed sync nobody knows what the disk holds: nothing more is accepted until a restart reads it.
            _isFailed = true;
            foreach (var partition in _partitions) partition.Close(DiskFailed(failure), endReaders: false);
            foreach (var record in written.SelectMany(w => w.Records.Concat(w.Rest))) record.Fail(DiskFailed(failure));
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

        var free = FreeBytes();
        if (free < _options.DiskFreeBytesMin)
        {
            foreach (var partition in _partitions) partition.DropSpares();
            free = FreeBytes();
        }

        var retained = _partitions.Sum(partition => partition.Bytes);
        _refusal = free < _options.DiskFreeBytesMin
            ? $"The disk of {_options.Folder} has only {free >> 20} MiB left. Free some space; logging then goes on by itself."
            : retained > _options.RetainedBytesMax
                ? $"{retained >> 20} MiB wait to be stored, more than the log may hold. Is the store running?"
                : null;
    }

    long FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(_options.Folder)).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk that does not tell is left to refuse by itself.
            return long.MaxValue;
        }
    }

    static LogUnavailableException DiskFailed(Exception? failure) =>
        new("The log's disk failed; restart the server once it is well.", failure) { RetryAfter = TimeSpan.FromSeconds(5) };

    static LogUnavailableException Closing() => new("The server is shutting down.");
}
