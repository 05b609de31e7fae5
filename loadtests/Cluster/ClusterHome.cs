using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.LoadTests.Server;

namespace NeptuneAlt.LoadTests.Cluster;

/// <summary>
/// A cluster on this machine: Kafka, PostgreSQL, the engine as the ClickHouse server, one server that takes in and answers, and
/// two or more that move the log into the store. Each is a process of its own.
/// </summary>
sealed partial class ClusterHome : IAsyncDisposable
{
    public const int Partitions = 16;
    static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    readonly Stack<IAsyncDisposable> _parts = new();
    readonly Dictionary<string, string> _settings = [];
    readonly List<ClusterServer> _ingest = [];

    /// <summary>What people and clients speak to.</summary>
    public ClusterServer Front { get; private set; } = null!; // Set by StartAsync.

    public IReadOnlyList<ClusterServer> Ingest => _ingest;

    /// <summary>The log, the store and the catalog.</summary>
    public IReadOnlyDictionary<string, ProcessTree> Services { get; private set; } = new Dictionary<string, ProcessTree>();

    public string Token { get; private set; } = "";

    /// <param name="kafka">Bootstrap servers; null: librdkafka's mock brokers, in a process of their own.</param>
    public static async Task<ClusterHome> StartAsync(string? kafka, TimeSpan lease, CancellationToken cancellationToken)
    {
        var home = new ClusterHome();
        try
        {
            await home.StartServicesAsync(kafka, lease, cancellationToken);
            home.Front = await home.StartServerAsync("api,query", cancellationToken);
            await home.AddIngestAsync(cancellationToken);
            await home.AddIngestAsync(cancellationToken);
            home.Token = await home.MakeTokenAsync(cancellationToken);
            await home.ShareAsync(cancellationToken);
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    public async Task AddIngestAsync(CancellationToken cancellationToken) =>
        _ingest.Add(await StartServerAsync("ingest", cancellationToken));

    /// <summary>Ends the first of those that move the log into the store, as a machine that fails does.</summary>
    public async Task KillIngestAsync()
    {
        var server = _ingest[0];
        _ingest.RemoveAt(0);
        await server.Process.KillAsync();
    }

    /// <summary>Waits until all partitions are shared evenly.</summary>
    public async Task ShareAsync(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(StartTimeout);
        while (true)
        {
            var owned = await Task.WhenAll(_ingest.Select(server => server.PartitionsAsync(late.Token)));
            if (owned.Sum() == Partitions && owned.Max() - owned.Min() <= 1) return;
            await Task.Delay(100, late.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
    }

    async Task StartServicesAsync(string? kafka, TimeSpan lease, CancellationToken cancellationToken)
    {
        var topic = $"cluster-{Guid.NewGuid():N}";
        var postgres = await PostgresProcess.StartAsync()
            ?? throw new InvalidOperationException("A cluster needs PostgreSQL: install it as Debian's package.");
        _parts.Push(postgres);
        var folder = Directory.CreateTempSubdirectory("neptune-cluster-");
        _parts.Push(new Removed(folder));
        var port = LoopbackPort.Free();
        var engine = await EngineProcess.StartAsync(
            new EngineOptions(Path.Combine(folder.FullName, "store"), LoopbackPort: (ushort)port), NullLogger.Instance, cancellationToken);
        _parts.Push(engine);
        var services = new Dictionary<string, ProcessTree>
        {
            ["store"] = new(engine.ProcessId), ["catalog"] = new(postgres.ProcessId),
        };
        if (kafka is null)
        {
            var brokers = ServerProcess.Start("dotnet", _ => [typeof(ClusterHome).Assembly.Location, "mock-kafka", topic, $"{Partitions}"]);
            _parts.Push(brokers);
            await brokers.WaitAsync(_ => Task.FromResult(brokers.Output.Contains(':', StringComparison.Ordinal)), StartTimeout, cancellationToken);
            kafka = brokers.Output.Trim();
            services["log"] = brokers.Tree;
        }

        Services = services;
        foreach (var (name, value) in new (string, string)[]
        {
            ("POSTGRES", postgres.ConnectionString), ("KAFKA", kafka), ("KAFKA_TOPIC", topic), ("PARTITIONS", $"{Partitions}"),
            ("KAFKA_REPLICAS", "1"), ("CLICKHOUSE", $"http://127.0.0.1:{port}/?database=cluster"), ("FILES", Path.Combine(folder.FullName, "files")),
            ("LEASE_SECONDS", lease.TotalSeconds.ToString(CultureInfo.InvariantCulture)),
        })
            _settings["NEPTUNEALT_" + name] = value;
    }

    async Task<ClusterServer> StartServerAsync(string roles, CancellationToken cancellationToken)
    {
        var program = await EmbeddedServer.ProgramAsync(cancellationToken);
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var process = ServerProcess.Start(
            "dotnet", _ => [program, "--urls", address.ToString(), "--silo-port", $"{LoopbackPort.Free()}", "--roles", roles], environment: _settings);
        var server = new ClusterServer(address, process);
        _parts.Push(server);
        await process.WaitAsync(
            _ => Task.FromResult(process.Output.Contains("is ready at", StringComparison.Ordinal)), StartTimeout, cancellationToken);
        return server;
    }

    async Task<string> MakeTokenAsync(CancellationToken cancellationToken)
    {
        var program = await EmbeddedServer.ProgramAsync(cancellationToken);
        await using var made = ServerProcess.Start(
            "dotnet", _ => [program, "token", "--user", "loadtests", "--public-url", Front.Address.ToString()], environment: _settings);
        while (!made.HasEnded) await Task.Delay(50, cancellationToken);
        // The last lines may come after the end.
        for (var wait = 0; made.Output.Length == 0 && wait < 100; wait++) await Task.Delay(20, cancellationToken);
        return made.Output.Trim();
    }

    sealed class Removed(DirectoryInfo folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    [GeneratedRegex(@"^neptunealt_ingest_partitions\{.*\} (\d+)", RegexOptions.Multiline)]
    internal static partial Regex Owned();
}

/// <summary>One server of a cluster.</summary>
sealed class ClusterServer(Uri address, ServerProcess process) : IAsyncDisposable
{
    public Uri Address => address;

    public ServerProcess Process => process;

    /// <summary>How many partitions it says it consumes.</summary>
    public async Task<int> PartitionsAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var found = ClusterHome.Owned().Match(await http.GetStringAsync(new Uri(address, "/metrics"), cancellationToken));
        return found.Success ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
