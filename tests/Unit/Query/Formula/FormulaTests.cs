using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

public class FormulaTests
{
    [Fact]
    public void Prints_what_reads_back_as_the_same_formula()
    {
        var texts = new FormulaTexts(new Random(1));
        for (var i = 0; i < 2000; i++)
        {
            var printed = FormulaPrinter.Print(FormulaParser.Parse(texts.Next()));
            Assert.Equal(printed, FormulaPrinter.Print(FormulaParser.Parse(printed)));
        }
    }

    [Fact]
    public void Escapes_paths() => Gen.String[Gen.Char["ab/ {}$\\ü-#\"@"], 1, 12].Sample(
        path => Assert.Equal(path, FormulaParser.Parse(FormulaPrinter.Reference(path)).BarePath), iter: 500);

    [Theory]
    [InlineData("${a}", " + 1", "")]
    [InlineData("", "-", "${a}")]
    [InlineData("", "abs(", "${a}")]
    [InlineData("${a}", "^2", "")]
    public void Refuses_more_operations_than_it_computes(string first, string repeated, string last)
    {
        var many = first + string.Concat(Enumerable.Repeat(repeated, Limits.FormulaOperationsMax + 1)) + last
            + (repeated.EndsWith('(') ? new string(')', Limits.FormulaOperationsMax + 1) : "");
        var refused = Assert.Throws<FormulaException>(() => FormulaParser.Parse(many));
        Assert.Equal(FormulaCodes.Limit, refused.Diagnostics[0].Code);
    }

    [Fact]
    public void Refuses_what_is_nested_beyond_measure() => Assert.Equal(
        FormulaCodes.Limit,
        Assert.Throws<FormulaException>(() => FormulaParser.Parse(new string('(', 60_000))).Diagnostics[0].Code);

    [Theory]
    [InlineData("abs", "abss")]
    [InlineData("roll_mean", "rollmean")]
    [InlineData("sqrt", "sqtr")]
    [InlineData(null, "no_such_thing_at_all")]
    public void Finds_what_was_meant(string? near, string written) =>
        Assert.Equal(near, FormulaNames.Nearest(written, FormulaFunctions.All.Select(function => function.Name)));

    [Fact]
    public void Every_function_has_an_example_that_uses_it()
    {
        foreach (var function in FormulaFunctions.All)
        {
            Assert.Contains(
                FormulaParser.Parse(function.Example).Nodes.OfType<FormulaSyntax.Call>(), call => call.Function == function);
            Assert.NotEmpty(function.Meaning);
            Assert.NotEmpty(function.NaN);
        }
    }

    [Theory]
    [InlineData("${a}", "${a}")]
    [InlineData("1 + 2 * 3", "(1 + (2 * 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("-2^2", "(-(2 ^ 2))")]
    [InlineData("2^3^2", "(2 ^ (3 ^ 2))")]
    [InlineData("ln(${x/y}) % 2", "(log(${x/y}) % 2)")]
    [InlineData("min(1, 2e3, .5)", "min(1, 2000, 0.5)")]
    [InlineData("not 1 < 2 and 3 or 4 # that is all", "(((not (1 < 2)) and 3) or 4)")]
    [InlineData("let x = ${a}; # named\n x ^ 2 - x", "let x = ${a}; ((x ^ 2) - x)")]
    [InlineData("roll_mean($~{^l/\\d{1,2}$}, 10m, centered=1)", "roll_mean($~{^l/\\d{1,2}$}, 10m, centered=1)")]
    [InlineData("run(\"RUN-\\\"1\\\"\", @mfu) * 1_000", "(run(\"RUN-\\\"1\\\"\", @mfu) * 1000)")]
    public void Reads(string text, string printed) =>
        Assert.Equal(printed, FormulaPrinter.Print(FormulaParser.Parse(text)));

    [Theory]
    [InlineData("", "Expected a number")]
    [InlineData("1 +", "Expected a number")]
    [InlineData("${a", "no closing brace")]
    [InlineData("foo(1)", "There is no function 'foo'")]
    [InlineData("pow(1)", "'pow' does not take 1 argument: write pow(x, y).")]
    [InlineData("roll_mean(${a}, 5, wide=1)", "'roll_mean' has no argument 'wide': write roll_mean(x, w, centered=0).")]
    [InlineData("roll_mean(${a}, w=5, 1)", "Arguments with a name come behind")]
    [InlineData("${a} = 1", "To compare, write ==.")]
    [InlineData("1 < 2 < 3", "Comparisons do not chain")]
    [InlineData("let pi = 3; pi", "'pi' has a meaning already")]
    [InlineData("\"a", "no closing quotation mark")]
    [InlineData("$~{a{2}", "no closing brace")]
    [InlineData("1__", "is not a number")]
    [InlineData("1 2", "Expected an operator or the end, not '2'")]
    public void Says_what_is_wrong(string text, string message) => Assert.Contains(
        message, Assert.Throws<FormulaException>(() => FormulaParser.Parse(text)).Message, StringComparison.Ordinal);
}
