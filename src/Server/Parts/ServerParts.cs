using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using NeptuneAlt.Blobs.S3;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Postgres;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Engine;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Parts;
using Npgsql;

namespace NeptuneAlt.Server.Parts;

/// <summary>
/// What the server stands on: log, store, catalog and files, each chosen by itself as a service or as something of the data
/// folder's. All that is above is the same code.
/// </summary>
sealed class ServerParts : IAsyncDisposable
{
    readonly List<IAsyncDisposable> _opened = [];
    readonly ServerOptions _options;
    readonly ILoggerFactory _logs;
    readonly FirstAnswer _answers;
    Task<EngineProcess?>? _engine;

    ServerParts(ServerOptions options, ILoggerFactory logs)
    {
        (_options, _logs) = (options, logs);
        _answers = new FirstAnswer(options.StartPatience, TimeProvider.System, logs.CreateLogger<FirstAnswer>());
    }

    public ICatalog Catalog { get; private set; } = null!; // These are set before anyone else sees the object.
    public ClickHouse Store { get; private set; } = null!;
    public ILog Log { get; private set; } = null!;
    public IBlobs Blobs { get; private set; } = null!;

    /// <summary>Opens all of them, with their tables up to date.</summary>
    /// <param name="logs">Taken over.</param>
    /// <param name="times">Gets what each took.</param>
    /// <exception cref="StartException">One of them cannot be used; the message says which and why.</exception>
    /// <exception cref="EngineStartException">The engine cannot start.</exception>
    public static async Task<ServerParts> OpenAsync(
        ServerOptions options, ILoggerFactory logs, StartTimes times, CancellationToken cancellationToken)
    {
        var parts = new ServerParts(options, logs);
        try
        {
            if (options.KeepsData) parts.Keep(DataFolderLock.Take(options.DataFolder));
            // The longest of all; the others are opened meanwhile.
            parts._engine = parts.StartEngineAsync(cancellationToken);
            parts.Catalog = await parts.OpenCatalogAsync(cancellationToken);
            parts.Log = new MeasuredLog(await parts.OpenLogAsync(cancellationToken));
            parts.Blobs = await parts.OpenBlobsAsync(cancellationToken);
            times.End("catalog, log, files");
            parts.Store = await parts.OpenStoreAsync(times, cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>The catalog alone, for commands that need no more.</summary>
    public static async Task<ICatalog> OpenCatalogAsync(
        ServerOptions options, ILoggerFactory logs, CancellationToken cancellationToken) =>
        await new ServerParts(options, logs).OpenCatalogAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await DropEngineAsync();
        foreach (var part in Enumerable.Reverse(_opened)) await part.DisposeAsync();
        _logs.Dispose();
    }

    async Task<ICatalog> OpenCatalogAsync(CancellationToken cancellationToken)
    {
        ICatalog catalog = _options.Postgres is { } connection
            ? new PostgresCatalog(connection)
            : new SqliteCatalog(_options.CatalogFile);
        _opened.Add(catalog);
        await _answers.OfAsync(CatalogName(), () => catalog.MigrateAsync(cancellationToken), cancellationToken);
        return catalog;
    }

    /// <returns><c>null</c> if the store is a service.</returns>
    async Task<EngineProcess?> StartEngineAsync(CancellationToken cancellationToken)
    {
        if (_options.ClickHouse is not null) return null;
        if (TableDefinitions.Check(_options.StoreFolder) is [var damage, ..]) throw new StartException(damage.ToString());
        return await EngineProcess.StartAsync(
            new EngineOptions(_options.StoreFolder), _logs.CreateLogger<EngineProcess>(), cancellationToken);
    }

    /// <summary>Ends an engine that was started for a store that was not opened.</summary>
    async Task DropEngineAsync()
    {
        if (_engine is not { } starting) return;
        _engine = null;
        try
        {
            if (await starting is { } engine) await engine.DisposeAsync();
        }
        catch (Exception failure) when (failure is StartException or EngineStartException or OperationCanceledException)
        {
            // What went wrong before it is told.
        }
    }

    async Task<ClickHouse> OpenStoreAsync(StartTimes times, CancellationToken cancellationToken)
    {
        var address = _options.ClickHouse;
        var engine = _engine is null ? null : await _engine;
        _engine = null;
        if (address is null)
        {
            _opened.Add(engine!); // There is one where the store is no service.
            address = StoreAddress.Embedded(engine!.SocketPath);
            times.End("engine");
        }

        var store = new ClickHouse(address);
        Keep(store);
        var name = $"ClickHouse at {address.Endpoint}";
        await _answers.OfAsync(name, () => StoreDatabase.EnsureAsync(address, cancellationToken), cancellationToken);
        await using var turn = await MigrationTurn.TakeAsync(_options.Postgres, cancellationToken);
        await _answers.OfAsync(name, () => store.MigrateAsync(cancellationToken), cancellationToken);
        times.End("tables");
        return store;
    }

    async Task<ILog> OpenLogAsync(CancellationToken cancellationToken)
    {
        ILog log = _options.Kafka is { } kafka
            ? await _answers.OfAsync(
                $"Kafka at {kafka.BootstrapServers}",
                () => KafkaLog.OpenAsync(kafka, TimeProvider.System, _logs.CreateLogger<KafkaLog>(), cancellationToken),
                cancellationToken)
            : new EmbeddedLog(
                new EmbeddedLogOptions(_options.LogFolder, _options.LogPartitions) { Fsync = _options.Fsync },
                TimeProvider.System);
        _opened.Add(log);
        return log;
    }

    async Task<IBlobs> OpenBlobsAsync(CancellationToken cancellationToken)
    {
        if (_options.Bucket is not { } address) return new LocalBlobs(_options.BlobFolder);

        var blobs = new S3Blobs(address);
        Keep(blobs);
        await _answers.OfAsync($"The bucket {address}", () => blobs.CheckAsync(cancellationToken), cancellationToken);
        return blobs;
    }

    string CatalogName()
    {
        if (_options.Postgres is null) return $"The catalog in {_options.CatalogFile}";
        var parts = new NpgsqlConnectionStringBuilder(_options.Postgres);
        return $"PostgreSQL at {parts.Host}, database {parts.Database}";
    }

    void Keep(IDisposable part) => _opened.Add(new Disposal(part));

    sealed class Disposal(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
