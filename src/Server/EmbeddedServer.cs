using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Engine;
using NeptuneAlt.Ingest;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Server.Api.Backend;
using NeptuneAlt.Server.Api.Editing;
using NeptuneAlt.Server.Api.Ingestion;
using NeptuneAlt.Server.Api.StorageBridge;
using NeptuneAlt.Store;

namespace NeptuneAlt.Server;

/// <summary>
/// Everything in one process and one folder: the engine as a child process, the log in segment files, the catalog in
/// SQLite, blobs in a folder, one silo.
/// </summary>
sealed class EmbeddedServer : IAsyncDisposable
{
    readonly DataFolderLock _lock;
    readonly EngineProcess _engine;
    readonly WebApplication _app;
    readonly ServerOptions _options;

    EmbeddedServer(DataFolderLock folderLock, EngineProcess engine, WebApplication app, ServerOptions options) =>
        (_lock, _engine, _app, _options) = (folderLock, engine, app, options);

    /// <summary>Starts all parts; the server listens when this returns.</summary>
    /// <exception cref="StartException">It cannot, and the message says what to do.</exception>
    /// <exception cref="EngineStartException">The engine cannot.</exception>
    public static async Task<EmbeddedServer> StartAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        ListenAddresses.Check(options);
        var folderLock = DataFolderLock.Take(options.DataFolder);
        EngineProcess? engine = null;
        WebApplication? app = null;
        try
        {
            using var logs = LoggerFactory.Create(Logging);
            engine = await EngineProcess.StartAsync(
                new EngineOptions(options.StoreFolder), logs.CreateLogger<EngineProcess>(), cancellationToken);
            app = Build(options, engine);
            await app.Services.GetRequiredService<ICatalog>().MigrateAsync(cancellationToken);
            await app.Services.GetRequiredService<ClickHouse>().MigrateAsync(cancellationToken);
            await StartListeningAsync(app, cancellationToken);
            return new EmbeddedServer(folderLock, engine, app, options);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (engine is not null) await engine.DisposeAsync();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Tells the operator how to log in, and runs until the process is asked to end.</summary>
    public async Task RunAsync()
    {
        await Welcome.PrintAsync(_app, _options);
        await _app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        _lock.Dispose();
    }

    static async Task StartListeningAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            throw new StartException($"{failure.Message} Choose another address with --urls.", failure);
        }
    }

    static WebApplication Build(ServerOptions options, EngineProcess engine)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Logging(builder.Logging);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel.Limits));
        builder.Host.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), gatewayPort: 0));
        AddParts(builder.Services, options, engine);
        var app = builder.Build();
        app.MapAll();
        return app;
    }

    static void AddParts(IServiceCollection services, ServerOptions options, EngineProcess engine)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new ClickHouse(StoreAddress.Embedded(engine.SocketPath)));
        services.AddSingleton<ICatalog>(_ => new SqliteCatalog(options.CatalogFile));
        services.AddSingleton<ILog>(provider => new EmbeddedLog(
            new EmbeddedLogOptions(options.LogFolder, options.LogPartitions) { Fsync = options.Fsync },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ProjectDirectory>();
        services.AddSingleton(new ProjectOptions { CreateMissing = options.CreateMissingProjects });
        services.AddNeptuneAuthentication(new AuthOptions
        {
            TokenFile = options.TokenFile,
            Anonymous = options.Anonymous,
            PublicUrl = options.PublicUrl is null ? null : new Uri(options.PublicUrl),
        });
        services.AddBlobs(new StorageOptions { Folder = options.BlobFolder });
        services.AddQuery();
        services.AddSingleton<RunEditor>();
        services.AddIngest(new IngestOptions(), pumps: true);
    }

    static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = Limits.QueryRequestBytesMax;
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.MinRequestBodyDataRate = null;
    }

    static void Logging(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
        })
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Polly", LogLevel.Warning)
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error);

    /// <summary>A silo listens on a port even if it is alone.</summary>
    static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
