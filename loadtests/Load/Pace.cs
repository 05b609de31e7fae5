using System.Diagnostics;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>When requests are sent.</summary>
static class Pace
{
    const int ClosedRequestBytes = 3 << 19;
    static readonly TimeSpan RequestIntervalMin = TimeSpan.FromMilliseconds(20);

    /// <summary>As fast as acknowledgements come: each connection serves its runs in turn.</summary>
    public static Task ClosedAsync(IReadOnlyList<RunWriter> runs, int connections, LoadEnd end) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(
            () => ConnectionAsync([.. runs.Where((_, run) => run % connections == connection)], end),
            CancellationToken.None)));

    /// <summary>
    /// Each run logs a step an interval, the runs spread evenly over it. A request that is late counts from when it was due.
    /// </summary>
    public static Task SteadyAsync(IReadOnlyList<RunWriter> runs, TimeSpan interval, LoadEnd end)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(runs.Select((run, i) =>
            RunAsync(run, After(started, interval * ((double)i / runs.Count)), interval, end)));
    }

    static async Task ConnectionAsync(RunWriter[] runs, LoadEnd end)
    {
        using var writer = new ProtoWriter();
        while (!end.Sending.IsCancellationRequested && runs.Any(run => !run.IsDone))
        {
            foreach (var run in runs)
            {
                if (run.IsDone || end.Sending.IsCancellationRequested) continue;
                await run.SendAsync(writer, run.Script.Pieces, ClosedRequestBytes, Stopwatch.GetTimestamp(), end.Waiting);
            }
        }
    }

    static async Task RunAsync(RunWriter run, long started, TimeSpan interval, LoadEnd end)
    {
        while (!run.IsDone)
        {
            var step = run.Position / run.Script.PiecesPerStep;
            var due = After(started, interval * step);
            if (!await SleepUntilAsync(due, end.Sending)) return;

            using var writer = new ProtoWriter();
            // A timer may ring a little early: what was due then is sent all the same.
            var steps = Math.Max(step, (long)(Stopwatch.GetElapsedTime(started) / interval)) + 1;
            var existing = Math.Min(run.Script.Pieces, steps * run.Script.PiecesPerStep);
            await run.SendAsync(writer, existing, RunScript.RequestBytesMax, due, end.Waiting);
            if (interval >= RequestIntervalMin) continue;
            if (!await SleepUntilAsync(After(Stopwatch.GetTimestamp(), RequestIntervalMin), end.Sending)) return;
        }
    }

    static async Task<bool> SleepUntilAsync(long timestamp, CancellationToken cancellationToken)
    {
        try
        {
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            return !cancellationToken.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    static long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * Stopwatch.Frequency);
}

/// <summary>How a load ends.</summary>
/// <param name="Sending">No new request after this.</param>
/// <param name="Waiting">Some time later: requests under way are given up.</param>
readonly record struct LoadEnd(CancellationToken Sending, CancellationToken Waiting);
