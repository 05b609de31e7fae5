using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeptuneAlt.Catalog.Sqlite;

namespace NeptuneAlt.Catalog;

/// <summary>Which database keeps the catalog.</summary>
public sealed record CatalogOptions
{
    /// <summary>File of the SQLite database; made with its folder.</summary>
    public string SqlitePath { get; init; } = "data/catalog.db";
}

public static class CatalogServices
{
    /// <summary>Registers <see cref="ICatalog"/>, migrated before any other service of the host starts.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, CatalogOptions options) => services
        .AddSingleton<ICatalog>(_ => new SqliteCatalog(options.SqlitePath))
        .AddHostedService<CatalogMigration>();

    sealed class CatalogMigration(ICatalog catalog) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => catalog.MigrateAsync(cancellationToken);
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
