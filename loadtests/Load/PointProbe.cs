using System.Diagnostics;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>
/// A run of its own that logs one point now and then, and measures the time from its acknowledgement until a query
/// returns it: what a user at a chart waits for, whatever the status check says.
/// </summary>
sealed class PointProbe(NeptuneClient client, string project)
{
    const string RunId = "probe";
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(10);

    readonly RunScript _script = Script(project);

    public Latency Visible { get; } = new();

    /// <summary>Logs and asks, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var writer = new ProtoWriter();
        _script.WriteCreate(writer);
        await client.SubmitAsync(writer.Written, cancellationToken);
        var sysId = await SysIdAsync(cancellationToken);
        for (long step = 1; step <= _script.Pieces; step++)
        {
            _script.Write(writer, new Stretch(step - 1, step));
            var submission = await client.SubmitAsync(writer.Written, cancellationToken);
            if (submission.RequestId is not null)
            {
                var acknowledged = Stopwatch.GetTimestamp();
                await SeeAsync($"{project}/{sysId}", step, cancellationToken);
                Visible.RecordSince(acknowledged);
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }

    async Task<string> SysIdAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var runs = await client.SysIdsAsync(project, cancellationToken);
            if (runs.TryGetValue(RunId, out var sysId)) return sysId;
            await Task.Delay(AskInterval, cancellationToken);
        }
    }

    async Task SeeAsync(string run, long step, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await SeriesQuery.PageAsync(client, run, [(SeriesNames.Of(0), null)], 1, cancellationToken, fromStep: step);
            if (page[0].Count > 0) return;
            await Task.Delay(AskInterval, cancellationToken);
        }
    }

    static RunScript Script(string project)
    {
        var workload = new Workload(RunId, Runs: 1, Series: 1, Steps: 100_000, TimeSpan.FromSeconds(1), Connections: 1);
        return new RunScript(
            workload, new PointValues(workload, seed: 1), SnapshotTemplate.Slices(workload, int.MaxValue), project, RunId, run: 0);
    }
}
