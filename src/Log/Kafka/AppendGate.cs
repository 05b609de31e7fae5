namespace NeptuneAlt.Log.Kafka;

/// <summary>
/// What one partition owes: bounded in time, so that a leader that is gone is noticed by the next append and not only by
/// the timeout of each.
/// </summary>
sealed class AppendGate(TimeProvider time, TimeSpan stallMax)
{
    readonly Lock _lock = new();
    int _owed;
    long _lastProgress;

    /// <returns>Whether an append may go ahead; it then owes one <see cref="Leave"/>.</returns>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_owed == 0) _lastProgress = time.GetTimestamp();
            else if (time.GetElapsedTime(_lastProgress) > stallMax) return false;
            _owed++;
            return true;
        }
    }

    /// <param name="isStored">Whether the append was acknowledged.</param>
    public void Leave(bool isStored)
    {
        lock (_lock)
        {
            _owed--;
            if (isStored) _lastProgress = time.GetTimestamp();
        }
    }
}
