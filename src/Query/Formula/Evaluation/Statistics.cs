using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Figures of several values.</summary>
static class Statistics
{
    /// <summary>A function across several values; NaN if one of them is, but for their count.</summary>
    /// <param name="q">Of a quantile.</param>
    public static double Across(string function, ReadOnlySpan<double> values, double q)
    {
        if (function == "count") return values.Length;
        foreach (var value in values)
            if (double.IsNaN(value)) return double.NaN;

        return Of(function, values, q);
    }

    /// <summary>A figure of values of which none is NaN; NaN if there is none.</summary>
    public static double Of(string function, ReadOnlySpan<double> values, double q) => values.Length == 0 ? double.NaN : function switch
    {
        "min" => Least(values),
        "max" => Greatest(values),
        "sum" => Sum(values),
        "mean" => Sum(values) / values.Length,
        "median" => Quantile(0.5, values),
        "std" => Math.Sqrt(Variance(values)),
        "var" => Variance(values),
        "quantile" => Quantile(q, values),
        "range" => Greatest(values) - Least(values),
        _ => throw new System.Diagnostics.UnreachableException(function),
    };

    /// <summary>Between two neighbors on a straight line. NaN if a value or the share is, or the share lies outside of 0 to 1.
    /// </summary>
    public static double Quantile(double q, ReadOnlySpan<double> values)
    {
        if (!(q >= 0 && q <= 1) || values.Length == 0) return double.NaN;

        double[] sorted = [.. values];
        foreach (var value in sorted)
            if (double.IsNaN(value)) return double.NaN;
        Array.Sort(sorted);
        var place = q * (sorted.Length - 1);
        var low = (int)place;
        return Between(sorted[low], low + 1 < sorted.Length ? sorted[low + 1] : sorted[low], place - low);
    }

    /// <summary>A share of the way from one value to another.</summary>
    public static double Between(double low, double high, double share) =>
        share == 0 || low == high ? low : share == 1 ? high : low + ((high - low) * share);

    static double Least(ReadOnlySpan<double> values)
    {
        var least = double.PositiveInfinity;
        foreach (var value in values) least = Math.Min(least, value);
        return least;
    }

    static double Greatest(ReadOnlySpan<double> values)
    {
        var greatest = double.NegativeInfinity;
        foreach (var value in values) greatest = Math.Max(greatest, value);
        return greatest;
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    static double Variance(ReadOnlySpan<double> values)
    {
        var deviations = default(Deviations);
        foreach (var value in values) deviations += Deviations.Of(value);
        return deviations.Variance;
    }
}
