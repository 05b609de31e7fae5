using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.LoadTests.Cluster;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.Store;
using NeptuneAlt.Unit.Catalog;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>
/// The services of a small cluster: PostgreSQL, librdkafka's mock brokers and one engine on a port, all on this machine.
/// </summary>
public sealed class ClusterServices : IAsyncLifetime
{
    public const int Partitions = 6;

    readonly PostgresServer _postgres = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neptunealt-cluster-");
    MockKafka? _kafka;
    EngineProcess? _engine;
    string _storeUrl = "";
    int _clusters;

    /// <summary>The folder of uploaded files, which all servers share.</summary>
    public string Files => Path.Combine(_folder.FullName, "files");

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _kafka = new MockKafka(brokers: 3);
        var port = LoopbackPort.Free();
        _engine = await EngineProcess.StartAsync(
            new EngineOptions(Path.Combine(_folder.FullName, "store"), LoopbackPort: (ushort)port),
            NullLogger.Instance, CancellationToken.None);
        _storeUrl = $"http://127.0.0.1:{port}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        _kafka?.Dispose();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What a server needs to know to join a new cluster: a schema, a topic and a database of its own.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync()
    {
        var name = $"cluster{Interlocked.Increment(ref _clusters)}";
        var schema = await _postgres.CreateSchemaAsync();
        _kafka!.CreateTopic(name, Partitions, copies: 3); // set with the fixture
        return new()
        {
            ["NEPTUNEALT_POSTGRES"] = schema,
            ["NEPTUNEALT_KAFKA"] = _kafka.BootstrapServers,
            ["NEPTUNEALT_KAFKA_TOPIC"] = name,
            ["NEPTUNEALT_PARTITIONS"] = $"{Partitions}",
            ["NEPTUNEALT_CLICKHOUSE"] = $"{_storeUrl}/?database={name}",
            ["NEPTUNEALT_FILES"] = Files,
        };
    }

    /// <summary>The store of a cluster, to be looked into behind the servers' backs.</summary>
    public ClickHouse OpenStore(Dictionary<string, string> settings) =>
        new(new StoreAddress(new Uri(_storeUrl), settings["NEPTUNEALT_KAFKA_TOPIC"]));
}

/// <summary>One after the other: each starts several servers.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterServices>
{
    public const string Name = "cluster";
}
