using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>The runs of an epoch and the last record that each was sent. Those at rest are left out from time to
/// time.</summary>
/// <param name="countMax">How many are remembered at least.</param>
sealed class KnownRuns(int countMax)
{
    readonly Dictionary<RunKey, long> _lastOffsets = [];
    int _keptLast;

    public IReadOnlyCollection<RunKey> Runs => _lastOffsets.Keys;

    /// <summary>Whether it is time to forget runs at rest.</summary>
    public bool AreMany => _lastOffsets.Count > Math.Max(countMax, 2 * _keptLast);

    /// <summary>Offset of the last record that was sent to the run; -1 before the first.</summary>
    public long LastOffset(RunKey run) => _lastOffsets.GetValueOrDefault(run, -1);

    public void Sent(RunKey run, long offset) => _lastOffsets[run] = offset;

    /// <summary>Forgets runs that are wholly in the store: their grains are brought up from there.</summary>
    /// <param name="stored">The last offset that is stored.</param>
    public void ForgetResting(long stored, Func<RunKey, bool> isBehind)
    {
        foreach (var (run, offset) in _lastOffsets)
            if (offset <= stored && !isBehind(run)) _lastOffsets.Remove(run);
        _keptLast = _lastOffsets.Count;
    }
}
