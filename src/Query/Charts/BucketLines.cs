using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>A line of a chart whose run is there.</summary>
/// <param name="Scaled">Of a line that is a series scaled and moved.</param>
sealed record PlacedLine(BucketExpression Expression, int Place, FormulaTree Formula, ScaledSeries? Scaled = null)
{
    /// <summary>Of a line that is an attribute as it is, or scaled.</summary>
    public string Path => Formula.BarePath ?? Scaled?.Path ?? "";

    public FormulaLine Line(FormulaTree? x) =>
        new(Expression.Run!, Formula, x, Expression.Scope, Expression.IncludePreview); // Its run is there.
}

/// <summary>The lines of a chart whose runs are there.</summary>
/// <param name="Plain">Those that are an attribute as it is, or scaled, on an axis that grows with the step.</param>
/// <param name="X">Of a custom axis.</param>
/// <param name="Bound">The formulas, if what they refer to has been looked up.</param>
sealed record BucketLines(
    int Count, IReadOnlyList<PlacedLine> Plain, IReadOnlyList<PlacedLine> Formulas, FormulaTree? X, BoundFormulas? Bound = null)
{
    /// <exception cref="FormulaException">A formula cannot be read.</exception>
    public static BucketLines Of(IReadOnlyList<BucketExpression> expressions, BucketView view)
    {
        var trees = new Dictionary<string, FormulaTree>();
        FormulaTree Tree(string text) => trees.TryGetValue(text, out var known) ? known : trees[text] = FormulaParser.Parse(text);

        var x = view.Axis == BucketAxis.Custom ? Tree(view.X ?? "") : null;
        var isPlain = expressions.Select((expression, place) => (Tree: Tree(expression.Y), expression, place))
            .Where(line => line.expression.Run is not null)
            .Select(line => new PlacedLine(line.expression, line.place, line.Tree))
            .ToLookup(line => CanBePlain(line, x) && line.Path.Length > 0);
        return new BucketLines(expressions.Count, [.. isPlain[true]], [.. isPlain[false]], x);
    }

    /// <summary>The same with formulas as plain lines that only scale and move a series of their run.</summary>
    /// <exception cref="FormulaException">A name or a kind is wrong.</exception>
    public async Task<BucketLines> WithScaledAsync(
        FormulaLines reader, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var links = Formulas.Select(line => line.Formula).Distinct()
            .ToDictionary(tree => tree, tree => FormulaLines.Said(tree, () => FormulaLinks.Of(tree, setting.Saved)));
        if (!Formulas.Any(line => CanBePlain(line, X) && ScaledSeries.MayBe(line.Formula, links[line.Formula]))) return this;

        // All at once: what turns out to be another formula is not looked up again.
        var bound = await reader.BindAnyAsync([.. Formulas.Select(line => line.Line(X))], setting, view.Steps, cancellationToken);
        PlacedLine[] lines = [.. Formulas.Zip(bound.Plans, (line, plan) =>
            CanBePlain(line, X) && ScaledSeries.MayBe(line.Formula, links[line.Formula])
                ? line with { Scaled = ScaledSeries.Of(plan.Y, line.Expression.Run!) } // As above.
                : line)];
        int[] rest = [.. Enumerable.Range(0, lines.Length).Where(place => lines[place].Scaled is null)];
        return this with
        {
            Plain = [.. Plain, .. lines.Where(line => line.Scaled is not null)], Formulas = [.. rest.Select(place => lines[place])],
            Bound = bound.At(rest),
        };
    }

    static bool CanBePlain(PlacedLine line, FormulaTree? x) => x is null && !line.Expression.Normalize;
}
