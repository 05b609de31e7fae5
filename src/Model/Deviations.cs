namespace NeptuneAlt.Model;

/// <summary>
/// What variances are made of, so that two can be put together (Chan's method). Squares are taken from the mean: a plain sum of
/// squares would lose the digits of a small wave on a large level.
/// </summary>
/// <param name="Count">How many values there are.</param>
/// <param name="Mean">Of the values; any number if there is none.</param>
/// <param name="Squares">Sum of squared deviations from the mean. Infinite if it is beyond the range of doubles; NaN: it is not known.
/// </param>
public readonly record struct Deviations(long Count, double Mean, double Squares)
{
    /// <summary>Of the whole and not of a sample; NaN if there is no value.</summary>
    public double Variance => Count == 0 ? double.NaN : Squares / Count;

    /// <summary>Of one value. Of an infinite one the difference to itself is NaN, and so is the variance.</summary>
    public static Deviations Of(double value) => new(1, value, value - value);

    /// <summary>The deviations of the finite values among some.</summary>
    /// <param name="near">Their mean, as well as it is known.</param>
    public static Deviations Around(double near, ReadOnlySpan<double> values)
    {
        var (count, sum, squares) = (0L, 0.0, 0.0);
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;

            var apart = value - near;
            (count, sum, squares) = (count + 1, sum + apart, squares + (apart * apart));
        }

        if (count == 0) return default;

        // What the sum of deviations is off zero, the mean is off the true one.
        var exact = squares - (sum * sum / count);
        return new Deviations(count, near + (sum / count), double.IsNaN(exact) ? double.PositiveInfinity : Math.Max(0, exact));
    }

    public static Deviations operator +(Deviations a, Deviations b)
    {
        if (a.Count == 0) return b;
        if (b.Count == 0) return a;

        var count = a.Count + b.Count;
        var apart = b.Mean - a.Mean;
        return new Deviations(
            count, a.Mean + (apart * b.Count / count),
            a.Squares + b.Squares + (apart * apart * ((double)a.Count * b.Count / count)));
    }
}
