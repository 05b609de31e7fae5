using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.Unit.Store;

/// <summary>One engine for all tests of the collection; each test makes its own table or its own database.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neptune-test-");
    readonly List<ClickHouse> _stores = [];
    EngineProcess? _engine;
    int _names;

    public EngineProcess Engine => _engine ?? throw new InvalidOperationException("The engine has not started.");

    /// <summary>The engine's own database, without our tables.</summary>
    public ClickHouse Store { get; private set; } = null!; // Set before the first test.

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineProcess.StartAsync(
            new EngineOptions(_folder.FullName), NullLogger.Instance, CancellationToken.None);
        Store = Open("neptune");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores) store.Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A name that no other test has.</summary>
    public string NewName() => $"t{Interlocked.Increment(ref _names)}";

    /// <summary>A database of its own with our tables in it.</summary>
    public async Task<ClickHouse> NewDatabaseAsync()
    {
        var name = NewName();
        await Store.ExecuteAsync($"CREATE DATABASE {name} ENGINE = Atomic", CancellationToken.None);
        var store = Open(name);
        await store.MigrateAsync(CancellationToken.None);
        return store;
    }

    ClickHouse Open(string database)
    {
        var store = new ClickHouse(StoreAddress.Embedded(Engine.SocketPath) with { Database = database });
        lock (_stores) _stores.Add(store);
        return store;
    }
}

[CollectionDefinition(Name)]
[Trait(Speed.Name, Speed.Slow)]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>
{
    public const string Name = "engine";
}
