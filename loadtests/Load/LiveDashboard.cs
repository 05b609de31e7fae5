using System.Diagnostics;
using System.Text.Json;
using NeptuneAlt.LoadTests.Client;
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
        var runs = (await client.SysIdsAsync(load.Project, cancellationToken)).Values.Order().Take(Runs).ToArray();
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            for (var chart = 0; chart < Math.Min(Charts, load.Workload.Series); chart++)
                await AskAsync(runs, SeriesNames.Of(chart), cancellationToken);
            Refresh.RecordSince(asked);
            var left = Interval - Stopwatch.GetElapsedTime(asked);
            if (left > TimeSpan.Zero) await Task.Delay(left, cancellationToken);
        }
    }

    Task<byte[]> AskAsync(string[] runs, string metric, CancellationToken cancellationToken) => client.QueryAsync(
        "/api/leaderboard/v1/attributes/timeseries/view",
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            metrics = runs.Select(run => new
            {
                customId = run,
                holder = new { identifier = $"{load.Project}/{run}", type = "experiment" },
                attributes = new[] { metric },
                lineage = "FULL",
            }),
            view = new { maxUniqueX = Buckets },
            xaxis = new { steps = new { } },
        }),
        "application/json", cancellationToken);
}
