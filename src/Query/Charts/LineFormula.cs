using System.Globalization;
using NeptuneAlt.Query.Formula;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Query.Charts;

/// <summary>A line's formulas with places for paths, so that lines over different series can have the same.</summary>
/// <param name="Number">Of the expression in its request.</param>
/// <param name="Paths">The path at each place.</param>
sealed record LineFormula(BucketExpression Expression, int Number, Ast Y, Ast? X, IReadOnlyList<string> Paths)
{
    /// <exception cref="FormulaException">The formula of y is wrong, or names no series.</exception>
    public static LineFormula Of(BucketExpression expression, int number, Ast? x)
    {
        var y = FormulaParser.Parse(expression.Y);
        if (y.Paths.Count == 0) throw new FormulaException("It names no series; write one as ${path}.", 0);

        string[] paths = [.. y.Paths.Union(x?.Paths ?? [])];
        return new LineFormula(expression, number, Placed(y, paths), x is null ? null : Placed(x, paths), paths);
    }

    static Ast Placed(Ast formula, string[] paths) => formula switch
    {
        Ast.Series series =>
            new Ast.Series(Array.IndexOf(paths, series.Path).ToString(CultureInfo.InvariantCulture)),
        Ast.Negation negation => new Ast.Negation(Placed(negation.Operand, paths)),
        Ast.Operation operation =>
            operation with { Left = Placed(operation.Left, paths), Right = Placed(operation.Right, paths) },
        Ast.Call call => call with { Arguments = [.. call.Arguments.Select(argument => Placed(argument, paths))] },
        _ => formula,
    };
}
