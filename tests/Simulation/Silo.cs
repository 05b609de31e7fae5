using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Simulation;

/// <summary>One life of a server process: the whole write half, on links that can fail.</summary>
sealed class Silo : IDisposable
{
    readonly World _world;
    readonly LogLink _log;
    readonly CancellationTokenSource _stopping = new();
    readonly Task _running;

    public Silo(World world, Weather weather, Surroundings around, string name, IngestOptions options)
    {
        _world = world;
        Life = new Life(name);
        _log = new LogLink(world, weather, Life, around.Disk);
        Link = new StoreLink(world, weather, Life, around.Engine, around.IsEmbedded);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(around.Bugs);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<TimeProvider>(world.Time);
        services.AddSingleton<ILog>(_log);
        services.AddCatalog(new CatalogLink(world, weather, Life, around.Catalog));
        services.AddSingleton(new ClickHouse(around.Address, Link));
        services.AddIngest(_ => options, consumes: true);
        services.AddSingleton(provider => new GrainCalls(key => around.Grains.Of(key, Life, run => CreateRun(provider, run))));
        Services = services.BuildServiceProvider();
        _running = Services.GetServices<IHostedService>().OfType<IngestService>().Single().RunAsync(_stopping.Token);
    }

    public Life Life { get; }

    public StoreLink Link { get; }

    public ServiceProvider Services { get; }

    public bool IsStopped => _running.IsCompleted;

    /// <summary>What the gateway does with a request.</summary>
    /// <param name="project">Its number; 0 if there is none.</param>
    public async Task<RequestId?> SubmitAsync(byte[] body, uint project)
    {
        var isRemoval = RemovalRequest.TryRead(body) is not null;
        if (RunOperationRoute.TryRead(body, out _) is not null && !isRemoval) return null;

        var kind = isRemoval ? LogRecordKind.Remove
            : project == 0 ? LogRecordKind.ProjectMissing
            : ImportedNumber.Read(body) is { Greatest: not null } ? LogRecordKind.Import
            : LogRecordKind.Operation;
        var record = LogRecord.Create(kind, _world.NowMs, project, body, "tester");
        var partition = Partitioning.Of(new RunKey(project, RunOperationRoute.Read(body).RunId), _log.Partitions);
        return new RequestId(partition, await _log.AppendAsync(partition, record, CancellationToken.None));
    }

    public void Dispose()
    {
        Life.End();
        _stopping.Dispose();
    }

    /// <summary>Asks it to end in good order.</summary>
    public void Stop() => _stopping.Cancel();

    static LiveRun CreateRun(IServiceProvider provider, RunKey key) =>
        ActivatorUtilities.CreateInstance<LiveRun>(provider, key, provider.GetRequiredService<ILogger<LiveRun>>());
}

/// <summary>What all processes share.</summary>
/// <param name="IsEmbedded">One process whose log and engine end with it; else log and store go on without it.</param>
sealed record Surroundings(
    LogDisk Disk, HttpMessageInvoker Engine, StoreAddress Address, ICatalogDatabase Catalog, GrainDirectory Grains, BugList Bugs,
    bool IsEmbedded);

/// <summary>Remembers what the write half itself calls an error: outages are none, so each is a bug.</summary>
sealed class BugList : ILoggerFactory, ILogger
{
    public List<string> Bugs { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error) Bugs.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
