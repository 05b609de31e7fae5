using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest;

/// <summary>Registers the write half.</summary>
public static class IngestSetup
{
    /// <summary>Needs an <c>ILog</c>, the catalog, a <c>ClickHouse</c> and an Orleans silo beside it.</summary>
    /// <param name="consumes">Whether this process consumes partitions, or only answers status checks.</param>
    public static IServiceCollection AddIngest(
        this IServiceCollection services, Func<IServiceProvider, IngestOptions> options, bool consumes)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new RequestBoard
        {
            CatchUp = new CatchUp(
                consumes && provider.GetRequiredService<IngestOptions>().IsAlone ? provider.GetRequiredService<ILog>().Partitions : 0),
        });
        services.AddSingleton<RunNews>();
        services.AddSingleton<LiveRuns>();
        services.AddSingleton<ILiveSummaries, LiveSummaries>();
        services.AddSingleton<BlockWriter>();
        services.AddSingleton<RequestStatuses>();
        services.AddSingleton(provider => GrainCalls.Of(provider.GetRequiredService<IGrainFactory>()));
        services.AddSingleton<RunLoader>();
        services.TryAddSingleton<PointLookup>();
        services.AddSingleton<DuplicateSearch>();
        services.AddSingleton<InheritanceReader>();
        services.AddSingleton<ParentRows>();
        services.AddSingleton<RunCreator>();
        services.AddSingleton<PointRemoval>();
        services.TryAddSingleton<RollupTable>();
        services.AddSingleton<RollupBuilder>();
        services.AddSingleton<RollupService>();
        if (!consumes) return services;

        services.AddHostedService(provider => provider.GetRequiredService<RollupService>());
        services.AddHostedService<IngestService>();
        return services;
    }

    /// <summary>Lets the other silos of a cluster ask this one for its live runs.</summary>
    public static ISiloBuilder AddLiveRuns(this ISiloBuilder silo)
    {
        silo.AddGrainService<LiveRunsService>();
        silo.Services.AddSingleton<LiveRunsClient>();
        return silo;
    }
}
