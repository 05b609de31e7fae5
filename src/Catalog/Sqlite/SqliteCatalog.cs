using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>
/// The catalog in one SQLite file, for one process. Writes go through the one writing connection in groups; each is on the
/// disk when its call returns. Readers take pooled connections and never wait for a writer (write-ahead log).
/// </summary>
public sealed class SqliteCatalog : ICatalog
{
    /// <summary>The first schema beside which secrets have a file of their own.</summary>
    const long KeysAsideVersion = 19;

    const int SqliteErrorGeneric = 1;
    const int SqliteErrorCorrupt = 11;
    const int SqliteErrorConstraint = 19;
    const int SqliteErrorMisuse = 21;
    const int SqliteErrorNotADatabase = 26;

    static readonly SqlDialect Dialect = new(
        ForUpdate: "",
        Numbers: parameter => $"SELECT value FROM json_each({parameter})",
        Texts: parameter => $"SELECT value FROM json_each({parameter})",
        LastNumber: table => $"coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)");

    readonly string _connectionString;
    readonly GroupCommit _writes;
    readonly KeyFile _keys;
    readonly ProjectTable _projects = new(Dialect);
    readonly RunTable _runs = new(Dialect);
    readonly ViewTable _views = new(Dialect);
    readonly SettingTable _settings = new(Dialect);
    readonly ExperimentTable _experiments = new(Dialect);
    readonly DeletedRunTable _deletedRuns = new(Dialect);
    readonly MarkTable _marks = new(Dialect);
    long _changes;

    /// <param name="path">The database file; made with its folder if there is none. The secrets are in a file beside it, of
    /// the extension <c>keys</c>.</param>
    public SqliteCatalog(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 30, // seconds that a statement waits for another process's lock
        }.ConnectionString;
        _writes = new GroupCommit(_connectionString);
        _keys = new KeyFile(KeysOf(path));
    }

    /// <summary>Where the secrets of a catalog are: a copy of its file needs a copy of that one, too.</summary>
    public static string KeysOf(string path) => Path.ChangeExtension(Path.GetFullPath(path), "keys");

    /// <summary>Counts changes of what no other part holds: projects, tokens, views and settings.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>What SQLite finds wrong with the file, which it reads whole; <c>null</c> if it is sound.</summary>
    public async Task<string?> FindDamageAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(
                async connection => await connection.QueryFirstAsync<string>(
                    new CommandDefinition("PRAGMA quick_check(1)", cancellationToken: cancellationToken)) is var found
                    && found != "ok" ? found : null,
                cancellationToken);
        }
        catch (CatalogUnavailableException failure) when (failure.IsDamage)
        {
            return failure.Message;
        }
    }

    /// <summary>Writes a copy of the catalog as it is at one moment, durably; a former copy is replaced at once.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task CopyAsync(string path, CancellationToken cancellationToken)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        // Nobody else may read it, at no moment.
        var mine = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(fresh, mine).Dispose();
        await ReadAsync(
            connection => connection.ExecuteAsync(
                new CommandDefinition("VACUUM INTO @fresh", new { fresh }, cancellationToken: cancellationToken)),
            cancellationToken);
        using (var file = File.OpenHandle(fresh, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Adds projects and runs that the store has and this catalog lacks, under the numbers that they have there. What
    /// is in the catalog stays as it is, and no number up to the highest ones is given again.</summary>
    public Task<RestoredRows> RestoreAsync(
        IReadOnlyCollection<FoundProject> projects, IReadOnlyCollection<FoundRun> runs, NumbersGiven highest,
        CancellationToken cancellationToken) =>
        WriteAsync(
            transaction => new Restoring(transaction, cancellationToken).AddAsync(projects, runs, highest), cancellationToken);

    /// <exception cref="InvalidDataException">The file of keys is missing or damaged.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var taken = await WriteAsync(
            async transaction =>
            {
                var applied = await Migrations.ApplyAsync(transaction, "Sqlite", cancellationToken);
                return await TakeKeysOverAsync(transaction, applied.Contains(KeysAsideVersion), cancellationToken);
            },
            cancellationToken);
        if (!taken) return;

        // The journal still has the pages that the keys were on.
        await ReadAsync(
            connection => connection.ExecuteAsync(new CommandDefinition(
                "PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken: cancellationToken)),
            cancellationToken);
    }

    public Task<Project?> FindProjectAsync(string identifier, CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.FindAsync(connection, identifier, cancellationToken), cancellationToken);

    public Task<Project?> GetProjectAsync(uint number, CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.GetAsync(connection, number, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Project>> ListProjectsAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => ProjectTable.ListAsync(connection, cancellationToken), cancellationToken);

    public Task<(Project Project, bool Created)> CreateProjectAsync(
        NewProject project, CancellationToken cancellationToken) =>
        ChangeAsync(transaction => _projects.CreateAsync(transaction, project, cancellationToken), cancellationToken);

    public Task<Project?> UpdateProjectAsync(
        uint number, ProjectChange change, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => _projects.UpdateAsync(transaction, number, change, cancellationToken), cancellationToken);

    public Task<bool> DeleteProjectAsync(uint number, DateTimeOffset now, CancellationToken cancellationToken) =>
        ChangeAsync(transaction => _projects.DeleteAsync(transaction, number, now, cancellationToken), cancellationToken);

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
        ChangeAsync(
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
        ChangeAsync(transaction => _views.AddAsync(transaction, view, cancellationToken), cancellationToken);

    public Task<SavedView?> UpdateViewAsync(
        uint project, Guid id, ViewChange change, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => _views.UpdateAsync(transaction, project, id, change, cancellationToken), cancellationToken);

    public Task<bool> SetDefaultViewAsync(uint project, Guid? id, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => _views.SetDefaultAsync(transaction, project, id, cancellationToken), cancellationToken);

    public Task<bool> DeleteViewAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => ViewTable.DeleteAsync(transaction, project, id, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AttributeStyle>> ListStylesAsync(uint project, CancellationToken cancellationToken) =>
        ReadAsync(connection => SettingTable.StylesAsync(connection, project, cancellationToken), cancellationToken);

    public Task PutStyleAsync(uint project, AttributeStyle style, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => _settings.PutStyleAsync(transaction, project, style, cancellationToken), cancellationToken);

    public Task<bool> DeleteStyleAsync(uint project, string name, string value, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => SettingTable.DeleteStyleAsync(transaction, project, name, value, cancellationToken),
            cancellationToken);

    public Task<IReadOnlyList<Property>> ListPropertiesAsync(PropertyScope scope, CancellationToken cancellationToken) =>
        ReadAsync(connection => SettingTable.PropertiesAsync(connection, scope, cancellationToken), cancellationToken);

    public Task PutPropertyAsync(PropertyScope scope, Property property, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => SettingTable.PutPropertyAsync(transaction, scope, property, cancellationToken),
            cancellationToken);

    public Task<bool> DeletePropertyAsync(PropertyScope scope, string key, CancellationToken cancellationToken) =>
        ChangeAsync(
            transaction => SettingTable.DeletePropertyAsync(transaction, scope, key, cancellationToken),
            cancellationToken);

    /// <summary>Made under the database's lock, which other processes heed, too.</summary>
    public async Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return _keys.Find(name)
                ?? await WriteAsync(_ => Task.FromResult(_keys.FindOrMake(name)), cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CatalogUnavailableException($"The file of keys cannot be used: {failure.Message}", failure);
        }
    }

    public Task AddTokenAsync(NewToken token, CancellationToken cancellationToken) => ChangeAsync<object?>(
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
        ChangeAsync(transaction => TokenTable.RevokeAsync(transaction, id, cancellationToken), cancellationToken);

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

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Moves secrets that an older version kept in the database into their file.</summary>
    /// <param name="isFirst">Whether the catalog was made by an older version, or now.</param>
    /// <returns>Whether there were any.</returns>
    async Task<bool> TakeKeysOverAsync(DbTransaction transaction, bool isFirst, CancellationToken cancellationToken)
    {
        var kept = await SecretTable.ListAsync(transaction, cancellationToken);
        if (!isFirst && !_keys.IsThere)
            throw new InvalidDataException(
                $"The file of keys {_keys.Path} is missing. Restore it from a backup; or make an empty one, upon which new keys "
                + "are made: browsers sign in again then, and clients that are running are to be started again.");
        if (!isFirst && kept.Count == 0) return false;

        _keys.TakeOver(kept); // on the disk before the database forgets them
        await SecretTable.ForgetAsync(transaction, cancellationToken);
        return kept.Count > 0;
    }

    async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Read();
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            return await read(connection);
        }
        catch (SqliteException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>A write of what the store does not tell again.</summary>
    async Task<T> ChangeAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(write, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _changes);
        }
    }

    async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Write();
        try
        {
            return await _writes.RunAsync(write, cancellationToken);
        }
        catch (SqliteException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    static bool MayPass(SqliteException exception) =>
        exception.SqliteErrorCode is not (SqliteErrorGeneric or SqliteErrorConstraint or SqliteErrorMisuse);

    static CatalogUnavailableException Unavailable(SqliteException exception) =>
        exception.SqliteErrorCode is SqliteErrorCorrupt or SqliteErrorNotADatabase
            ? new(exception.Message, exception) { IsDamage = true }
            : new($"The catalog's database does not answer: {exception.Message}", exception);
}
