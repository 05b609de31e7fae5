using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeptuneAlt.Catalog.Postgres;
using NeptuneAlt.Catalog.Sqlite;

namespace NeptuneAlt.Catalog;

/// <summary>Which database keeps the catalog.</summary>
public sealed record CatalogOptions
{
    /// <summary>Connection string of a PostgreSQL database, in Npgsql's form; if not set, SQLite is used.</summary>
    public string? Postgres { get; init; }

    /// <summary>What secrets in PostgreSQL are encrypted under; if not set, they are not.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>File of the SQLite database; made with its folder.</summary>
    public string SqlitePath { get; init; } = "data/catalog.db";
}

public static class CatalogServices
{
    /// <summary>Registers <see cref="ICatalog"/>, migrated before any other service of the host starts.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, CatalogOptions options) => services
        .AddSingleton<ICatalog>(_ => options.Postgres is { Length: > 0 } connection
            ? new PostgresCatalog(connection, options.SigningSecret)
            : new SqliteCatalog(options.SqlitePath))
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
