using BenchmarkDotNet.Attributes;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Bench;

/// <summary>What reading the operands of a formula costs, beside the bare statement. An operation is a point of one operand.
/// </summary>
public class FormulaBenchmarks : IAsyncDisposable
{
    const int Points = 1_000_000;

    static readonly Run s_run = new(1, Guid.Empty, 1, "r", "RUN-1", null, null, null, DateTimeOffset.UnixEpoch);

    readonly FormulaWorld _world = new() { Runs = [s_run] };
    EngineFixture? _engine;
    PointCache? _cache;
    FormulaColumns? _reader;

    ClickHouse Store => _engine!.Store; // Started.

    [GlobalSetup]
    public async Task StartAsync()
    {
        _engine = await EngineFixture.StartAsync();
        await _engine.AddPointsAsync(series: 2, Points);
        await Store.ExecuteAsync("OPTIMIZE TABLE points FINAL", CancellationToken.None);
        var floats = new FloatReads(Store);
        _cache = new PointCache(floats);
        _reader = new FormulaColumns(floats, _cache);
        string[] paths = ["a", "b"];
        for (var i = 0; i < paths.Length; i++)
            _world.Series[(1, paths[i])] = new FormulaSource(1, paths[i], new ResolvedSeries(
                AttributeType.FloatSeries, [new SeriesSlice(1, (uint)i + 1, -1, long.MaxValue)], Points, s_run, false));
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _cache?.Dispose();
        if (_engine is not null) await _engine.DisposeAsync();
        _engine = null;
    }

    /// <summary>The least that a chart of one operand needs of the store.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public async Task<int> BareAsync() => (await Store.QueryAsync(
        "SELECT intDiv(step, 1000000000) AS bucket, min(value) AS low, max(value) AS high, avg(value) AS mean FROM points WHERE run = 1 AND series = 1 GROUP BY bucket",
        new SqlArguments(), CancellationToken.None)).Rows;

    /// <summary>All points of one operand, as they come to the query half.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Task OperandAsync() => ReadAsync([_world.Series[(1, "a")]]);

    /// <summary>Those of two.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public Task TwoOperandsAsync() => ReadAsync([.. _world.Series.Values]);

    Task<IReadOnlyDictionary<FormulaSource, Column>> ReadAsync(FormulaSource[] sources) =>
        _reader!.ReadAsync( // Started.
            sources, new StepWindow(null, null), new Dictionary<FormulaSource, long>(), withPreviews: false, withTimes: false, CancellationToken.None);
}
