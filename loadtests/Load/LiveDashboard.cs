using System.Diagnostics;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>Somebody who watches: 20 charts of 10 of the runs that log, asked again every five seconds.</summary>
sealed class LiveDashboard(NeptuneClient client, LoadOptions load)
{
    const int Charts = 20;
    const int Runs = 10;
    const int Buckets = 1_000;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>All charts, one after the other.</summary>
    public Latency Refresh { get; } = new();

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var ids = (await client.SysIdsAsync(load.Project, cancellationToken)).Values.Order().Take(Runs);
        string[] runs = [.. ids.Select(id => $"{load.Project}/{id}")];
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            for (var chart = 0; chart < Math.Min(Charts, load.Workload.Series); chart++)
                await ChartQuery.AskAsync(
                    client, runs, SeriesNames.Of(chart), new { maxUniqueX = Buckets }, cancellationToken);
            Refresh.RecordSince(asked);
            var left = Interval - Stopwatch.GetElapsedTime(asked);
            if (left > TimeSpan.Zero) await Task.Delay(left, cancellationToken);
        }
    }
}
