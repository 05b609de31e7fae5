namespace NeptuneAlt.Log.Kafka;

/// <summary>What was fetched of one partition and not yet read. One thread adds, one reader takes.</summary>
sealed class PartitionFeed(int partition, long from)
{
    readonly Lock _lock = new();
    List<ReadOnlyMemory<byte>> _records = [];
    TaskCompletionSource _changed = NewSignal();
    Exception? _failure;
    long _first = from;
    long _next = from;
    long _bytes;

    public int Partition { get; } = partition;

    /// <summary>Offset of the next record to fetch.</summary>
    public long Next
    {
        get { lock (_lock) return _next; }
    }

    /// <summary>Whether fetching rests because too much was not read. For the fetching thread alone.</summary>
    public bool IsResting { get; set; }

    /// <returns>Bytes that wait to be read now.</returns>
    public long Add(long offset, byte[]? record)
    {
        TaskCompletionSource changed;
        long bytes;
        lock (_lock)
        {
            if (_failure is null && (offset != _next || record is not { Length: > 0 }))
                _failure = new InvalidDataException(
                    $"Record {_next} of partition {Partition} is missing: Kafka gave {(record is null ? "an empty one" : $"{offset}")} "
                    + "instead. Something else wrote to the topic, or it lost data.");
            if (_failure is null)
            {
                _records.Add(record);
                _bytes += record!.Length; // checked above
                _next++;
            }

            bytes = _bytes;
            (changed, _changed) = (_changed, NewSignal());
        }

        changed.TrySetResult();
        return bytes;
    }

    /// <summary>Ends the feed behind what it holds.</summary>
    public void Fail(Exception failure)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _failure ??= failure;
            changed = _changed;
        }

        changed.TrySetResult();
    }

    /// <summary>All that waits, as soon as there is something.</summary>
    public async Task<LogBatch> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_records.Count > 0)
                {
                    var batch = new LogBatch(_first, _records);
                    (_first, _records, _bytes) = (_next, [], 0);
                    return batch;
                }

                // A fresh exception each time: the stack of the one who reads.
                if (_failure is InvalidDataException damaged) throw new InvalidDataException(damaged.Message, damaged);
                if (_failure is { } failure) throw new LogUnavailableException(failure.Message, failure);
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
