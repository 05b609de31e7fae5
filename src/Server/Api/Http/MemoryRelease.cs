namespace NeptuneAlt.Server.Api.Http;

/// <summary>
/// Gives memory back after a moment of many large bodies. The collector alone keeps what it once had, for hours where
/// little is allocated; here the arrays are dropped, and one compacting collection returns their pages.
/// </summary>
sealed class MemoryRelease(BodyBudget budget, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Less than this is not worth a collection.</summary>
    const long BytesMin = 32 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var kept = 0L;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var peak = budget.TakePeak();
            kept = Math.Max(kept, peak);
            if (kept < BytesMin || peak > kept / 4) continue;

            kept = peak;
            budget.Buffers.Drop();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
