using BenchmarkDotNet.Attributes;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Bench;

/// <summary>What computing a formula costs over points that have been read, for functions of every family. An operation is a point of
/// one operand.</summary>
public class FormulaComputeBenchmarks
{
    public const int Points = 1_000_000;
    const int MembersMax = 8;
    const string Pattern = "^m";
    const ulong Other = 2;

    readonly FormulaWorld _world;
    readonly Dictionary<FormulaSource, Column> _columns = [];

    public FormulaComputeBenchmarks()
    {
        Run[] runs = [RunOf(1, Other), RunOf(Other, null)];
        _world = new FormulaWorld { Runs = runs, Baseline = runs[1] };
        _world.Parents[Other] = _world.Named["RUN-2"] = runs[1];
        var random = new Random(1);
        var axis = new StepAxis(Places(Step.MicrosPerStep), Places(250), null);
        // Held values come from another place than the steps that they are wanted at.
        var sparse = new StepAxis(Places(Step.MicrosPerStep, by: 10), Places(250, by: 10), null);
        foreach (var run in runs)
        {
            Add(run, "a", axis, random);
            Add(run, "b", axis, random);
            Add(run, "sparse", sparse, random);
            for (var member = 0; member < MembersMax; member++)
                Add(run, $"m{member}", new StepAxis([.. axis.Steps.Take(Points / MembersMax)], null, null), random);
            _world.Families[(run.Number, Pattern)] = [.. Enumerable.Range(0, MembersMax).Select(member => $"m{member}")];
        }
    }

    [Params(
        // The least that computing can cost: one operation on each point of a column.
        "-${a}",
        // On each value; tests; which points.
        "${a} - ${b}", "100 * ${a} - 1", "exp(${a})", "where(${a} > ${b}, ${a}, nan)", "finite(${a})", "coalesce(${sparse}, ${a})",
        // Across metrics at a step.
        "max(${a}, ${b})", "mean($~{^m})", "median($~{^m})", "argmax($~{^m})",
        // Over the whole run, and so far.
        "run_median(${a})", "run_std(${a})", "run_argmin(${a}, ${b})", "cum_min(${a})", "cum_mean(${a})", "since(${a} > ${b})",
        // In windows.
        "roll_mean(${a}, 500)", "roll_mean(${a}, 100000)", "roll_max(${a}, 500)", "roll_std(${a}, 500)", "roll_mean(${a}, 10m)",
        "roll_median(${a}, 10)", "roll_median(${a}, 500)", "roll_median(${a}, 100000)", "roll_quantile(0.9, ${a}, 500)",
        "ema(${a}, 2000)", "ema_alpha(${a}, 0.99)", "gauss(${a}, 100)",
        // Change.
        "delta(${a})", "rate(${a})", "derivative(${a}, ${b})", "integral(${a}, ${b})", "shift(${a}, 1000)",
        // Alignment.
        "${a} - hold(${sparse})", "${a} - interp(${sparse})",
        // Other runs.
        "${a} - baseline(${a})", "${a} - parent(${a})", "runs_mean(${a})", "runs_rank(${a})")]
    public string Formula { get; set; } = "";

    [Benchmark(OperationsPerInvoke = Points)]
    public object Compute() => Computed(Formula);

    public object Computed(string formula)
    {
        var links = FormulaLinks.Of(FormulaParser.Parse(formula), FormulaSetting.None.Saved);
        var node = new FormulaBinder(links, _world).Bind(links.Tree.Body, _world.Runs[0]);
        return new Evaluator(source => _columns[source]).Of(node);
    }

    void Add(Run run, string path, StepAxis axis, Random random)
    {
        var series = (uint)_columns.Count + 1;
        var source = new FormulaSource(run.Number, path, new ResolvedSeries(
            AttributeType.FloatSeries, [new SeriesSlice(run.Number, series, -1, long.MaxValue)], axis.Count, run, false));
        _world.Series[(run.Number, path)] = source;
        var values = new double[axis.Count];
        for (var i = 0; i < values.Length; i++) values[i] = 2 + (3 * Math.Exp(-5.0 * i / values.Length)) + (0.1 * random.NextDouble());
        _columns[source] = new Column(axis, values);
    }

    static long[] Places(long each, int by = 1)
    {
        var places = new long[Points / by];
        for (var i = 0; i < places.Length; i++) places[i] = i * by * each;
        return places;
    }

    static Run RunOf(ulong number, ulong? parent) => new(
        number, Guid.Empty, 1, "r", $"RUN-{number}", null, null, parent is null ? null : new Fork("r", new Step(0), parent),
        DateTimeOffset.UnixEpoch);
}
