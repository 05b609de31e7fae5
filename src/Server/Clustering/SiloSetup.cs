using System.Net;
using System.Net.Sockets;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Server.Hosting;
using Orleans.Configuration;

namespace NeptuneAlt.Server.Clustering;

/// <summary>The silo's place: alone, or one of a cluster that shares the partitions out.</summary>
static class SiloSetup
{
    public static void Place(this ISiloBuilder silo, ServerOptions options)
    {
        if (options.Membership is not { } membership)
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
            return;
        }

        silo.AddLiveRuns();
        silo.Services.AddSingleton<IngestingSilos>();
        silo.UsePostgresClustering(options.Postgres ?? throw new StartException("Membership needs --postgres."));
        silo.ConfigureEndpoints(Resolve(membership.Address), membership.Port, gatewayPort: 0);
        silo.Configure<ClusterOptions>(cluster =>
            (cluster.ClusterId, cluster.ServiceId) = (membership.Cluster, membership.Cluster));
        silo.Configure<SiloOptions>(name => name.SiloName = SiloNames.New(options.Roles));
        // The lease of a silo's partitions runs out by itself; finding it dead should not take longer than that.
        silo.Configure<ClusterMembershipOptions>(probing =>
        {
            probing.ProbeTimeout = TimeSpan.FromSeconds(2);
            probing.NumMissedProbesLimit = 3;
            probing.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            probing.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
    }

    /// <summary>How to ask the other silos for what they know of live runs.</summary>
    public static LiveSummaries.Others OtherSilos(this IServiceProvider services, ServerOptions options) =>
        options.Membership is null ? _ => [] : services.GetRequiredService<IngestingSilos>().Ask;

    /// <summary>How this process takes part in consuming.</summary>
    public static IngestOptions Share(this IServiceProvider services, ServerOptions options, int partitions)
    {
        var ingest = new IngestOptions { LeaseDuration = options.Lease, IsAlone = options.Membership is null };
        if (options.Membership is null)
            // A catalog that others can reach must not take two lonely servers for one.
            return options.Postgres is null
                ? ingest
                : ingest with { Owner = $"{Environment.MachineName}:{options.DataFolder}" };

        var own = new OwnPartitions(partitions, services.GetRequiredService<ISiloStatusOracle>());
        // Another name after each start: who comes back is another silo, and waits for what its former self still leases.
        return ingest with
        {
            Owner = services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString(), Wants = own.Contains,
        };
    }

    static IPAddress Resolve(string address)
    {
        if (IPAddress.TryParse(address, out var number)) return number;
        try
        {
            return Dns.GetHostAddresses(address, AddressFamily.InterNetwork).FirstOrDefault()
                ?? throw new StartException($"The name {address} has no address that other servers could reach.");
        }
        catch (SocketException failure)
        {
            throw new StartException($"The name {address} cannot be resolved; choose --silo-address.", failure);
        }
    }

    /// <summary>A silo listens on a port even if it is alone.</summary>
    static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port; // bound just now
    }
}
