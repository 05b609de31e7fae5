using BenchmarkDotNet.Attributes;
using NeptuneAlt.Ingest.Blocks;

namespace NeptuneAlt.Bench;

/// <summary>
/// Blocks into the engine, and all that a point goes through behind the log. Times are the caller's: the engine works on
/// its own cores, so its cost in CPU-seconds is for the load tests' comparison with raw inserts to tell.
/// </summary>
public class InsertBenchmarks : IAsyncDisposable
{
    readonly TrainingRuns _runs = new(EncodeBenchmarks.Runs);
    EngineFixture? _engine;
    IReadOnlyList<RunBlock> _blocks = [];
    long _inserts;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _engine = await EngineFixture.StartAsync();
        _blocks = _runs.Step();
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null) await _engine.DisposeAsync();
        _engine = null;
    }

    /// <summary>Encoding and inserting the points of one flush.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = EncodeBenchmarks.Points)]
    public Task InsertAsync() => InsertAsync(_blocks);

    /// <summary>Decoding, judging, encoding and inserting them.</summary>
    [Benchmark(OperationsPerInvoke = EncodeBenchmarks.Points)]
    public Task WholeAsync() => InsertAsync(_runs.Step());

    async Task InsertAsync(IReadOnlyList<RunBlock> blocks)
    {
        foreach (var (table, rows) in EncodeBenchmarks.Tables(blocks).Independent())
        {
            using (rows)
            {
                // Its own token each time: the store would take a repeated block for a retry and drop it.
                await _engine!.Store.InsertAsync(table, rows, $"bench/{table}/{_inserts++}", CancellationToken.None); // Started.
            }
        }
    }
}
