using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.Server.Api.Events;
using NeptuneAlt.Server.Clustering;
using Orleans.Hosting;
using Xunit;

namespace NeptuneAlt.Unit.Clustering;

/// <summary>Two real silos: what one stores, the pages of the other are told.</summary>
[Trait(Speed.Name, Speed.Slow)]
public class RunNewsTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_silo_hears_of_the_runs_of_all_once()
    {
        var primary = new IPEndPoint(IPAddress.Loopback, LoopbackPort.Free());
        using var first = await StartAsync(primary.Port, null);
        using var second = await StartAsync(LoopbackPort.Free(), primary);
        var (atFirst, atSecond) = (Listen(first), Listen(second));

        // Both have subscribed once either hears of the other's run.
        await HearAsync(() => IsHeard(first, 1, atSecond));
        await HearAsync(() => IsHeard(second, 2, atFirst));
        Tell(first, 7);
        Tell(second, 8);
        await HearAsync(() => atFirst.ContainsKey(8) && atSecond.ContainsKey(7));

        // What is told later comes later: with it, a second word of the first two would have come, too.
        Tell(first, 9);
        Tell(second, 10);
        await HearAsync(() => atFirst.ContainsKey(10) && atSecond.ContainsKey(9));

        Assert.Equal(1, atFirst[7]);
        Assert.Equal(1, atFirst[8]);
        Assert.Equal(1, atSecond[7]);
        Assert.Equal(1, atSecond[8]);

        var change = new DashboardChange(1, Guid.NewGuid(), Guid.NewGuid(), "ann", true, false);
        var changes = new ConcurrentQueue<DashboardChange>();
        first.Services.GetRequiredService<DashboardNews>().Heard += changes.Enqueue;
        second.Services.GetRequiredService<DashboardNews>().Tell(change);
        await HearAsync(() => !changes.IsEmpty);
        Assert.Equal(change, Assert.Single(changes));
        await second.StopAsync(Token);
        await first.StopAsync(Token);
    }

    static async Task<IHost> StartAsync(int port, IPEndPoint? primary)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, 0, primary));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<RequestBoard>().AddSingleton<RunNews>().AddSingleton<DashboardNews>()
            .AddHostedService<RunNewsRelay>();
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    static ConcurrentDictionary<ulong, int> Listen(IHost silo)
    {
        var heard = new ConcurrentDictionary<ulong, int>();
        silo.Services.GetRequiredService<RunNews>().Heard += runs =>
        {
            foreach (var run in runs) heard.AddOrUpdate(run, 1, (_, times) => times + 1);
        };
        return heard;
    }

    static void Tell(IHost silo, ulong run)
    {
        var board = silo.Services.GetRequiredService<RequestBoard>();
        board.Publish(0, default);
        board.Publish(0, default, [new RunBlock { Run = run }]);
    }

    static bool IsHeard(IHost silo, ulong run, ConcurrentDictionary<ulong, int> heard)
    {
        Tell(silo, run);
        return heard.ContainsKey(run);
    }

    static Task HearAsync(Func<bool> isHeard) => Eventually.HoldsAsync(isHeard, "The other silo was not told.");
}
