using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public sealed class SqliteCatalogTests : CatalogConformance
{
    readonly string _folder = Directory.CreateTempSubdirectory("catalog-").FullName;

    protected override Task<ICatalog> OpenAsync() =>
        Task.FromResult<ICatalog>(new SqliteCatalog(Path.Combine(_folder, "new", "catalog.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Refuses_the_database_of_a_newer_version()
    {
        var path = Path.Combine(_folder, "newer.db");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "CREATE TABLE schema_versions (version INTEGER, name TEXT);"
                + "INSERT INTO schema_versions VALUES (77, '')";
            command.ExecuteNonQuery();
        }

        await using var catalog = new SqliteCatalog(path);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.MigrateAsync(Token));
        Assert.Contains("77", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_back_only_what_failed_of_writes_that_are_committed_together()
    {
        var team = Enumerable.Range(0, 100).Select(i => Catalog.CreateProjectAsync(
            new NewProject("team", $"p{i}", i % 2 == 0 ? "SAME" : $"K{i}", "priv", "", Now), Token)).ToArray();
        foreach (var (creation, i) in team.Select((creation, i) => (creation, i)))
        {
            if (i % 2 == 1 || i == 0) Assert.True((await creation).Created);
            else await Assert.ThrowsAsync<CatalogConflictException>(() => creation);
        }

        Assert.Equal(51, (await Catalog.ListProjectsAsync(Token)).Count);
    }

    [Fact]
    public async Task Says_that_it_is_unavailable_when_the_file_is_no_database()
    {
        var path = Path.Combine(_folder, "broken.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000), Token);

        await using var catalog = new SqliteCatalog(path);
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => catalog.ListProjectsAsync(Token));
    }
}
