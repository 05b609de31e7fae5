namespace NeptuneAlt.LoadTests.Load;

/// <summary>What a load has done so far; written by all its connections.</summary>
sealed class LoadCounts
{
    long _points, _bytes, _requests, _refused, _failed, _killed, _repeated;

    public long Points => Interlocked.Read(ref _points);
    public long Bytes => Interlocked.Read(ref _bytes);
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Answers with 429, 503 and the like; each was sent again.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests without an answer; each was sent again.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Clients that died on purpose.</summary>
    public long Killed => Interlocked.Read(ref _killed);

    /// <summary>Acknowledged requests sent again on purpose.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    public void AddAcknowledged(long points, long bytes)
    {
        Interlocked.Add(ref _points, points);
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _requests);
    }

    public void AddRefused() => Interlocked.Increment(ref _refused);

    public void AddFailed() => Interlocked.Increment(ref _failed);

    public void AddKilled() => Interlocked.Increment(ref _killed);

    public void AddRepeated() => Interlocked.Increment(ref _repeated);
}
