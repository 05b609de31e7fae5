using System.Runtime.CompilerServices;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>
/// A formula that only scales and moves one series of its run by numbers and configs, such as <c>100 * ${acc} - ${config/shift}</c>.
/// Each operation keeps the order of values or turns it around, rounding included: what it makes of the least value of a bucket is the
/// least value, or the greatest.
/// </summary>
/// <param name="Path">Of the series.</param>
/// <param name="Apply">To a value.</param>
/// <param name="Slope">By how much the result grows with the value, about: exact but for rounding. Below 0, greater values become lesser
/// ones.</param>
sealed record ScaledSeries(string Path, Func<double, double> Apply, double Slope)
{
    static readonly HashSet<string> s_operations = ["+", "-", "*", "/", "neg"];

    bool Falls => Slope < 0;

    /// <summary>Whether it could be such a formula, as far as its text tells.</summary>
    public static bool MayBe(FormulaTree tree, FormulaLinks links) =>
        tree.BarePath is null && links.Nodes.All(node => node switch
        {
            FormulaSyntax.Call call => s_operations.Contains(call.Function.Name),
            FormulaSyntax.Word or FormulaSyntax.Number or FormulaSyntax.Reference or FormulaSyntax.Saved => true,
            _ => false,
        });

    /// <param name="run">Of the line.</param>
    /// <returns><c>null</c>: it is another formula.</returns>
    public static ScaledSeries? Of(Node node, Run run) =>
        Of(node, run, new Evaluator(source => throw new System.Diagnostics.UnreachableException(source.Path)));

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
            SquaredDeviations = bucket.SquaredDeviations * Slope * Slope,
        };
    }

    /// <param name="numbers">Computes what has no series in it.</param>
    static ScaledSeries? Of(Node node, Run run, Evaluator numbers)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return node switch
        {
            Source source => source.Of.Run == run.Number ? new ScaledSeries(source.Of.Path, value => value, 1) : null,
            Map { Function: "neg", Arguments: [var inner] } when Of(inner, run, numbers) is { } one =>
                one with { Apply = value => -one.Apply(value), Slope = -one.Slope },
            Map { Arguments: [var left, var right] } map =>
                NumberOf(right, numbers) is { } behind
                    ? Of(left, run, numbers) is { } first ? With(first, map.Function, behind, isBefore: false) : null
                : NumberOf(left, numbers) is { } before
                    && Of(right, run, numbers) is { } second ? With(second, map.Function, before, isBefore: true)
                : null,
            _ => null,
        };
    }

    static ScaledSeries? With(ScaledSeries inner, string operation, double number, bool isBefore) => operation switch
    {
        "+" => inner with { Apply = value => inner.Apply(value) + number },
        "-" when isBefore => inner with { Apply = value => number - inner.Apply(value), Slope = -inner.Slope },
        "-" => inner with { Apply = value => inner.Apply(value) - number },
        "*" when number != 0 => inner with { Apply = value => inner.Apply(value) * number, Slope = inner.Slope * number },
        "/" when number != 0 && !isBefore =>
            inner with { Apply = value => inner.Apply(value) / number, Slope = inner.Slope / number },
        _ => null,
    };

    /// <summary>A number, a config, or what is computed of these.</summary>
    /// <returns><c>null</c>: it is none, or not finite.</returns>
    static double? NumberOf(Node node, Evaluator numbers) =>
        node.IsScalar && numbers.Of(node) is Outcome.Scalar { Value: var value } && double.IsFinite(value) ? value : null;
}
