using System.Collections.Concurrent;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// Counts wrong keys by who sent them, a minute at a time. Keys cannot be guessed: this keeps those who try from costing lookups. A
/// proxy makes all senders one, so keys that were right lately are let through.
/// </summary>
sealed class WrongKeys(TimeProvider time)
{
    const int AMinuteMax = 60;
    const int KnownMax = 10_000;
    static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    ConcurrentDictionary<string, int> _counts = new();
    ConcurrentDictionary<string, bool> _right = new();
    long _since = time.GetTimestamp();

    /// <exception cref="BusyException">There were too many.</exception>
    public void Check(string from, byte[] hash)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _since)) >= s_window)
        {
            Volatile.Write(ref _since, time.GetTimestamp());
            _counts = new();
        }

        if (_counts.GetValueOrDefault(from) < AMinuteMax || _right.ContainsKey(Convert.ToHexString(hash))) return;

        throw new BusyException("Too many links that do not exist were asked for from here. Try again in a minute.")
        {
            Status = StatusCodes.Status429TooManyRequests,
        };
    }

    public void Add(string from)
    {
        if (_counts.Count < KnownMax || _counts.ContainsKey(from)) _counts.AddOrUpdate(from, 1, (_, count) => count + 1);
    }

    /// <summary>Notes that a key was right. Whether it still is, each request asks.</summary>
    public void IsRight(byte[] hash)
    {
        if (_right.Count >= KnownMax) _right = new();
        _right[Convert.ToHexString(hash)] = true;
    }
}
