using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.Wire.Rpc;
using NeptuneAlt.Wire;

namespace NeptuneAlt.LoadTests.Reads;

/// <summary>The runs of a load that has ended, which go on logging: a live chart has something new each time.</summary>
sealed class GrowingRuns(NeptuneClient client, LoadOptions load)
{
    const int StepsMore = 1_000_000;
    const int RequestBytesMax = 3 << 19;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly RunScript[] _runs = [.. LoadSession.Scripts(
        load.Workload with { Steps = load.Workload.Steps + StepsMore }, load.Project, load.Seed)];
    long _step = load.Workload.Steps;

    /// <summary>How many steps each run has.</summary>
    public long Steps => _step;

    /// <summary>Logs the next steps of all series of all runs, and waits until they are visible.</summary>
    public async Task LogAsync(int steps, CancellationToken cancellationToken)
    {
        var requests = new List<string>();
        using var writer = new ProtoWriter();
        foreach (var run in _runs)
        {
            var end = (_step + steps) * run.PiecesPerStep;
            for (var first = _step * run.PiecesPerStep; first < end;)
            {
                var stretch = run.Next(first, end, RequestBytesMax);
                run.Write(writer, stretch);
                var submission = await client.SubmitAsync(writer.Written, cancellationToken);
                requests.Add(submission.RequestId
                    ?? throw new InvalidOperationException($"New points were refused: {submission.Reason}"));
                first = stretch.End;
            }
        }

        _step += steps;
        while ((await client.CheckAsync(load.Project, requests, cancellationToken)).Any(
            status => status.CodeByCount.Any(entry => entry.Code == Code.Unavailable)))
            await Task.Delay(Interval, cancellationToken);
    }
}
