namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The arguments of functions that are a number, and which numbers they take.</summary>
static class FormulaArguments
{
    const int DeltaMax = 1_000_000;

    /// <summary>Whether an argument is one that goes with the function and not with its points.</summary>
    public static bool IsNumber(Computed node, Node argument)
    {
        var function = node.Function;
        return PlaceOf(function) is >= 0 and var place && place < node.Arguments.Count
            && ReferenceEquals(node.Arguments[place], argument) && argument.IsScalar;
    }

    /// <returns>What is wrong with the number, in a sentence; <c>null</c>: nothing.</returns>
    public static string? Problem(FormulaFunction function, double number) => function.Name switch
    {
        "quantile" or "run_quantile" or "roll_quantile" when !(number >= 0 && number <= 1) =>
            "The share of a quantile is a number from 0 to 1, such as 0.9.",
        "ema_alpha" when !(number >= 0 && number < 1) => "The weight of ema_alpha() is at least 0 and below 1, such as 0.99.",
        "delta" when !(number >= 1 && number <= DeltaMax && number == Math.Floor(number)) =>
            $"delta() goes back a whole number of points, from 1 to {DeltaMax}.",
        "shift" when !double.IsFinite(number) => "shift() moves by a finite number of steps.",
        _ => null,
    };

    static int PlaceOf(FormulaFunction function) => function.Name switch
    {
        "run_quantile" or "roll_quantile" => 0,
        "at" or "delta" or "shift" or "ema_alpha" => 1,
        _ => -1,
    };
}
