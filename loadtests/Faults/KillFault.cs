using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>The server, its engine alone, both at once, or the server again while it starts, is killed again and again while
/// clients retry, repeat, send late and invalid points, and die themselves.</summary>
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
        var (kills, engineKills, startKills, readyMax) = (0, 0, 0, TimeSpan.Zero);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(random.Next(200, 3_000), cancellationToken);
            var what = random.Next(4);
            if (what <= 1)
            {
                server.SignalEngine(SigKill);
                engineKills++;
            }

            if (what == 0) continue; // The engine alone; both at once if it is 1.

            TimeSpan[] againAfter = what == 3
                ? [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => TimeSpan.FromMilliseconds(random.Next(50, 5_000)))]
                : [];
            var ready = await server.KillAndStartAsync(againAfter, cancellationToken);
            kills++;
            startKills += againAfter.Length;
            if (ready > readyMax) readyMax = ready;
        }

        return FaultTrial.Of(await loading, new()
        {
            ["server_kills"] = kills, ["kills_while_starting"] = startKills, ["engine_kills"] = engineKills,
            ["ready_seconds_max"] = readyMax.TotalSeconds,
        });
    }
}
