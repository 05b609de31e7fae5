using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>The server, or at times its engine alone, is killed again and again while clients retry, repeat, send late and
/// invalid points, and die themselves.</summary>
static class KillFault
{
    const int SigKill = 9;
    static readonly TimeSpan KillsFor = TimeSpan.FromSeconds(25);
    static readonly Workload Load = new("kill", Runs: 20, Series: 500, Steps: 30, TimeSpan.FromSeconds(1), Connections: 20)
    {
        IsDirty = true,
    };

    public static async Task<FaultTrial> TryAsync(ulong seed, CancellationToken cancellationToken)
    {
        var random = new Random((int)seed);
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        using var load = await FaultLoad.ConnectAsync(server, Load, seed, cancellationToken);
        var loading = load.RunAsync(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(KillsFor);
        var (kills, engineKills, readyMax) = (0, 0, TimeSpan.Zero);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(random.Next(200, 3_000), cancellationToken);
            if (random.Next(4) == 0)
            {
                server.SignalEngine(SigKill);
                engineKills++;
                continue;
            }

            var ready = await server.KillAndStartAsync(cancellationToken);
            kills++;
            if (ready > readyMax) readyMax = ready;
        }

        return FaultTrial.Of(await loading, new()
        {
            ["server_kills"] = kills, ["engine_kills"] = engineKills, ["ready_seconds_max"] = readyMax.TotalSeconds,
        });
    }
}
