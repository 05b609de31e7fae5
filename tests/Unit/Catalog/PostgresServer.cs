using NeptuneAlt.LoadTests.Cluster;
using Npgsql;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

/// <summary>
/// A PostgreSQL server for the tests of one class: the one that NEPTUNEALT_TEST_POSTGRES names (a connection string),
/// else one of its own, where PostgreSQL is installed as Debian does it. Set to nothing, the variable skips the tests.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    PostgresProcess? _own;

    /// <summary><c>null</c> if there is no server to be had.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A schema of the test's own in that server.</summary>
    public async Task<string> CreateSchemaAsync()
    {
        Assert.SkipWhen(ConnectionString is null, "No PostgreSQL here. Set NEPTUNEALT_TEST_POSTGRES, or install it.");

        var schema = $"test_{Guid.NewGuid():N}";
        await using var database = NpgsqlDataSource.Create(ConnectionString!); // the test is skipped without one
        await using var command = database.CreateCommand($"CREATE SCHEMA {schema}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = schema }.ConnectionString;
    }

    public async ValueTask InitializeAsync()
    {
        var configured = Environment.GetEnvironmentVariable("NEPTUNEALT_TEST_POSTGRES");
        if (configured is { Length: > 0 }) ConnectionString = configured;
        if (configured is not null) return;

        _own = await PostgresProcess.StartAsync();
        ConnectionString = _own?.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is null) return;

        NpgsqlConnection.ClearAllPools();
        await _own.DisposeAsync();
    }
}
