using Microsoft.Extensions.DependencyInjection;

namespace NeptuneAlt.Ingest;

/// <summary>Registers the write half.</summary>
public static class IngestSetup
{
    /// <summary>Needs an <c>ILog</c>, an <c>ICatalog</c>, a <c>ClickHouse</c> and an Orleans silo beside it.</summary>
    /// <param name="pumps">Whether this process pumps partitions, or only answers status checks.</param>
    public static IServiceCollection AddIngest(
        this IServiceCollection services, Func<IServiceProvider, IngestOptions> options, bool pumps)
    {
        services.AddSingleton(options);
        services.AddSingleton<RequestBoard>();
        services.AddSingleton<BlockWriter>();
        services.AddSingleton<RequestStatuses>();
        services.AddSingleton<RunLoader>();
        services.AddSingleton<InheritanceReader>();
        services.AddSingleton<RunCreator>();
        if (pumps) services.AddHostedService<IngestService>();
        return services;
    }
}
