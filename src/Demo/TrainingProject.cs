using NeptuneAlt.Client;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Demo;

/// <summary>What to log, and where.</summary>
/// <param name="Layers">Six series each.</param>
/// <param name="HasOddRun">Adds a run whose names try to break pages.</param>
/// <param name="Live">So many runs go on logging until the command is stopped.</param>
/// <param name="LiveInterval">Between two steps of a live run.</param>
sealed record TrainingRequest(
    Uri Address, string Token, string Project, int Runs, int Steps, int Layers, ulong Seed, bool HasOddRun, int Live,
    TimeSpan LiveInterval)
{
    /// <summary>Workers that each log how long their steps take: a series a rank, one of which is slow.</summary>
    public int Ranks { get; init; }
}

/// <summary>
/// Fills a project with what people who train language models log. The same seed gives the same values; their times end now.
/// </summary>
static class TrainingProject
{
    const int Writers = 4;

    /// <param name="tell">Told of each run that is there, in a line.</param>
    /// <exception cref="HttpRequestException">The server is not there or does not know the token.</exception>
    /// <exception cref="InvalidOperationException">The server did not take all of it; the message has its words.</exception>
    public static async Task FillAsync(TrainingRequest request, Action<string> tell, CancellationToken cancellationToken)
    {
        using var client = await NeptuneClient.ConnectAsync(request.Address, request.Token, 2 * Writers, cancellationToken);
        var writer = new TrainingWriter(client, request.Project);
        var plan = TrainingPlan.Of(request.Runs, request.Steps, request.Seed);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        TrainingSnapshots Snapshots(TrainingRun run) => new(
            run, request.Layers, request.Ranks, now - LengthMs(run) - EndedBeforeMs(run, plan.Count - request.Live), request.LiveInterval);

        foreach (var run in plan)
        {
            var parent = run.Parent is null ? ((string, int)?)null : (run.Parent.Id, run.ForkStep);
            await writer.CreateAsync(run.Id, run.Experiment, Snapshots(run).TimeMs(run.ForkStep), parent, cancellationToken);
        }

        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(plan, options, async (run, token) =>
        {
            await WriteAsync(writer, run, Snapshots(run), token);
            tell($"{Interlocked.Increment(ref done)} of {plan.Count}: {run.Id}, {run.Experiment}, {run.Course}, {run.Steps} steps");
        });
        if (request.HasOddRun) await WriteOddAsync(writer, now, tell, cancellationToken);
        if (request.Live > 0)
            await FollowAsync(
                writer, [.. plan.TakeLast(request.Live)], Snapshots, request.LiveInterval, tell, cancellationToken);
    }

    static long LengthMs(TrainingRun run) => (long)(run.Steps * run.SecondsPerStep * 1000);

    /// <summary>Live runs go on from now; the finished ones ended in the two weeks before.</summary>
    static long EndedBeforeMs(TrainingRun run, int finished) =>
        (long)(Math.Max(0, finished - run.Index) * TimeSpan.FromDays(14).TotalMilliseconds / Math.Max(1, finished));

    static async Task WriteAsync(TrainingWriter writer, TrainingRun run, TrainingSnapshots snapshots, CancellationToken cancellationToken)
    {
        var first = run.Parent is null ? 0 : run.ForkStep + 1;
        var files = new List<TrainingFile>();
        var facts = TrainingFacts.Of(run, snapshots.TimeMs(first), files);
        await writer.UploadAsync(files, cancellationToken);
        files.Clear();
        IEnumerable<UpdateRunSnapshot> All()
        {
            yield return facts;
            for (var step = first; step <= run.Steps; step++)
                foreach (var snapshot in snapshots.At(step, files)) yield return snapshot;
            if (run.Course != Course.Diverging) yield return snapshots.Preview(run.Steps, 0.4f);
        }

        var last = await writer.UpdateAsync(run.Id, All(), cancellationToken);
        await writer.UploadAsync(files, cancellationToken);
        await writer.DoneAsync(last, cancellationToken);
    }

    static async Task WriteOddAsync(
        TrainingWriter writer, long nowMs, Action<string> tell, CancellationToken cancellationToken)
    {
        await writer.CreateAsync(OddRun.Id, OddRun.Experiment, nowMs - 60_000, parent: null, cancellationToken);
        await writer.DoneAsync(await writer.UpdateAsync(OddRun.Id, OddRun.Snapshots(nowMs - 60_000), cancellationToken), cancellationToken);
        tell($"and one with odd names: {OddRun.Id}");
    }

    static async Task FollowAsync(
        TrainingWriter writer, IReadOnlyList<TrainingRun> runs, Func<TrainingRun, TrainingSnapshots> snapshotsOf, TimeSpan interval,
        Action<string> tell, CancellationToken cancellationToken)
    {
        tell($"{runs.Count} runs go on, a step every {interval.TotalSeconds} s. Stop with Ctrl-C.");
        var logs = runs.Select(run => (run, snapshots: snapshotsOf(run))).ToArray();
        var files = new List<TrainingFile>();
        using var timer = new PeriodicTimer(interval);
        for (var ahead = 1; await TickAsync(timer, cancellationToken); ahead++)
        {
            foreach (var (run, snapshots) in logs)
            {
                await writer.UpdateAsync(run.Id, snapshots.At(run.Steps + ahead, files), cancellationToken);
                await writer.UploadAsync(files, cancellationToken);
                files.Clear();
            }
        }
    }

    static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
