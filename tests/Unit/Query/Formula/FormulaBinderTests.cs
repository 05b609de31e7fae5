using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
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

    [Fact]
    public void Runs_are_compared_up_to_a_bound()
    {
        FormulaWorld WorldOf(int runs) => new() { Runs = [.. Enumerable.Range(1, runs).Select(RunOf)] };

        Assert.IsType<OverRuns>(Bind("runs_rank(1)", WorldOf(Limits.FormulaComparedRunsMax)));
        var refused = Assert.Throws<FormulaException>(() => Bind("runs_rank(1)", WorldOf(Limits.FormulaComparedRunsMax + 1)));
        Assert.Contains("runs_rank() compares at most 1,000 runs, and here are 1,001.", refused.Message, StringComparison.Ordinal);
    }
}
