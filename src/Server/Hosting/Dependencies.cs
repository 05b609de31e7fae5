using System.Data.Common;
using NeptuneAlt.Blobs;
using NeptuneAlt.Blobs.Local;
using NeptuneAlt.Blobs.S3;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Postgres;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Engine;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Log.Kafka;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Parts;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Schema;
using Npgsql;

namespace NeptuneAlt.Server.Hosting;

/// <summary>
/// What the server stands on: log, store, catalog and files, each chosen by itself as a service or as something of the data
/// folder's. All that is above is the same code.
/// </summary>
sealed partial class Dependencies : IAsyncDisposable
{
    readonly List<IAsyncDisposable> _opened = [];
    readonly ServerOptions _options;
    readonly ILoggerFactory _logs;
    readonly DependencyWait _answers;
    Task<EngineProcess?>? _engine;

    Dependencies(ServerOptions options, ILoggerFactory logs)
    {
        (_options, _logs) = (options, logs);
        _answers = new DependencyWait(options.StartTimeout, TimeProvider.System, logs.CreateLogger<DependencyWait>());
    }

    public ICatalogDatabase Catalog { get; private set; } = null!; // These are set before anyone else sees the object.
    public ClickHouse Store { get; private set; } = null!;
    public ILog Log { get; private set; } = null!;
    public IBlobs Blobs { get; private set; } = null!;

    /// <summary>What was found damaged at the start, though the server runs.</summary>
    public List<Damage> Damages { get; } = [];

    /// <summary>Opens all of them, with their tables up to date.</summary>
    /// <param name="logs">Taken over.</param>
    /// <param name="times">Gets what each took.</param>
    /// <exception cref="StartException">One of them cannot be used; the message says which and why.</exception>
    /// <exception cref="EngineStartException">The engine cannot start.</exception>
    public static async Task<Dependencies> OpenAsync(
        ServerOptions options, ILoggerFactory logs, StartTimes times, CancellationToken cancellationToken)
    {
        var parts = new Dependencies(options, logs);
        try
        {
            if (options.KeepsData)
            {
                parts.Keep(DataFolderLock.Take(options.DataFolder));
                if (!OperatingSystem.IsWindows()) new ClosedFolder(logs.CreateLogger<ClosedFolder>()).Close(options);
            }

            // The catalog first: it tells a new folder from one whose catalog is gone by what else is there.
            parts.Catalog = await parts.OpenCatalogAsync(cancellationToken);
            parts._engine = parts.StartEngineAsync(cancellationToken);
            parts.Blobs = await parts.OpenBlobsAsync(cancellationToken);
            times.End("catalog, files");
            parts.Store = await parts.OpenStoreAsync(times, cancellationToken);
            await parts.CompareAsync(cancellationToken);
            parts.Log = new MeasuredLog(await parts.OpenLogAsync(cancellationToken));
            times.End("log");
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>The store alone, for commands: an engine on the data folder's, or on a copy of it.</summary>
    public static async Task<Dependencies> OpenStoreAsync(
        ServerOptions options, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var parts = new Dependencies(options, logs);
        try
        {
            parts._engine = parts.StartEngineAsync(cancellationToken);
            parts.Store = await parts.OpenStoreAsync(new StartTimes(TimeProvider.System), cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>The catalog alone, for commands that need no more.</summary>
    public static async Task<ICatalogDatabase> OpenCatalogAsync(
        ServerOptions options, ILoggerFactory logs, CancellationToken cancellationToken) =>
        await new Dependencies(options, logs).OpenCatalogAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await DropEngineAsync();
        foreach (var part in Enumerable.Reverse(_opened)) await part.DisposeAsync();
        _logs.Dispose();
    }

    async Task<ICatalogDatabase> OpenCatalogAsync(CancellationToken cancellationToken)
    {
        if (_options.Postgres is null) return await OpenCatalogFileAsync(cancellationToken);

        var catalog = new PostgresDatabase(_options.Postgres, _options.SigningSecret);
        _opened.Add(catalog);
        if (_options is { Postgres: not null, SigningSecret: null }) KeyIsReadable(_logs.CreateLogger<Dependencies>());
        await _answers.OfAsync(CatalogName(), () => catalog.MigrateAsync(cancellationToken), cancellationToken);
        return catalog;
    }

    /// <summary>Nothing comes up beside a file: what does not open now never will.</summary>
    async Task<ICatalogDatabase> OpenCatalogFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            var catalog = new SqliteDatabase(_options.CatalogFile);
            _opened.Add(catalog);
            await CatalogFile.CheckAsync(_options, catalog, cancellationToken);
            await catalog.MigrateAsync(cancellationToken);
            return catalog;
        }
        catch (Exception failure) when (
            failure is CatalogUnavailableException or DbException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{CatalogName()} cannot be used: {CatalogFile.OneLine(failure.Message)}", failure);
        }
    }

    /// <summary>One server at a time: of several that start at once, one gives the identity.</summary>
    async Task CompareAsync(CancellationToken cancellationToken)
    {
        await using var turn = await MigrationLock.TakeAsync(_options.Postgres, cancellationToken);
        await new Identities(_options, Catalog, new StoreMarks(Store)).SettleAsync(cancellationToken);
        if (Catalog is SqliteDatabase file)
            _opened.Add(new CatalogCopies(
                file, CatalogFile.CopyOf(_options), TimeProvider.System, _logs.CreateLogger<CatalogCopies>()));
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
        await using var turn = await MigrationLock.TakeAsync(_options.Postgres, cancellationToken);
        await _answers.OfAsync(name, () => store.MigrateAsync(cancellationToken), cancellationToken);
        times.End("tables");
        return store;
    }

    async Task<ILog> OpenLogAsync(CancellationToken cancellationToken)
    {
        var log = _options.Kafka is { } kafka
            ? await OpenTopicAsync(kafka, cancellationToken)
            : await OpenLogFolderAsync(cancellationToken);
        _opened.Add(log);
        return log;
    }

    async Task<ILog> OpenTopicAsync(KafkaLogOptions kafka, CancellationToken cancellationToken)
    {
        var name = $"Kafka at {kafka.BootstrapServers}";
        var log = await _answers.OfAsync(
            name, () => KafkaLog.OpenAsync(kafka, TimeProvider.System, _logs.CreateLogger<KafkaLog>(), cancellationToken),
            cancellationToken);
        try
        {
            await _answers.OfAsync(name, () => CheckTopicAsync(kafka, log, cancellationToken), cancellationToken);
            return log;
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Offsets of a topic that was emptied begin at 0 again, and what came then would be taken for stored.</summary>
    async Task CheckTopicAsync(KafkaLogOptions kafka, KafkaLog log, CancellationToken cancellationToken)
    {
        var writer = new BlockWriter(Store);
        for (var partition = 0; partition < log.Partitions; partition++)
        {
            var stored = (await writer.ReadProgressAsync(partition, cancellationToken)).Stored;
            var end = await log.EndAsync(partition, cancellationToken);
            if (end <= stored)
                throw new InvalidDataException(
                    $"the topic {kafka.Topic} was emptied or replaced: its partition {partition} ends before record {end}, and the store has record {stored}. Bring the topic back, or begin with an empty store and another topic.");
        }
    }

    async Task<ILog> OpenLogFolderAsync(CancellationToken cancellationToken)
    {
        var logger = _logs.CreateLogger<LogEnds>();
        var catalog = new CatalogMarks(Catalog);
        var ends = new LogEnds(catalog, logger);
        var marks = await _answers.OfAsync(
            "The store", () => LogEnds.MarksAsync(catalog, new BlockWriter(Store), _options.LogPartitions, cancellationToken),
            cancellationToken);
        try
        {
            var log = new EmbeddedLog(
                new EmbeddedLogOptions(_options.LogFolder, _options.LogPartitions)
                {
                    Fsync = _options.Fsync,
                    Marks = marks,
                    AcceptsLoss = _options.AcceptLoss,
                    SegmentBegun = ends.Begun,
                    TimeOf = LogEnds.TimeOf,
                },
                TimeProvider.System);
            Damages.AddRange(log.Losses);
            foreach (var note in log.Notes) LogNote(logger, note);
            _opened.Add(ends);
            await ends.OpenedAsync(log, cancellationToken);
            return log;
        }
        catch (Exception failure) when (
            failure is LogDamagedException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The log cannot be used. {failure.Message}", failure);
        }
    }

    async Task<IBlobs> OpenBlobsAsync(CancellationToken cancellationToken)
    {
        if (_options.Bucket is not { } address) return OpenFileFolder();

        var blobs = new S3Blobs(address);
        Keep(blobs);
        await _answers.OfAsync($"The bucket {address}", () => blobs.CheckAsync(cancellationToken), cancellationToken);
        return blobs;
    }

    LocalBlobs OpenFileFolder()
    {
        try
        {
            return new LocalBlobs(_options.BlobFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder of files cannot be used: {failure.Message}", failure);
        }
    }

    string CatalogName()
    {
        if (_options.Postgres is null) return $"The catalog in {_options.CatalogFile}";
        var parts = new NpgsqlConnectionStringBuilder(_options.Postgres);
        return $"PostgreSQL at {parts.Host}, database {parts.Database}";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Note}")]
    static partial void LogNote(ILogger logger, string note);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The keys that sign tokens can be read in PostgreSQL: set NEPTUNEALT_SIGNING_SECRET, which encrypts them")]
    static partial void KeyIsReadable(ILogger logger);

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
