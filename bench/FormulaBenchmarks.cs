using BenchmarkDotNet.Attributes;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Bench;

/// <summary>What a formula of long series costs: reading its operands, and computing. An operation is a point of one operand.
/// </summary>
public class FormulaBenchmarks : IAsyncDisposable
{
    const int Points = 1_000_000;

    static readonly Run s_run = new(1, Guid.Empty, 1, "r", "RUN-1", null, null, null, DateTimeOffset.UnixEpoch);

    readonly FormulaWorld _world = new() { Runs = [s_run] };
    EngineFixture? _engine;
    PointCache? _cache;
    FormulaColumns? _reader;
    IReadOnlyDictionary<FormulaSource, Column> _columns = new Dictionary<FormulaSource, Column>();

    [Params("${a} - ${b}", "roll_mean(${a}, 500)", "roll_mean(${a}, 100000)", "roll_median(${a}, 500)", "ema(${a}, 2000)", "cum_min(${a})", "100 * ${a} - 1", "${a} - hold(${b})")]
    public string Formula { get; set; } = "";

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
        _columns = await ReadAsync([.. _world.Series.Values]);
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

    /// <summary>The least that computing can cost: one operation on each point of a column, into a new one.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public double[] Loop()
    {
        var values = _columns[_world.Series[(1, "a")]].Values;
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++) result[i] = values[i] - 1;
        return result;
    }

    /// <summary>The formula over points that have been read.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public object Compute()
    {
        var links = FormulaLinks.Of(FormulaParser.Parse(Formula), FormulaSetting.None.Saved);
        var node = new FormulaBinder(links, _world).Bind(links.Tree.Body, s_run);
        return new Evaluator(source => _columns[source]).Of(node);
    }

    Task<IReadOnlyDictionary<FormulaSource, Column>> ReadAsync(FormulaSource[] sources) =>
        _reader!.ReadAsync( // Started.
            sources, new StepWindow(null, null), new Dictionary<FormulaSource, long>(), withPreviews: false, withTimes: false, CancellationToken.None);
}
