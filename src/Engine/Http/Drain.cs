using NeptuneAlt.Engine.Workers;

namespace NeptuneAlt.Engine.Http;

/// <summary>Counts the requests under way, so that a stop can refuse new ones and wait for the rest.</summary>
sealed class Drain
{
    readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One for the engine itself: it is given up when the stop begins.
    int _underWay = 1;
    volatile bool _stopping;

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            await (_stopping ? QueryEndpoint.WriteAsync(context, EngineError.Stopping()) : next(context));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Refuses what comes from now on.</summary>
    public void Begin()
    {
        _stopping = true;
        Leave();
    }

    /// <summary>Waits, at most this long, for what is under way.</summary>
    public Task WaitAsync(TimeSpan timeout) =>
        Task.WhenAny(_empty.Task, Task.Delay(timeout, CancellationToken.None));

    void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0) _empty.TrySetResult();
    }
}
