using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.Server.Clustering;
using NeptuneAlt.Unit.Catalog;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Xunit;

namespace NeptuneAlt.Unit.Clustering;

/// <summary>Real silos that find each other by the membership table.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class ClusterTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silos_find_each_other_and_notice_that_one_is_gone()
    {
        var connection = await server.CreateSchemaAsync();
        var silos = new List<IHost>();
        try
        {
            for (var i = 0; i < 3; i++) silos.Add(await StartAsync(connection));
            foreach (var silo in silos) await WaitForActiveAsync(silo, 3);

            // Without a goodbye.
            await silos[0].StopAsync(new CancellationToken(canceled: true));
            foreach (var silo in silos.Skip(1)) await WaitForActiveAsync(silo, 2);

            silos.Add(await StartAsync(connection));
            foreach (var silo in silos.Skip(1)) await WaitForActiveAsync(silo, 3);
        }
        finally
        {
            foreach (var silo in silos) await StopAsync(silo);
        }
    }

    static async Task<IHost> StartAsync(string connection)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UsePostgresClustering(connection)
            .ConfigureEndpoints(IPAddress.Loopback, LoopbackPort.Free(), 0)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("test", "test"))
            .Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
                options.NumVotesForDeathDeclaration = 1;
                options.TableRefreshTimeout = TimeSpan.FromSeconds(2);
            }));
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    static async Task WaitForActiveAsync(IHost silo, int wanted)
    {
        var oracle = silo.Services.GetRequiredService<ISiloStatusOracle>();
        await Eventually.HoldsAsync(
            () => oracle.GetApproximateSiloStatuses(onlyActive: true).Count == wanted, $"There are never {wanted} active silos.");
    }

    static async Task StopAsync(IHost silo)
    {
        try
        {
            await silo.StopAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException or AggregateException)
        {
            // One was killed before.
        }
        finally
        {
            silo.Dispose();
        }
    }
}
