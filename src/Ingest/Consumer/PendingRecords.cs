namespace NeptuneAlt.Ingest.Consumer;

/// <summary>What a consumer has read and not yet stored: how much, and since when the oldest of it is there. For telemetry.</summary>
sealed class PendingRecords
{
    long _bytes;
    long _oldestMs = long.MaxValue;

    public void Add(int bytes, long receivedMs)
    {
        _bytes += bytes;
        _oldestMs = Math.Min(_oldestMs, receivedMs);
        Telemetry.Unflushed.Add(bytes);
    }

    /// <summary>Takes what there is over to a flush.</summary>
    public PendingRecords Take()
    {
        var taken = new PendingRecords { _bytes = _bytes, _oldestMs = _oldestMs };
        (_bytes, _oldestMs) = (0, long.MaxValue);
        return taken;
    }

    /// <summary>All of it is stored.</summary>
    public void Stored(DateTimeOffset now)
    {
        if (_oldestMs != long.MaxValue)
            Telemetry.VisibleDelay.Record(Math.Max(0, now.ToUnixTimeMilliseconds() - _oldestMs) / 1000.0);
        Forget();
    }

    /// <summary>It is not in memory any more.</summary>
    public void Forget()
    {
        Telemetry.Unflushed.Add(-_bytes);
        (_bytes, _oldestMs) = (0, long.MaxValue);
    }
}
