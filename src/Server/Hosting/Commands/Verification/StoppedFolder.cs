using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Engine;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server.Hosting.Commands.Verification;

/// <summary>
/// The data folder of a server that does not run. SQLite and the engine write where they read, so they get copies: of
/// the catalog, and of the store a tree of links whose large files are the folder's own.
/// </summary>
sealed class StoppedFolder : IAsyncDisposable
{
    readonly DataFolderLock _lock;
    readonly ILoggerFactory _logs = LoggerFactory.Create(logging => logging.ClearProviders());
    DirectoryInfo? _work;
    SqliteDatabase? _catalog;
    Dependencies? _store;
    string? _storeProblem;

    StoppedFolder(ServerOptions options, DataFolderLock taken) => (Options, _lock) = (options, taken);

    public ServerOptions Options { get; }

    /// <exception cref="StartException">There is no such folder, or a server runs on it.</exception>
    public static StoppedFolder Open(ServerOptions options)
    {
        if (options.Kafka is not null || options.ClickHouse is not null || options.Postgres is not null)
            throw new StartException("This command is for a data folder: without --kafka, --clickhouse and --postgres.");
        if (!Directory.Exists(options.DataFolder))
            throw new StartException($"There is no folder {options.DataFolder}. Name the server's with --data.");
        return new StoppedFolder(options, DataFolderLock.Take(options.DataFolder));
    }

    /// <summary>A copy of the catalog, its schema up to date; <c>null</c> if it cannot be opened.</summary>
    public SqliteDatabase? Catalog => _catalog;

    /// <returns>What is wrong with the catalog; <c>null</c> if it is sound.</returns>
    public async Task<string?> OpenCatalogAsync(CancellationToken cancellationToken)
    {
        var copy = Path.Combine(Work().FullName, "catalog.db");
        foreach (var ending in new[] { "", "-wal" })
            if (File.Exists(Options.CatalogFile + ending)) File.Copy(Options.CatalogFile + ending, copy + ending);
        var (keys, keysCopy) = (SqliteDatabase.KeysOf(Options.CatalogFile), SqliteDatabase.KeysOf(copy));
        if (File.Exists(keys)) File.Copy(keys, keysCopy);
        var catalog = new SqliteDatabase(copy);
        try
        {
            if (await catalog.FindDamageAsync(cancellationToken) is { } damage) return damage;
            await catalog.MigrateAsync(cancellationToken);
            (_catalog, catalog) = (catalog, null!);
            return null;
        }
        catch (Exception failure) when (failure is InvalidDataException or System.Data.Common.DbException)
        {
            return failure.Message.Replace(keysCopy, keys, StringComparison.Ordinal);
        }
        finally
        {
            if (catalog is not null) await catalog.DisposeAsync();
        }
    }

    /// <summary>The store, which an engine answers for that works on a copy; <c>null</c> if it does not
    /// start.</summary>
    public async Task<ClickHouse?> StoreAsync(CancellationToken cancellationToken)
    {
        if (_store is not null || _storeProblem is not null) return _store?.Store;
        try
        {
            LinkedTree.Make(Options.StoreFolder, StoreCopy);
            _store = await Dependencies.OpenStoreAsync(
                new ServerOptions(Work().FullName, Options.Urls), LoggerFactory.Create(logging => logging.ClearProviders()),
                cancellationToken);
        }
        catch (Exception failure) when (
            failure is StartException or EngineStartException or IOException or UnauthorizedAccessException)
        {
            _storeProblem = failure.Message;
        }

        return _store?.Store;
    }

    /// <summary>Why the store does not start.</summary>
    public string? StoreProblem => _storeProblem;

    /// <summary>The folder that the engine works on.</summary>
    public string StoreCopy => Path.Combine(Work().FullName, "store");

    /// <summary>A finding in the copy of the store, worded for the original folder.</summary>
    public Damage InPlace(Damage damage)
    {
        return damage with { Place = Named(damage.Place), What = Named(damage.What), Cure = Named(damage.Cure) };

        string Named(string text) => text.Replace(StoreCopy, Options.StoreFolder, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null) await _catalog.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        _work?.Delete(recursive: true);
        _logs.Dispose();
        _lock.Dispose();
    }

    /// <summary>Beside the data folder, so that links can be made; else where temporary files go.</summary>
    DirectoryInfo Work()
    {
        if (_work is not null) return _work;
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Options.DataFolder));
        try
        {
            return _work = Directory.CreateDirectory(Path.Combine(parent!, $".verify-{Guid.NewGuid():N}")); // caught below
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentNullException)
        {
            return _work = Directory.CreateTempSubdirectory("verify-");
        }
    }
}
