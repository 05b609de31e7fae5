using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.Store;

namespace NeptuneAlt.Bench;

/// <summary>The embedded engine with our tables, in a folder of its own.</summary>
sealed class EngineFixture : IAsyncDisposable
{
    readonly string _folder;
    readonly EngineProcess _engine;

    EngineFixture(string folder, EngineProcess engine, ClickHouse store) => (_folder, _engine, Store) = (folder, engine, store);

    public ClickHouse Store { get; }

    public static async Task<EngineFixture> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("neptune-bench-").FullName;
        var engine = await EngineProcess.StartAsync(new EngineOptions(folder), NullLogger.Instance, CancellationToken.None);
        var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
        await store.MigrateAsync(CancellationToken.None);
        return new EngineFixture(folder, engine, store);
    }

    /// <summary>Fills series of run 1 with noise: the numbers from 1 on, each with as many points.</summary>
    public async Task AddPointsAsync(int series, int pointsEach)
    {
        await Store.ExecuteAsync(
            $"""
            INSERT INTO points
            SELECT 1, 1 + intDiv(number, {pointsEach}), (number % {pointsEach}) * 1000000, (number % {pointsEach}) * 250,
                cityHash64(number) / 1e15, 0, number
            FROM numbers({series * pointsEach})
            """,
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Store.Dispose();
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
