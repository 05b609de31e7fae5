namespace NeptuneAlt.Ingest.Consumer;

static class Pauses
{
    /// <summary>A delay that returns instead of throwing when it is cancelled.</summary>
    /// <remarks>Cancelling the delay itself would continue on the thread pool, but the simulation has one thread
    /// only.</remarks>
    public static async Task DelayQuietlyAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        await Task.Delay(delay, time, CancellationToken.None).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
