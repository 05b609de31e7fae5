using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>One run sends nine tenths of all points: how much longer do the others wait for their acknowledgements?</summary>
static class HotRunFault
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    static readonly Workload Others = new("others", Runs: 45, Series: 80, Steps: 40, Interval, Connections: 45);
    static readonly Workload Hot = new("hot", Runs: 1, Series: 45 * 80 * 9, Steps: 40, Interval, Connections: 1);

    public static async Task<FaultTrial> TryAsync(ulong seed, CancellationToken cancellationToken)
    {
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        using var warm = await FaultLoad.ConnectAsync(server, Others with { Steps = 8 }, seed, cancellationToken);
        await warm.RunAsync(cancellationToken);

        using var alone = await FaultLoad.ConnectAsync(server, Others, seed, cancellationToken);
        var before = await alone.RunAsync(cancellationToken);
        using var hot = await FaultLoad.ConnectAsync(server, Hot, seed, cancellationToken);
        using var beside = await FaultLoad.ConnectAsync(server, Others, seed, cancellationToken);
        var hotReport = hot.RunAsync(cancellationToken);
        var report = await beside.RunAsync(cancellationToken);
        var (p99Alone, p99Beside) = (before.AckMs?.P99 ?? 0, report.AckMs?.P99 ?? 0);
        return FaultTrial.Of((await hotReport).IsClean ? report : await hotReport, new()
        {
            ["others_ack_p99_alone_ms"] = p99Alone, ["others_ack_p99_beside_ms"] = p99Beside,
            ["others_ack_p99_ratio"] = p99Beside / p99Alone, ["hot_ack_p99_ms"] = (await hotReport).AckMs?.P99 ?? 0,
        });
    }
}
