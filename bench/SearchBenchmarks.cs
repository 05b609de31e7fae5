using BenchmarkDotNet.Attributes;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Bench;

/// <summary>Definitions of a project of many attributes, by pages and by pattern, beside the bare statement.</summary>
public class SearchBenchmarks : IAsyncDisposable
{
    const int PageMax = 1_000;
    const string Pattern = "layers/0.*(entropy|std)/rank_[137]$";

    EngineFixture? _engine;

    [Params(100_000, 1_000_000)]
    public int Names { get; set; }

    ClickHouse Store => _engine!.Store; // Started.

    [GlobalSetup]
    public async Task StartAsync()
    {
        _engine = await EngineFixture.StartAsync();
        await Store.ExecuteAsync(
            $"""
            INSERT INTO definitions
            SELECT 1, concat('train/layers/', leftPad(toString(intDiv(number, 6)), 6, '0'), '/',
                arrayElement(['grad_norm', 'activation/std', 'attention/entropy'], number % 3 + 1), '/rank_',
                toString(number % 8), '/', toString(number % 6)), {(byte)AttributeType.FloatSeries}
            FROM numbers({Names})
            """,
            CancellationToken.None);
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_engine is not null) await _engine.DisposeAsync();
        _engine = null;
    }

    [Benchmark(Baseline = true)]
    public async Task<int> BareAsync() => (await Store.QueryAsync(
        $"SELECT path FROM definitions WHERE project = 1 AND match(path, '{Pattern}') ORDER BY path LIMIT {PageMax}",
        new SqlArguments(), CancellationToken.None)).Rows;

    [Benchmark]
    public Task PatternAsync() => PageAsync(new NameFilter([new NameFilter.Alternative([Pattern], [])]), null);

    /// <summary>Layers, but some ranks; or means.</summary>
    [Benchmark]
    public Task ExtendedPatternAsync() => PageAsync(
        new NameFilter(
        [
            new NameFilter.Alternative(["layers/0", "entropy"], ["rank_3"]), new NameFilter.Alternative(["mean"], []),
        ]),
        null);

    [Benchmark]
    public Task FirstPageAsync() => PageAsync(null, null);

    [Benchmark]
    public Task PageInTheMiddleAsync() =>
        PageAsync(null, new AttributeDefinition($"train/layers/{Names / 12:D6}", AttributeType.FloatSeries));

    Task PageAsync(NameFilter? names, AttributeDefinition? after) =>
        new AttributeReads(Store, new NoLiveRuns()).DefinitionsAsync(
            [1], null, new AttributeSelection(names), after, PageMax, CancellationToken.None);
}
