using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>What may be known of a line of a chart.</summary>
/// <param name="Range">Of x.</param>
/// <param name="Head">Of a line that grows.</param>
sealed record FormulaLineEntries(
    FormulaEntry<KeptRange> Range, FormulaEntry<KeptHead> Head, string? Key, FormulaPlacement How)
{
    public static FormulaLineEntries Of(FormulaPlan plan, BoundFormulas bound, int line, BucketExpression expression, BucketView view)
    {
        var how = new FormulaPlacement(
            view.Axis, view.IsLogarithmic, expression.Normalize, expression.IsBefore, expression.After?.Micros,
            view.WithDeviations);
        var key = FormulaKey.Settled(plan, bound.Lines[line], bound.Window);
        var growing = expression.After is null ? null : FormulaKey.Growing(plan, bound.Lines[line], bound.Window);
        return new FormulaLineEntries(
            new FormulaEntry<KeptRange>(key, how), new FormulaEntry<KeptHead>(growing, how with { After = null }), key, how);
    }

    public FormulaEntry<KeptLine> Line(BucketGrid? grid) => new(Key, How, grid);
}
