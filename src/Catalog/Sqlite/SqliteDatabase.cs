using Microsoft.Data.Sqlite;
using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>
/// The catalog in one SQLite file, for one process. Writes go through the one writing connection in groups; each is on the
/// disk when its call returns. Readers take pooled connections and never wait for a writer (write-ahead log).
/// </summary>
public sealed class SqliteDatabase : ICatalogDatabase
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
    long _changes;

    /// <param name="path">The database file; made with its folder if there is none. The secrets are in a file beside it, of
    /// the extension <c>keys</c>.</param>
    public SqliteDatabase(string path)
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

    /// <summary>Counts writes of what no other part of the server holds, such as projects, tokens and documents.</summary>
    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>What SQLite finds wrong with the file, which it reads whole; <c>null</c> if it is sound.</summary>
    public async Task<string?> FindDamageAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(
                async sql => (await sql.ListAsync<string>("PRAGMA quick_check(1)"))[0] is var found && found != "ok" ? found : null,
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
        await ReadAsync(sql => sql.ExecuteAsync("VACUUM INTO @fresh", new { fresh }), cancellationToken);
        using (var file = File.OpenHandle(fresh, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Adds projects and runs that the store has and this catalog lacks, under the numbers that they have there. What
    /// is in the catalog stays as it is, and no number up to the highest ones is given again.</summary>
    public Task<RestoredRows> RestoreAsync(
        IReadOnlyCollection<FoundProject> projects, IReadOnlyCollection<FoundRun> runs, NumbersGiven highest,
        CancellationToken cancellationToken) =>
        WriteRecoverableAsync(sql => new Restoring(sql).AddAsync(projects, runs, highest), cancellationToken);

    /// <exception cref="InvalidDataException">The file of keys is missing or damaged.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var taken = await WriteRecoverableAsync(
            async sql =>
            {
                var applied = await Migrations.ApplyAsync(sql, "Sqlite");
                return await TakeKeysOverAsync(sql, applied.Contains(KeysAsideVersion));
            },
            cancellationToken);
        if (!taken) return;

        // The journal still has the pages that the keys were on.
        await ReadAsync(sql => sql.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)"), cancellationToken);
    }

    public async Task<T> ReadAsync<T>(Func<Statements, Task<T>> read, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Read();
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            return await read(new Statements(connection, Dialect, cancellationToken));
        }
        catch (SqliteException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    public async Task<T> WriteAsync<T>(Func<Statements, Task<T>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteRecoverableAsync(write, cancellationToken);
        }
        finally
        {
            Interlocked.Increment(ref _changes);
        }
    }

    public async Task<T> WriteRecoverableAsync<T>(
        Func<Statements, Task<T>> write, CancellationToken cancellationToken)
    {
        using var call = Telemetry.Write();
        try
        {
            return await _writes.RunAsync(
                transaction => write(new Statements(transaction, Dialect, cancellationToken)), cancellationToken);
        }
        catch (SqliteException exception) when (MayPass(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Made under the database's lock, which other processes heed, too.</summary>
    public async Task<byte[]> SecretAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return _keys.Find(name)
                ?? await WriteRecoverableAsync(_ => Task.FromResult(_keys.FindOrMake(name)), cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CatalogUnavailableException($"The file of keys cannot be used: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Moves secrets that an older version kept in the database into their file.</summary>
    /// <param name="isFirst">Whether the catalog was made by an older version, or now.</param>
    /// <returns>Whether there were any.</returns>
    async Task<bool> TakeKeysOverAsync(Statements sql, bool isFirst)
    {
        var kept = await SecretTable.ListAsync(sql);
        if (!isFirst && !_keys.IsThere)
            throw new InvalidDataException(
                $"The file of keys {_keys.Path} is missing. Restore it from a backup; or make an empty one, upon which new keys "
                + "are made: browsers sign in again then, and clients that are running are to be started again.");
        if (!isFirst && kept.Count == 0) return false;

        _keys.TakeOver(kept); // on the disk before the database forgets them
        await SecretTable.ForgetAsync(sql);
        return kept.Count > 0;
    }

    static bool MayPass(SqliteException exception) =>
        exception.SqliteErrorCode is not (SqliteErrorGeneric or SqliteErrorConstraint or SqliteErrorMisuse);

    static CatalogUnavailableException Unavailable(SqliteException exception) =>
        exception.SqliteErrorCode is SqliteErrorCorrupt or SqliteErrorNotADatabase
            ? new(exception.Message, exception) { IsDamage = true }
            : new($"The catalog's database does not answer: {exception.Message}", exception);
}
