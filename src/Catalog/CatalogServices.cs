using Microsoft.Extensions.DependencyInjection;

namespace NeptuneAlt.Catalog;

public static class CatalogServices
{
    /// <summary>Registers a migrated database, which stays the caller's to dispose of, and the resources above it. Who needs a
    /// resource takes its class.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services, ICatalogDatabase database) => services
        .AddSingleton(database)
        .AddSingleton<CatalogProjects>()
        .AddSingleton<CatalogRuns>()
        .AddSingleton<CatalogDeletedRuns>()
        .AddSingleton<CatalogExperiments>()
        .AddSingleton<CatalogDocuments>()
        .AddSingleton(new CatalogDashboards(database))
        .AddSingleton(new CatalogDashboardTrash(database))
        .AddSingleton<CatalogReports>()
        .AddSingleton<CatalogPublicLinks>()
        .AddSingleton<CatalogShortLinks>()
        .AddSingleton<CatalogStyles>()
        .AddSingleton<CatalogProperties>()
        .AddSingleton<CatalogSecrets>()
        .AddSingleton<CatalogTokens>()
        .AddSingleton<CatalogSessions>()
        .AddSingleton<CatalogLeases>()
        .AddSingleton<CatalogMarks>()
        .AddSingleton<CatalogImports>();
}
