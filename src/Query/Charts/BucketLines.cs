using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <param name="Scaled">Of a line that is a series scaled and moved.</param>
sealed record PlacedLine(BucketExpression Expression, int Place, FormulaTree Formula, ScaledSeries? Scaled)
{
    /// <summary>Of a line that is an attribute as it is, or scaled.</summary>
    public string Path => Formula.BarePath ?? Scaled?.Path ?? "";
}

/// <summary>The lines of a chart whose runs are there.</summary>
/// <param name="Plain">Those that are an attribute as it is, or scaled, on an axis that grows with the step.</param>
/// <param name="X">Of a custom axis.</param>
sealed record BucketLines(int Count, IReadOnlyList<PlacedLine> Plain, IReadOnlyList<PlacedLine> Formulas, FormulaTree? X)
{
    /// <exception cref="FormulaException">A formula is wrong.</exception>
    public static BucketLines Of(IReadOnlyList<BucketExpression> expressions, BucketView view, bool withScaled)
    {
        var trees = new Dictionary<string, FormulaTree>();
        FormulaTree Tree(string text) => trees.TryGetValue(text, out var known) ? known : trees[text] = FormulaParser.Parse(text);

        var x = view.Axis == BucketAxis.Custom ? Tree(view.X ?? "") : null;
        var all = expressions.Select((expression, place) => (Tree: Tree(expression.Y), expression, place))
            .Where(line => line.expression.Run is not null)
            .Select(line => new PlacedLine(
                line.expression, line.place, line.Tree, withScaled ? ScaledSeries.Of(line.Tree) : null)).ToArray();
        var isPlain = all.ToLookup(line => x is null && !line.Expression.Normalize && line.Path.Length > 0);
        return new BucketLines(expressions.Count, [.. isPlain[true]], [.. isPlain[false]], x);
    }
}
