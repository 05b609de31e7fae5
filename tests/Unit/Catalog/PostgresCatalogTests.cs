using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Postgres;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public sealed class PostgresCatalogTests(PostgresServer server) : CatalogConformance, IClassFixture<PostgresServer>
{
    string? _schema;

    protected override async Task<ICatalog> OpenAsync() =>
        new PostgresCatalog(_schema ??= await server.CreateSchemaAsync());

    [Fact]
    public async Task Migrates_once_when_several_processes_start_at_the_same_time()
    {
        var schema = await server.CreateSchemaAsync();
        var catalogs = Enumerable.Range(0, 4).Select(_ => new PostgresCatalog(schema)).ToList();

        await Task.WhenAll(catalogs.Select(catalog => catalog.MigrateAsync(Token)));

        foreach (var catalog in catalogs)
        {
            Assert.Empty(await catalog.ListProjectsAsync(Token));
            await catalog.DisposeAsync();
        }
    }

    [Fact]
    public async Task Says_that_it_is_unavailable_when_nobody_answers()
    {
        await using var catalog = new PostgresCatalog("Host=127.0.0.1;Port=1;Username=app;Timeout=2");

        await Assert.ThrowsAsync<CatalogUnavailableException>(() => catalog.ListProjectsAsync(Token));
    }
}
