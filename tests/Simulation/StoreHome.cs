using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Schema;
using Xunit;

namespace NeptuneAlt.Simulation;

/// <summary>The real engine, one for all stories, each of which has a database of its own. In memory where that is to be
/// had: faults are the simulation's, not the disk's.</summary>
public sealed class StoreHome : IAsyncLifetime
{
    static readonly string Memory = "/dev/shm";

    readonly DirectoryInfo _folder = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, "neptunealt-" + Path.GetRandomFileName()))
        : Directory.CreateTempSubdirectory("neptunealt-");
    EngineProcess? _engine;
    int _names;

    public HttpMessageInvoker Engine { get; private set; } = null!; // set before the first story

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineProcess.StartAsync(
            new EngineOptions(Path.Combine(_folder.FullName, "store")), NullLogger.Instance, CancellationToken.None);
        Engine = new HttpMessageInvoker(ClickHouse.Handler(Address("neptune")));
    }

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public string NewFolder() => _folder.CreateSubdirectory($"f{Interlocked.Increment(ref _names)}").FullName;

    /// <summary>A database with our tables in it.</summary>
    public StoreAddress NewDatabase()
    {
        var address = Address($"s{Interlocked.Increment(ref _names)}");
        StoreDatabase.EnsureAsync(address, CancellationToken.None).GetAwaiter().GetResult();
        using var store = new ClickHouse(address);
        store.MigrateAsync(CancellationToken.None).GetAwaiter().GetResult();
        return address;
    }

    public void Drop(StoreAddress address)
    {
        using var store = new ClickHouse(Address("neptune"));
        store.ExecuteAsync($"DROP DATABASE {address.Database} SYNC", CancellationToken.None).GetAwaiter().GetResult();
    }

    StoreAddress Address(string database) =>
        StoreAddress.Embedded(_engine!.SocketPath) with { Database = database }; // started
}
