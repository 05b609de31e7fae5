using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Server.Jobs;

/// <summary>Removes the rows under numbers that series no longer have, once no read can be using them. The store keeps the
/// list, so that a restart goes on where it was cut short.</summary>
sealed class RetiredRows(RetiredSeries series, TimeProvider time, ILogger<RetiredRows> logger)
    : PeriodicJob(TimeSpan.FromMinutes(1), time, logger)
{
    const int AtOnce = 1000;

    /// <summary>Longer than any process remembers a series' number, and than any read takes.</summary>
    static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    readonly Dictionary<(ulong, uint), DateTimeOffset> _seen = [];

    protected override string Work => "removing points that were taken out of series";

    protected internal override async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var due = (await series.ListAsync(cancellationToken))
            .Where(one => !_seen.TryAdd(one, now) && now - _seen[one] >= After).Take(AtOnce).ToArray();
        if (due.Length == 0) return;

        await series.RemoveAsync(due, cancellationToken);
        foreach (var one in due) _seen.Remove(one);
    }
}
