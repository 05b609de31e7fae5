using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

public class FormulaBinderTests
{
    static Run RunOf(int number) =>
        new((ulong)number, Guid.Empty, 1, $"r{number}", $"RUN-{number}", null, null, null, DateTimeOffset.UnixEpoch);

    static Node Bind(string formula, FormulaWorld world)
    {
        var links = FormulaLinks.Of(FormulaParser.Parse(formula), FormulaSetting.None.Saved);
        return new FormulaBinder(links, world).Bind(links.Tree.Body, world.Runs[0]);
    }

    /// <summary>A page of runs that all lack a config is no reason to refuse the formula that other pages show.</summary>
    [Theory]
    [InlineData("${none} / 2")]
    [InlineData("last(${none}) * 2")]
    [InlineData("run_mean(roll_mean(${none} + 1, 10))")]
    [InlineData("first_where(${none} < 2, seconds)")]
    [InlineData("at(${none}, ${other} * 2)")]
    [InlineData("run_quantile(${none}, ${other})")]
    [InlineData("last(${none} - hold(${other}))")]
    [InlineData("runs_rank(last(${none}))")]
    [InlineData("last(baseline(${none}))")]
    [InlineData("last(coalesce(${none}, ${other}))")]
    [InlineData("last(runs_mean(${none}))")]
    public void What_no_run_has_may_be_a_series_or_a_number(string formula)
    {
        var node = Bind(formula, new FormulaWorld { Runs = [RunOf(1), RunOf(2)] });
        Assert.True(node.IsScalar);
        var missing = Assert.IsType<Outcome.Missing>(new Evaluator(_ => throw new InvalidOperationException()).Of(node));
        Assert.Contains(missing.Why.Code, (string[])[FormulaCodes.UnknownMetric, FormulaCodes.Missing]);
    }

    [Fact]
    public void What_another_run_has_tells_the_kind()
    {
        var world = new FormulaWorld { Runs = [RunOf(1), RunOf(2)] };
        world.Values[(2, "lr")] = new StoredAttribute(2, "lr", AttributeType.Float);

        Assert.False(Bind("${lr} * 2", world).IsOpen);
        Assert.Equal(FormulaCodes.Kind, Assert.Throws<FormulaException>(() => Bind("last(${lr})", world)).Diagnostics[0].Code);
    }

    /// <summary>96 metrics of 200,000 points each: too many to be in memory together.</summary>
    [Theory]
    [InlineData("mean($~{.})", true)]
    [InlineData("max(log($~{.} + ${layer0}) * step) / median($~{.})", true)]
    [InlineData("finite(coalesce(max($~{.}), ${layer1}))", true)]
    [InlineData("roll_mean(mean($~{.}), 100)", false)]
    [InlineData("mean($~{.}) - hold(mean($~{.}))", false)]
    [InlineData("mean($~{.}) / run_median(mean($~{.}))", false)]
    public void A_family_may_be_larger_than_memory_where_each_step_needs_only_its_own_points(string formula, bool isTaken)
    {
        var world = new FormulaWorld { Runs = [RunOf(1)] };
        string[] names = [.. Enumerable.Range(0, 96).Select(layer => $"layer{layer}")];
        world.Families[(1, ".")] = names;
        foreach (var name in names)
            world.Series[(1, name)] = new FormulaSource(
                1, name, new ResolvedSeries(AttributeType.FloatSeries, [], 200_000, RunOf(1), false));

        var plan = new FormulaPlan(Bind(formula, world), null, 0);
        var refused = Record.Exception(() => FormulaPlan.CheckCost([plan], default));
        if (isTaken) Assert.Null(refused);
        else Assert.Contains("One line reads about 19,200,000 points; 10,000,000 is the most.", refused?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_are_compared_up_to_a_bound()
    {
        FormulaWorld WorldOf(int runs) => new() { Runs = [.. Enumerable.Range(1, runs).Select(RunOf)] };

        Assert.IsType<OverRuns>(Bind("runs_rank(1)", WorldOf(Limits.FormulaComparedRunsMax)));
        var refused = Assert.Throws<FormulaException>(() => Bind("runs_rank(1)", WorldOf(Limits.FormulaComparedRunsMax + 1)));
        Assert.Contains("runs_rank() compares at most 1,000 runs, and here are 1,001.", refused.Message, StringComparison.Ordinal);
    }
}
