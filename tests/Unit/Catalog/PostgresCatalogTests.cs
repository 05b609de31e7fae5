using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Postgres;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

[Trait(Speed.Name, Speed.Slow)]
public sealed class PostgresCatalogTests(PostgresServer server) : CatalogConformance, IClassFixture<PostgresServer>
{
    string? _schema;

    protected override async Task<ICatalogDatabase> OpenAsync() =>
        new PostgresDatabase(_schema ??= await server.CreateSchemaAsync());

    [Fact]
    public async Task Migrates_once_when_several_processes_start_at_the_same_time()
    {
        var schema = await server.CreateSchemaAsync();
        var catalogs = Enumerable.Range(0, 4).Select(_ => new PostgresDatabase(schema)).ToList();

        await Task.WhenAll(catalogs.Select(catalog => catalog.MigrateAsync(Token)));

        foreach (var catalog in catalogs)
        {
            Assert.Empty(await new CatalogProjects(catalog).ListAsync(Token));
            await catalog.DisposeAsync();
        }
    }

    /// <summary>During a rolling upgrade servers of the version before write the table of views that they know.</summary>
    [Fact]
    public async Task Takes_over_what_older_servers_save_beside_it()
    {
        var project = await CreateProjectAsync();
        var key = new DocumentKey(project.Number, "view", Guid.NewGuid());
        Task<int> OldAsync(string statement) => Database.WriteAsync(sql => sql.ExecuteAsync(statement), Token);

        await OldAsync($"INSERT INTO views VALUES ('{key.Id}', {project.Number}, 'a', '1', 0, 7)");
        Assert.Equal(("a", "1", 1), await FoundAsync());
        await OldAsync($"UPDATE views SET is_default = 1 WHERE id = '{key.Id}'");
        Assert.Equal(("a", "1", 1), await FoundAsync());
        await OldAsync($"UPDATE views SET content = '2' WHERE id = '{key.Id}'");
        Assert.Equal(("a", "2", 2), await FoundAsync());
        Assert.True((await Documents.SaveAsync(key, 1, new DocumentChange("a", "3", null, "ann", Now), Token)).IsStale);
        await OldAsync($"DELETE FROM views WHERE id = '{key.Id}'");
        Assert.Null(await Documents.FindAsync(key, Token));

        async Task<(string, string, long)> FoundAsync()
        {
            var found = (await Documents.FindAsync(key, Token))!; // a test that finds none fails
            return (found.Name, found.Content, found.Revision);
        }
    }

    [Fact]
    public async Task Says_that_it_is_unavailable_when_nobody_answers()
    {
        await using var catalog = new PostgresDatabase("Host=127.0.0.1;Port=1;Username=app;Timeout=2");

        await Assert.ThrowsAsync<CatalogUnavailableException>(() => new CatalogProjects(catalog).ListAsync(Token));
    }

    [Fact]
    public async Task Encrypts_secrets_under_the_setting_those_of_an_older_version_included()
    {
        var schema = await server.CreateSchemaAsync();
        byte[] secret;
        await using (var plain = new PostgresDatabase(schema))
        {
            await plain.MigrateAsync(Token);
            secret = await plain.SecretAsync("signing", Token);
            Assert.Equal(secret, await StoredAsync("signing"));
        }

        await using (var catalog = new PostgresDatabase(schema, new string('k', 32)))
        {
            await catalog.MigrateAsync(Token);
            Assert.Equal(secret, await catalog.SecretAsync("signing", Token));
            Assert.Equal(-1, (await StoredAsync("signing")).AsSpan().IndexOf(secret));
            var made = await catalog.SecretAsync("other", Token);
            Assert.Equal(made, await catalog.SecretAsync("other", Token));
            Assert.Equal(-1, (await StoredAsync("other")).AsSpan().IndexOf(made));
        }

        foreach (var wrong in new[] { null, new string('x', 32) })
        {
            await using var refused = new PostgresDatabase(schema, wrong);
            var why = await Assert.ThrowsAsync<InvalidDataException>(() => refused.MigrateAsync(Token));
            Assert.Contains("NEPTUNEALT_SIGNING_SECRET", why.Message, StringComparison.Ordinal);
        }

        async Task<byte[]> StoredAsync(string name)
        {
            await using var database = Npgsql.NpgsqlDataSource.Create(schema);
            await using var command = database.CreateCommand("SELECT value FROM secrets WHERE name = $1");
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = name });
            return (byte[])(await command.ExecuteScalarAsync(Token))!; // it was just made
        }
    }
}
