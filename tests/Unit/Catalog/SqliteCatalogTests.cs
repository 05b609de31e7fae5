using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public sealed class SqliteCatalogTests : CatalogConformance
{
    readonly string _folder = Directory.CreateTempSubdirectory("catalog-").FullName;

    protected override Task<ICatalogDatabase> OpenAsync() =>
        Task.FromResult<ICatalogDatabase>(new SqliteDatabase(Path.Combine(_folder, "new", "catalog.db")));

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

        await using var catalog = new SqliteDatabase(path);
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => catalog.MigrateAsync(Token));
        Assert.Contains("77", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_damaged_file()
    {
        var path = Path.Combine(_folder, "damaged.db");
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)7, 9_000)], Token);
        await using var catalog = new SqliteDatabase(path);

        Assert.Contains("not a database", await catalog.FindDamageAsync(Token), StringComparison.Ordinal);
        Assert.True((await Assert.ThrowsAsync<CatalogUnavailableException>(() => catalog.MigrateAsync(Token))).IsDamage);
        Assert.Null(await ((SqliteDatabase)Database).FindDamageAsync(Token));
    }

    [Fact]
    public async Task Copies_itself_whole_and_counts_what_is_worth_a_copy()
    {
        var catalog = (SqliteDatabase)Database;
        var changes = catalog.Changes;
        var project = await CreateProjectAsync();
        Assert.True(catalog.Changes > changes);
        changes = catalog.Changes;
        await CreateRunAsync(project, "a");
        Assert.Equal(changes, catalog.Changes);

        var path = Path.Combine(_folder, "copy.db");
        for (var i = 0; i < 2; i++) await catalog.CopyAsync(path, Token);

        await using var copy = new SqliteDatabase(path);
        Assert.Equal(await FindRunAsync(project, "a"), await new CatalogRuns(copy).FindAsync(new RunKey(project.Number, "a"), Token));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Adds_runs_that_it_lacks_under_their_numbers_and_gives_none_again()
    {
        var project = await CreateProjectAsync();
        var known = (await CreateRunAsync(project, "known")).Run;
        var found = new[] { Found(7, "child", "known", project.Number), Found(8, "orphan", "nobody", project.Number) };

        var added = await ((SqliteDatabase)Database).RestoreAsync(
            [new FoundProject(5, Guid.NewGuid(), "team/other"), new FoundProject(6, null, null)],
            [.. found, Found(9, "elsewhere", null, 6), Found(10, "known", null, project.Number)], new NumbersGiven(40, 12), Token);

        Assert.Equal(["team/other", "recovered/LLM-6"], added.Projects);
        Assert.Equal((3, 1), (added.Runs, added.LeftOut));
        var child = await FindRunAsync(project, "child");
        Assert.Equal((7, "LLM-107", known.Number), ((int)child.Number, child.SysId, child.Fork!.Parent));
        var orphan = await FindRunAsync(project, "orphan");
        Assert.Null(orphan.Fork!.Parent);
        Assert.Equal([orphan.Number], (await CreateRunAsync(project, "nobody")).Adopted.Select(run => run.Number));
        Assert.Equal(new NumbersGiven(41, 12), await Marks.NumbersGivenAsync(Token));
        Assert.Equal("LLM-109", (await FindRunAsync(project, "nobody")).SysId);
        Assert.Equal(13u, (await CreateProjectAsync("new")).Number);
    }

    static FoundRun Found(ulong number, string runId, string? parent, uint project) => new(
        number, project, Guid.NewGuid(), runId, $"LLM-{100 + number}", null, null, parent, parent,
        parent is null ? null : Step.FromDouble(3), Now);

    [Fact]
    public async Task Takes_back_only_what_failed_of_writes_that_are_committed_together()
    {
        var team = Enumerable.Range(0, 100).Select(i => Projects.CreateAsync(
            new NewProject("team", $"p{i}", i % 2 == 0 ? "SAME" : $"K{i}", "priv", "", Now), Token)).ToArray();
        foreach (var (creation, i) in team.Select((creation, i) => (creation, i)))
        {
            if (i % 2 == 1 || i == 0) Assert.True((await creation).Created);
            else await Assert.ThrowsAsync<CatalogConflictException>(() => creation);
        }

        Assert.Equal(51, (await Projects.ListAsync(Token)).Count);
    }

    [Fact]
    public async Task Says_that_it_is_unavailable_when_the_file_is_no_database()
    {
        var path = Path.Combine(_folder, "broken.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000), Token);

        await using var catalog = new SqliteDatabase(path);
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => new CatalogProjects(catalog).ListAsync(Token));
    }

    [Fact]
    public async Task Keeps_secrets_out_of_the_database_and_moves_those_of_an_older_version_out_of_it()
    {
        var path = Path.Combine(_folder, "old.db");
        var secret = Enumerable.Range(100, 32).Select(i => (byte)i).ToArray();
        await using (var old = new SqliteDatabase(path)) await old.MigrateAsync(Token);
        File.Delete(Path.ChangeExtension(path, "keys"));
        Execute(path, "DROP TABLE ended_sessions; DELETE FROM schema_versions WHERE version = 19;");
        Execute(path, $"INSERT INTO secrets VALUES ('signing', x'{Convert.ToHexString(secret)}')");

        await using (var catalog = new SqliteDatabase(path))
        {
            await catalog.MigrateAsync(Token);
            Assert.Equal(secret, await catalog.SecretAsync("signing", Token));
            var made = await catalog.SecretAsync("other", Token);
            foreach (var file in Directory.EnumerateFiles(_folder, "old.db*"))
            {
                var bytes = await ReadSharedAsync(file);
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(made));
            }
        }

        await using var again = new SqliteDatabase(path);
        await again.MigrateAsync(Token);
        Assert.Equal(secret, await again.SecretAsync("signing", Token));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.ChangeExtension(path, "keys")));
    }

    [Fact]
    public async Task Says_what_to_do_where_the_file_of_keys_is_missing_or_damaged()
    {
        var path = Path.Combine(_folder, "keyless.db");
        var keys = Path.ChangeExtension(path, "keys");
        await using (var first = new SqliteDatabase(path))
        {
            await first.MigrateAsync(Token);
            await first.SecretAsync("signing", Token);
        }

        File.Delete(keys);
        await using var catalog = new SqliteDatabase(path);
        var missing = await Assert.ThrowsAsync<InvalidDataException>(() => catalog.MigrateAsync(Token));
        Assert.Contains(keys, missing.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(keys, "signing c2hvcnQ=\n", Token);
        await Assert.ThrowsAsync<InvalidDataException>(() => catalog.SecretAsync("signing", Token));

        await File.WriteAllTextAsync(keys, "", Token); // the way that the message names
        await catalog.MigrateAsync(Token);
        Assert.Equal(32, (await catalog.SecretAsync("signing", Token)).Length);
    }

    static void Execute(string path, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Token);
        return bytes;
    }
}
