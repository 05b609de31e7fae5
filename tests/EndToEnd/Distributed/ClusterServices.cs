using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.Store;
using NeptuneAlt.Unit.Catalog;
using NeptuneAlt.Unit.Log;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>
/// The services of a small cluster: PostgreSQL, librdkafka's mock brokers and one engine on a port, all on this machine.
/// </summary>
public sealed class ClusterServices : IAsyncLifetime
{
    public const int Partitions = 6;
    const string Topic = "log";

    readonly PostgresServer _postgres = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neptunealt-cluster-");
    MockKafka? _kafka;
    EngineProcess? _engine;

    /// <summary>The store, to be looked into behind the servers' backs.</summary>
    public ClickHouse Store { get; private set; } = null!; // Set before the first test.

    /// <summary>The folder of uploaded files, which all servers share.</summary>
    public string Files => Path.Combine(_folder.FullName, "files");

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _kafka = new MockKafka(brokers: 3);
        _kafka.CreateTopic(Topic, Partitions, copies: 3);
        var port = FreePort();
        _engine = await EngineProcess.StartAsync(
            new EngineOptions(Path.Combine(_folder.FullName, "store"), LoopbackPort: (ushort)port),
            NullLogger.Instance, CancellationToken.None);
        StoreUrl = $"http://127.0.0.1:{port}";
        Store = new ClickHouse(new StoreAddress(new Uri(StoreUrl), "neptune"));
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        _kafka?.Dispose();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What a server needs to know to join a cluster of its own name.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync() => new()
    {
        ["NEPTUNEALT_POSTGRES"] = await _postgres.CreateSchemaAsync(),
        ["NEPTUNEALT_KAFKA"] = _kafka!.BootstrapServers, // set with the fixture
        ["NEPTUNEALT_KAFKA_TOPIC"] = Topic,
        ["NEPTUNEALT_PARTITIONS"] = $"{Partitions}",
        ["NEPTUNEALT_CLICKHOUSE"] = StoreUrl,
        ["NEPTUNEALT_FILES"] = Files,
    };

    public static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port; // bound just now
    }

    string StoreUrl { get; set; } = "";
}
