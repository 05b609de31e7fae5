namespace NeptuneAlt.Ingest.Consumer;

static class Pauses
{
    /// <summary>Waits that long, or until cancelled, and says nothing of it.</summary>
    /// <remarks>A delay that is cancelled itself goes on in the thread pool; the simulation has one thread.</remarks>
    public static async Task DelayQuietlyAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken) =>
        await Task.Delay(delay, time, CancellationToken.None).WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
