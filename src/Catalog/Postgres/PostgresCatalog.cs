using System.Data.Common;
using Dapper;
using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;
using Npgsql;

namespace NeptuneAlt.Catalog.Postgres;

/// <summary>The catalog in PostgreSQL, for any number of processes. Creations in one project wait for each other on the
/// project's row.</summary>
public sealed class PostgresCatalog : ICatalog
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
    readonly ProjectTable _projects = new(Dialect);
    readonly RunTable _runs = new(Dialect);
    readonly ViewTable _views = new(Dialect);
    readonly SettingTable _settings = new(Dialect);
    readonly ExperimentTable _experiments = new(Dialect);
    readonly DeletedRunTable _deletedRuns = new(Dialect);
    readonly MarkTable _marks = new(Dialect);

    readonly SealedSecrets _secrets;

    /// <param name="connectionString">In Npgsql's form. The schema is made where its search path points.</param>
    /// <param name="signingSecret">What secrets are encrypted under, the same for all servers; <c>null</c>: they are not.</param>
    public PostgresCatalog(string connectionString, string? signingSecret = null) =>
        (_database, _secrets) = (NpgsqlDataSource.Create(connectionString), new SealedSecrets(signingSecret));

    public Task MigrateAsync(CancellationToken cancellationToken) => WriteAsync<object?>(
        async transaction =>
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once it has ended
                "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction,
                cancellationToken: cancellationToken));
            await Migrations.ApplyAsync(transaction, "Postgres", cancellationToken);
            foreach (var (name, stored) in await SecretTable.ListAsync(transaction, cancellationToken))
            {
                var secret = _secrets.Open(name, stored); // a start with another key fails here, not at the first request
                if (_secrets.Seals && !SealedSecrets.IsSealed(stored))
                    await SecretTable.ReplaceAsync(transaction, name, _secrets.Seal(name, secret), cancellationToken);
            }

            return null;
        },
        cancellationToken);

    public Task<Project?> FindProjectAsync(string identifier, CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.FindAsync(connection, identifier, cancellationToken), cancellationToken);

    public Task<Project?> GetProjectAsync(uint number, CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.GetAsync(connection, number, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.ListAsync(connection, cancellationToken), cancellationToken);

    public Task<(Project Project, bool Created)> CreateProjectAsync(
        NewProject project, CancellationToken cancellationToken) =>
        WriteAsync(transaction => _projects.CreateAsync(transaction, project, cancellationToken), cancellationToken);

    public Task<Project?> UpdateProjectAsync(
        uint number, ProjectChange change, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _projects.UpdateAsync(transaction, number, change, cancellationToken), cancellationToken);

    public Task<bool> DeleteProjectAsync(uint number, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(transaction => _projects.DeleteAsync(transaction, number, now, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<DeletedProject>> DeletedProjectsAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.DeletedAsync(connection, cancellationToken), cancellationToken);

    public Task ForgetDeletedAsync(uint number, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => ProjectTable.ForgetDeletedAsync(transaction, number, cancellationToken), cancellationToken);

    public Task<RunCreation> CreateRunAsync(NewRun run, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => new RunRegistry(Dialect, transaction, cancellationToken).CreateAsync(run),
            cancellationToken);

    public Task<Run?> FindRunAsync(RunKey key, CancellationToken cancellationToken) =>
        ReadAsync(connection => RunTable.FindAsync(connection, key, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Run?>> FindRunsAsync(
        uint project, IReadOnlyCollection<string> identifiers, CancellationToken cancellationToken) =>
        ReadAsync(
            connection => _runs.FindAsync(connection, project, identifiers, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<ulong, Run>> GetRunsAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        ReadAsync(connection => _runs.GetAsync(connection, numbers, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<ulong, IReadOnlyList<Run>>> AncestryAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        ReadAsync(connection => _runs.AncestryAsync(connection, numbers, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Run>> ChildrenAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        ReadAsync(connection => _runs.ChildrenAsync(connection, numbers, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Run>> RenameExperimentAsync(
        uint project, ulong run, string name, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _experiments.RenameAsync(transaction, project, run, name, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<ulong>> DeleteRunsAsync(
        uint project, IReadOnlyCollection<ulong> numbers, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _deletedRuns.DeleteAsync(transaction, project, numbers, now, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<DeletedRun>> DeletedRunsAsync(
        DateTimeOffset since, CancellationToken cancellationToken) =>
        ReadAsync(connection => DeletedRunTable.ListAsync(connection, since, cancellationToken), cancellationToken);

    public Task ForgetDeletedRunsAsync(IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _deletedRuns.ForgetAsync(transaction, numbers, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<SavedView>> ListViewsAsync(uint project, CancellationToken cancellationToken) =>
        ReadAsync(connection => ViewTable.ListAsync(connection, project, cancellationToken), cancellationToken);

    public Task<SavedView?> FindViewAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        ReadAsync(connection => ViewTable.FindAsync(connection, project, id, cancellationToken), cancellationToken);

    public Task<SavedView> AddViewAsync(NewView view, CancellationToken cancellationToken) =>
        WriteAsync(transaction => _views.AddAsync(transaction, view, cancellationToken), cancellationToken);

    public Task<SavedView?> UpdateViewAsync(
        uint project, Guid id, ViewChange change, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _views.UpdateAsync(transaction, project, id, change, cancellationToken), cancellationToken);

    public Task<bool> SetDefaultViewAsync(uint project, Guid? id, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _views.SetDefaultAsync(transaction, project, id, cancellationToken), cancellationToken);

    public Task<bool> DeleteViewAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => ViewTable.DeleteAsync(transaction, project, id, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AttributeStyle>> ListStylesAsync(uint project, CancellationToken cancellationToken) =>
        ReadAsync(connection => SettingTable.StylesAsync(connection, project, cancellationToken), cancellationToken);

    public Task PutStyleAsync(uint project, AttributeStyle style, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => _settings.PutStyleAsync(transaction, project, style, cancellationToken), cancellationToken);

    public Task<bool> DeleteStyleAsync(uint project, string name, string value, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => SettingTable.DeleteStyleAsync(transaction, project, name, value, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<Property>> ListPropertiesAsync(PropertyScope scope, CancellationToken cancellationToken) =>
        ReadAsync(connection => SettingTable.PropertiesAsync(connection, scope, cancellationToken), cancellationToken);

    public Task PutPropertyAsync(PropertyScope scope, Property property, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => SettingTable.PutPropertyAsync(transaction, scope, property, cancellationToken),
            cancellationToken);

    public Task<bool> DeletePropertyAsync(PropertyScope scope, string key, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => SettingTable.DeletePropertyAsync(transaction, scope, key, cancellationToken),
            cancellationToken);

    public async Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken) => _secrets.Open(
        name,
        await ReadAsync(connection => SecretTable.FindAsync(connection, name, cancellationToken), cancellationToken)
        ?? await WriteAsync(
            transaction => SecretTable.AddAsync(
                transaction, name, secret => _secrets.Seal(name, secret), cancellationToken),
            cancellationToken));

    public Task AddTokenAsync(NewToken token, CancellationToken cancellationToken) => WriteAsync<object?>(
        async transaction =>
        {
            await TokenTable.AddAsync(transaction, token, cancellationToken);
            return null;
        },
        cancellationToken);

    public Task<TokenOwner?> FindTokenAsync(ReadOnlyMemory<byte> keyHash, CancellationToken cancellationToken) =>
        ReadAsync(connection => TokenTable.FindAsync(connection, keyHash, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<TokenOwner>> ListTokensAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => TokenTable.ListAsync(connection, cancellationToken), cancellationToken);

    public Task<bool> RevokeTokenAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync(transaction => TokenTable.RevokeAsync(transaction, id, cancellationToken), cancellationToken);

    public Task<bool> EndSessionAsync(
        Guid id, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => SessionTable.EndAsync(transaction, id, expires, now, cancellationToken), cancellationToken);

    public Task<bool> IsSessionEndedAsync(Guid id, CancellationToken cancellationToken) =>
        ReadAsync(connection => SessionTable.IsEndedAsync(connection, id, cancellationToken), cancellationToken);

    public Task<long?> LeasePartitionAsync(
        int partition, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => LeaseTable.LeaseAsync(transaction, partition, owner, now, duration, cancellationToken),
            cancellationToken);

    public Task ReleasePartitionAsync(int partition, string owner, CancellationToken cancellationToken) =>
        WriteAsync<object?>(
            async transaction =>
            {
                await LeaseTable.ReleaseAsync(transaction, partition, owner, cancellationToken);
                return null;
            },
            cancellationToken);

    public Task<Guid?> FindIdentityAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => MarkTable.FindIdentityAsync(connection, cancellationToken), cancellationToken);

    public Task KeepIdentityAsync(Guid id, CancellationToken cancellationToken) => WriteAsync<object?>(
        async transaction =>
        {
            await MarkTable.KeepIdentityAsync(transaction, id, cancellationToken);
            return null;
        },
        cancellationToken);

    public Task<NumbersGiven> NumbersGivenAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => _marks.NumbersGivenAsync(connection, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<int, LogEnd>> LogEndsAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => MarkTable.LogEndsAsync(connection, cancellationToken), cancellationToken);

    public Task KeepLogEndAsync(int partition, LogEnd end, CancellationToken cancellationToken) => WriteAsync<object?>(
        async transaction =>
        {
            await MarkTable.KeepLogEndAsync(transaction, partition, end, cancellationToken);
            return null;
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Read();
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            return await read(connection);
        }
        catch (NpgsqlException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Write();
        try
        {
            await using var connection = await _database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await write(transaction);
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        catch (NpgsqlException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>
    /// Of what the server itself answers, only what it calls passing, and that it is full, shutting down or was
    /// told to stop; the rest are mistakes of ours. See https://www.postgresql.org/docs/current/errcodes-appendix.html.
    /// </summary>
    static bool MayPass(NpgsqlException exception) =>
        exception is not PostgresException answer || answer.IsTransient || answer.SqlState[..2] is "08" or "53" or "57";

    static CatalogUnavailableException Unavailable(NpgsqlException exception) =>
        new($"The catalog's database does not answer: {exception.Message}", exception);
}
