using NeptuneAlt.Catalog.Sql;
using Npgsql;

namespace NeptuneAlt.Catalog.Postgres;

/// <summary>The catalog in PostgreSQL, for any number of processes. Creations in one project wait for each other on the
/// project's row.</summary>
public sealed class PostgresDatabase : ICatalogDatabase
{
    /// <summary>Any number that other programs do not lock in this database.</summary>
    const long MigrationLock = 0x4E65_7074_416C_7401;

    static readonly SqlDialect Dialect = new(
        ForUpdate: " FOR UPDATE",
        Numbers: parameter =>
            $"SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST({parameter} AS json)) AS list (value)",
        Texts: parameter => $"SELECT value FROM json_array_elements_text(CAST({parameter} AS json)) AS list (value)",
        LastNumber: table => $"coalesce(pg_sequence_last_value(CAST(pg_get_serial_sequence('{table}', 'number') AS regclass)), 0)");

    readonly NpgsqlDataSource _database;
    readonly SealedSecrets _secrets;

    /// <param name="connectionString">In Npgsql's form. The schema is made where its search path points.</param>
    /// <param name="signingSecret">What secrets are encrypted under, the same for all servers; <c>null</c>: they are not.</param>
    public PostgresDatabase(string connectionString, string? signingSecret = null) =>
        (_database, _secrets) = (NpgsqlDataSource.Create(connectionString), new SealedSecrets(signingSecret));

    public Task MigrateAsync(CancellationToken cancellationToken) => WriteAsync<object?>(
        async sql =>
        {
            await sql.ExecuteAsync("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock });
            await Migrations.ApplyAsync(sql, "Postgres");
            foreach (var (name, stored) in await SecretTable.ListAsync(sql))
            {
                var secret = _secrets.Open(name, stored); // a start with another key fails here, not at the first request
                if (_secrets.Seals && !SealedSecrets.IsSealed(stored))
                    await SecretTable.ReplaceAsync(sql, name, _secrets.Seal(name, secret));
            }

            return null;
        },
        cancellationToken);

    public async Task<T> ReadAsync<T>(Func<Statements, Task<T>> read, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Read();
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            return await read(new Statements(connection, Dialect, cancellationToken));
        }
        catch (NpgsqlException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    public async Task<T> WriteAsync<T>(Func<Statements, Task<T>> write, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Write();
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await write(new Statements(transaction, Dialect, cancellationToken));
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (NpgsqlException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>This server makes no copies of its own: backups are the operator's.</summary>
    public Task<T> WriteRecoverableAsync<T>(
        Func<Statements, Task<T>> write, CancellationToken cancellationToken) => WriteAsync(write, cancellationToken);

    public async Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken) => _secrets.Open(
        name,
        await ReadAsync(sql => SecretTable.FindAsync(sql, name), cancellationToken)
        ?? await WriteAsync(
            sql => SecretTable.AddAsync(sql, name, secret => _secrets.Seal(name, secret)), cancellationToken));

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>
    /// Of what the server itself answers, only what it calls passing, and that it is full, shutting down or was
    /// told to stop; the rest are mistakes of ours. See https://www.postgresql.org/docs/current/errcodes-appendix.html.
    /// </summary>
    static bool MayPass(NpgsqlException exception) =>
        exception is not PostgresException answer || answer.IsTransient || answer.SqlState[..2] is "08" or "53" or "57";

    static CatalogUnavailableException Unavailable(NpgsqlException exception) =>
        new($"The catalog's database does not answer: {exception.Message}", exception);
}
