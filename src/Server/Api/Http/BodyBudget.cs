namespace NeptuneAlt.Server.Api.Http;

/// <summary>
/// Bounds the bytes of request bodies in memory over all connections. Bytes are reserved before a body is read; without
/// room a request waits a little, in turn. Slow senders are given up: always if next to nothing comes for half a
/// minute, and within seconds if others wait for the room.
/// </summary>
sealed class BodyBudget : IDisposable
{
    /// <summary>Bodies up to this never wait for large ones: an eighth is kept for them on top.</summary>
    const int SmallBytes = 64 << 10;

    const int IdleSecondsMax = 2;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    readonly Lock _lock = new();
    readonly HashSet<RequestBody> _reading = [];
    readonly LinkedList<Waiter> _waiting = [];
    readonly TimeProvider _time;
    readonly long _start;
    readonly ITimer _timer;

    public BodyBudget(TimeProvider time, BodyLimits limits)
    {
        (_time, BytesMax, _start) = (time, limits.BytesMax, time.GetTimestamp());
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    public BodyBuffers Buffers { get; } = new();

    /// <summary>Bytes that bodies of more than 64 KiB may have together.</summary>
    public long BytesMax { get; }

    /// <summary>Bytes that are reserved now.</summary>
    public long Held { get; private set; }

    /// <summary>Most bytes that were reserved at a time since <see cref="TakePeak"/>.</summary>
    long Peak { get; set; }

    public TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Reserves this many bytes, waiting for room if necessary.</summary>
    /// <exception cref="BusyException">There was no room for too long.</exception>
    public ValueTask ReserveAsync(int bytes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (TryTake(bytes, isFirst: _waiting.Count == 0)) return ValueTask.CompletedTask;

            var waiter = new Waiter(bytes, Now);
            _waiting.AddLast(waiter);
            return new ValueTask(WaitAsync(waiter, cancellationToken));
        }
    }

    public void Release(int bytes)
    {
        lock (_lock)
        {
            Held -= bytes;
            Admit();
        }
    }

    /// <summary>Looks after its pace from now on.</summary>
    public void Watch(RequestBody body)
    {
        lock (_lock) _reading.Add(body);
    }

    public void Unwatch(RequestBody body)
    {
        lock (_lock) _reading.Remove(body);
    }

    public long TakePeak()
    {
        lock (_lock)
        {
            var peak = Peak;
            Peak = Held;
            return peak;
        }
    }

    public void Dispose() => _timer.Dispose();

    static async Task WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using var gone = cancellationToken.Register(() => waiter.Turn.TrySetCanceled(cancellationToken));
        await waiter.Turn.Task;
    }

    bool TryTake(int bytes, bool isFirst)
    {
        var hasRoom = bytes <= SmallBytes
            ? Held + bytes <= BytesMax + BytesMax / 8
            : isFirst && Held + bytes <= Math.Max(BytesMax, bytes);
        if (!hasRoom) return false;

        Held += bytes;
        Peak = Math.Max(Peak, Held);
        return true;
    }

    /// <summary>In turn, so that a large body is not passed by for ever.</summary>
    void Admit()
    {
        while (_waiting.First is { Value: var first }
            && (first.Turn.Task.IsCompleted || TryTake(first.Bytes, isFirst: true)))
        {
            _waiting.RemoveFirst();
            // It left in the same moment: the room is for the next one.
            if (!first.Turn.Task.IsCompleted && !first.Turn.TrySetResult()) Held -= first.Bytes;
        }
    }

    void Look()
    {
        lock (_lock)
        {
            var now = Now;
            foreach (var body in _reading)
                if (!body.Pace.Look(now, body.Arrived)) body.GiveUp(TooSlow());

            Admit();
            if (_waiting.First is { Value: var first }) MakeRoom(first.Bytes);
            while (_waiting.First is { Value: var late } && now - late.Since >= Timeout)
            {
                _waiting.RemoveFirst();
                late.Turn.TrySetException(
                    new BusyException("The server takes in as much as it can at the moment. Try again."));
            }
        }
    }

    /// <summary>Gives up the senders that have sent next to nothing for longest, until there is enough room.</summary>
    void MakeRoom(int bytes)
    {
        var room = BytesMax - Held;
        foreach (var body in _reading.Where(one => one.Pace.IdleSeconds >= IdleSecondsMax)
            .OrderByDescending(one => one.Pace.IdleSeconds).ThenByDescending(one => one.Reserved).ToArray())
        {
            if (room >= bytes) return;

            body.GiveUp(TooSlow());
            room += body.Reserved;
        }
    }

    static BadRequestException TooSlow() => new("The body came too slowly. Send it again, or in smaller parts.")
    {
        Status = StatusCodes.Status408RequestTimeout,
    };

    sealed class Waiter(int bytes, TimeSpan since)
    {
        public int Bytes => bytes;

        public TimeSpan Since => since;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The memory that request bodies may use.</summary>
/// <param name="BytesMax">Over all connections.</param>
sealed record BodyLimits(long BytesMax)
{
    /// <summary>An eighth of the memory that this process may use, and no more than 256 MiB.</summary>
    public static BodyLimits OfMachine => new(
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 64L << 20, 256L << 20));
}
