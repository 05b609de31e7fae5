using System.Diagnostics;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>The engine stands still for some seconds: acknowledgements must go on, and the backlog must go fast.</summary>
static class StoreFault
{
    const int SigStop = 19, SigContinue = 18;
    static readonly TimeSpan Before = TimeSpan.FromSeconds(6);
    static readonly TimeSpan Still = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);
    static readonly Workload Load = new("store", Runs: 40, Series: 500, Steps: 35, TimeSpan.FromSeconds(1), Connections: 40);

    public static async Task<FaultTrial> TryAsync(ulong seed, CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        using var load = await FaultLoad.ConnectAsync(server, Load, seed, cancellationToken);
        var loading = load.RunAsync(cancellationToken);
        await Task.Delay(Before, cancellationToken);

        var acknowledged = load.Session.Counts.Points;
        server.SignalEngine(SigStop);
        try
        {
            await Task.Delay(Still, cancellationToken);
            acknowledged = load.Session.Counts.Points - acknowledged;
        }
        finally
        {
            server.SignalEngine(SigContinue);
        }

        var went = Stopwatch.GetTimestamp();
        while (load.Session.Watch.Behind > Usual) await Task.Delay(10, cancellationToken);
        var drain = Stopwatch.GetElapsedTime(went);
        var report = await loading;
        return FaultTrial.Of(report, new()
        {
            ["acknowledged_meanwhile_share"] = acknowledged / (Load.PacedRate * Still.TotalSeconds),
            ["drain_seconds"] = drain.TotalSeconds,
            ["drain_rate_to_arrival"] = (Still + drain) / drain,
            ["ack_p99_ms"] = report.AckMs?.P99 ?? 0,
            ["refused"] = report.RequestsRefused,
            ["rss_peak_mib"] = server.Tree.ResidentBytesPeak() >> 20,
        });
    }
}
