using Dapper;
using Npgsql;

namespace NeptuneAlt.Server.Hosting;

/// <summary>Lets one server at a time change the store's tables: ClickHouse has no lock for that, PostgreSQL has.</summary>
sealed class MigrationLock(NpgsqlDataSource? database) : IAsyncDisposable
{
    /// <summary>Any number that other programs do not lock in this database.</summary>
    const long Lock = 0x4E65_7074_416C_7403;

    NpgsqlConnection? _connection;

    /// <param name="postgres">The catalog's database; <c>null</c>: the data folder's lock is enough.</param>
    public static async Task<MigrationLock> TakeAsync(string? postgres, CancellationToken cancellationToken)
    {
        var turn = new MigrationLock(postgres is null ? null : NpgsqlDataSource.Create(postgres));
        if (turn.Database is null) return turn;
        try
        {
            turn._connection = await turn.Database.OpenConnectionAsync(cancellationToken);
            await turn._connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_lock(@Lock)", new { Lock }, commandTimeout: 0, cancellationToken: cancellationToken));
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    NpgsqlDataSource? Database => database;

    /// <summary>The lock goes with the session.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.ExecuteAsync("SELECT pg_advisory_unlock_all()");
            await _connection.DisposeAsync();
        }

        if (database is not null) await database.DisposeAsync();
    }
}
