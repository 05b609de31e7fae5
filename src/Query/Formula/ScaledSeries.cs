using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>
/// A formula that only scales and moves one series by numbers, such as <c>100 * ${acc} - 5</c>. Each operation keeps the order of values
/// or turns it around, rounding included: what it makes of the least value of a bucket is the least value, or the greatest.
/// </summary>
/// <param name="Path">Of the series.</param>
/// <param name="Apply">To a value.</param>
/// <param name="Falls">Whether greater values become lesser ones.</param>
sealed record ScaledSeries(string Path, Func<double, double> Apply, bool Falls)
{
    /// <returns><c>null</c>: it is another formula, or the series as it is.</returns>
    public static ScaledSeries? Of(FormulaTree tree) =>
        tree.Lets.Count == 0 && tree.BarePath is null && tree.Operations > 0 ? Of(tree.Body) : null;

    /// <summary>What the formula makes of a bucket of the series.</summary>
    /// <returns><c>null</c>: a value is beyond the range of doubles, so its points have to be counted again.</returns>
    public Bucket? Of(in Bucket bucket)
    {
        var scaled = !Falls ? bucket : bucket with
        {
            PositiveInfinity = bucket.NegativeInfinity, NegativeInfinity = bucket.PositiveInfinity,
        };
        if (bucket.Finite == 0) return scaled;

        var (low, high) = Falls ? (Apply(bucket.Max), Apply(bucket.Min)) : (Apply(bucket.Min), Apply(bucket.Max));
        if (!double.IsFinite(low) || !double.IsFinite(high)) return null;

        var mean = Math.Clamp(Apply(bucket.Mean), low, high);
        var sum = mean * bucket.Finite;
        return scaled with
        {
            FirstY = Apply(bucket.FirstY), LastY = Apply(bucket.LastY), Min = low, Max = high,
            Sum = double.IsFinite(sum) ? sum : new FiniteSum(mean / FiniteSum.LargeUnit * bucket.Finite, IsLarge: true),
        };
    }

    static ScaledSeries? Of(FormulaSyntax node) => node switch
    {
        FormulaSyntax.Reference reference => new ScaledSeries(reference.Path, value => value, false),
        FormulaSyntax.Call { Function.Name: "neg" } call when Of(call.Arguments[0].Value) is { } inner =>
            inner with { Apply = value => -inner.Apply(value), Falls = !inner.Falls },
        FormulaSyntax.Call { Arguments: [{ Value: var left }, { Value: var right }] } call =>
            NumberOf(right) is { } behind && Of(left) is { } first ? With(first, call.Function.Name, behind, isBefore: false)
            : NumberOf(left) is { } before && Of(right) is { } second ? With(second, call.Function.Name, before, isBefore: true)
            : null,
        _ => null,
    };

    static ScaledSeries? With(ScaledSeries inner, string symbol, double number, bool isBefore) => symbol switch
    {
        "+" => inner with { Apply = value => inner.Apply(value) + number },
        "-" when isBefore => inner with { Apply = value => number - inner.Apply(value), Falls = !inner.Falls },
        "-" => inner with { Apply = value => inner.Apply(value) - number },
        "*" when number != 0 => inner with { Apply = value => inner.Apply(value) * number, Falls = inner.Falls ^ (number < 0) },
        "/" when number != 0 && !isBefore =>
            inner with { Apply = value => inner.Apply(value) / number, Falls = inner.Falls ^ (number < 0) },
        _ => null,
    };

    /// <returns><c>null</c>: it is none, or not finite.</returns>
    static double? NumberOf(FormulaSyntax node) => node switch
    {
        FormulaSyntax.Number number when double.IsFinite(number.Value) => number.Value,
        FormulaSyntax.Word { Name: "pi" } => Math.PI,
        FormulaSyntax.Word { Name: "e" } => Math.E,
        FormulaSyntax.Call { Function.Name: "neg" } call => -NumberOf(call.Arguments[0].Value),
        _ => null,
    };
}
