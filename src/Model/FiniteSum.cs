namespace NeptuneAlt.Model;

/// <summary>
/// A sum of finite doubles that cannot overflow: beyond their range it is counted in units of 2^64, so that a mean, which
/// always lies within the range, can be told. Sums within the range are plain additions.
/// </summary>
/// <param name="Units">The sum itself; of a large one, the sum by 2^64.</param>
public readonly record struct FiniteSum(double Units, bool IsLarge = false)
{
    /// <summary>2^64: so many values cannot be counted.</summary>
    public const double LargeUnit = 18446744073709551616.0;

    /// <summary>The same in SQL.</summary>
    public const string LargeUnitSql = "18446744073709551616.";

    /// <summary>The sum as a double: infinite if it is beyond their range.</summary>
    public double Value => IsLarge ? Units * LargeUnit : Units;

    /// <param name="count">How many values there are: at least one.</param>
    /// <param name="min">The least of them; <paramref name="max"/>: the greatest.</param>
    public double Mean(long count, double min, double max) =>
        IsLarge ? Math.Clamp(Units / count * LargeUnit, min, max) : Units / count;

    public static implicit operator FiniteSum(double value) => new(value);

    public static FiniteSum operator +(FiniteSum a, FiniteSum b)
    {
        var sum = a.Units + b.Units;
        return !a.IsLarge && !b.IsLarge && double.IsFinite(sum) ? new(sum) : new(a.InLargeUnits + b.InLargeUnits, true);
    }

    double InLargeUnits => IsLarge ? Units : Units / LargeUnit;
}
