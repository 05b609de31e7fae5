using CsCheck;
using NeptuneAlt.Query.Formula;
using Xunit;
using Ast = NeptuneAlt.Model.Formula;
using NeptuneAlt.Model;

namespace NeptuneAlt.Unit.Query.Formula;

public class FormulaTests
{
    static readonly Gen<Ast> Formulas = Gen.Recursive<Ast>((depth, inner) =>
    {
        var leaf = Gen.OneOf<Ast>(
            Gen.Double[0, 1e6].Select(value => (Ast)new Ast.Number(value)),
            Gen.String[Gen.Char["ab/ {}$\\ü-"], 1, 8].Select(path => (Ast)new Ast.Series(path)));
        if (depth >= 4) return leaf;

        return Gen.OneOf<Ast>(
            leaf,
            inner.Select(operand => (Ast)new Ast.Negation(operand)),
            Gen.Select(Gen.Enum<FormulaOperator>(), inner, inner)
                .Select((op, left, right) => (Ast)new Ast.Operation(op, left, right)),
            Gen.Select(inner, inner, inner)
                .Select((a, b, c) => (Ast)new Ast.Call(FormulaFunction.Clamp, [a, b, c])));
    });

    [Fact]
    public void Prints_what_reads_back_as_the_same_formula() => Formulas.Where(formula => formula.Paths.Count <= 20)
        .Sample(formula => Assert.Equal(formula, FormulaParser.Parse(FormulaPrinter.Print(formula))), iter: 2000);

    [Theory]
    [InlineData("${a}", " + 1", "")]
    [InlineData("", "-", "${a}")]
    [InlineData("", "abs(", "${a}")]
    [InlineData("${a}", "^2", "")]
    public void Refuses_more_operations_than_it_computes(string first, string repeated, string last)
    {
        var many = first + string.Concat(Enumerable.Repeat(repeated, FormulaParser.OperationsMax + 1)) + last
            + (repeated.EndsWith('(') ? new string(')', FormulaParser.OperationsMax + 1) : "");
        Assert.Throws<FormulaException>(() => FormulaParser.Parse(many));
    }

    [Theory]
    [InlineData("${a}", "${a}")]
    [InlineData("1 + 2 * 3", "(1 + (2 * 3))")]
    [InlineData("1 - 2 - 3", "((1 - 2) - 3)")]
    [InlineData("-2^2", "(-(2 ^ 2))")]
    [InlineData("2^3^2", "(2 ^ (3 ^ 2))")]
    [InlineData("ln(${x/y}) % 2", "(log(${x/y}) % 2)")]
    [InlineData("min(1, 2e3, .5)", "min(1, 2000, 0.5)")]
    public void Reads(string text, string printed) =>
        Assert.Equal(printed, FormulaPrinter.Print(FormulaParser.Parse(text)));

    [Theory]
    [InlineData("", "Expected a number")]
    [InlineData("1 +", "Expected a number")]
    [InlineData("${a", "no closing brace")]
    [InlineData("foo(1)", "There is no function 'foo'")]
    [InlineData("loss", "There is no constant 'loss'. A series is written ${path}.")]
    [InlineData("min(1)", "does not take 1 arguments")]
    [InlineData("1 2", "Expected an operator or the end, not '2'")]
    public void Says_what_is_wrong(string text, string message) => Assert.Contains(
        message, Assert.Throws<FormulaException>(() => FormulaParser.Parse(text)).Message, StringComparison.Ordinal);
}
