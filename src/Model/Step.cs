namespace NeptuneAlt.Model;

/// <summary>
/// Position on a series' x axis, in micro-steps: step 3.5 is 3_500_000. Valid steps satisfy
/// 0 &lt;= Micros &lt; 10^18 (steps below 10^12).
/// </summary>
/// <remarks>
/// Clients write and read steps as doubles. Below 2^33 each micro-step has a double of its own. Above, doubles lie further
/// apart: up to 123 neighbors share one. What a double selects is then all of them: <see cref="FirstAt"/> to
/// <see cref="LastAt"/>.
/// </remarks>
public readonly record struct Step(long Micros) : IComparable<Step>
{
    /// <summary>Micro-steps in one whole step.</summary>
    public const long MicrosPerStep = 1_000_000;

    /// <summary>The first value that is no longer a valid step, in micro-steps.</summary>
    public const long MicrosMax = 1_000_000_000_000_000_000;

    /// <summary>Whole numbers up to here are doubles as they are; the same bound stands in SQL.</summary>
    public const long ExactMicrosMax = 1L << 53;

    /// <summary>The nearest step; values beyond the valid range saturate, NaN is 0.</summary>
    public static Step FromDouble(double value)
    {
        if (double.IsNaN(value)) return default;

        // Whole part and rest are exact. Their product with 10^6 would not be.
        var whole = Math.Floor(value);
        const double wholeMax = MicrosMax / MicrosPerStep;
        if (whole >= wholeMax) return new Step(MicrosMax);
        if (whole < -wholeMax) return new Step(-MicrosMax);
        return new Step(((long)whole * MicrosPerStep) + (long)Math.Round((value - whole) * MicrosPerStep));
    }

    /// <summary>The first of the steps that read as the same double as the one nearest to a value.</summary>
    public static Step FirstAt(double value) => EndAt(value, -1);

    /// <summary>The last of the steps that read as the same double as the one nearest to a value.</summary>
    public static Step LastAt(double value) => EndAt(value, 1);

    static Step EndAt(double value, int direction)
    {
        var step = FromDouble(value);
        if (Math.Abs(step.Micros) is < ExactMicrosMax / 2 or >= MicrosMax) return step;

        var same = step.ToDouble();
        while (new Step(step.Micros + direction) is var next && next.ToDouble() == same) step = next;
        return step;
    }

    /// <summary>The step as the clients read it: the double nearest to the decimal number.</summary>
    /// <remarks>One division gives that for micros that are doubles as they are. Larger ones are rounded once already; but of
    /// these the whole part is exact, and their sum with the rest is right: no rest of six decimals lies so near the middle
    /// between two such doubles that its own rounding matters.</remarks>
    public double ToDouble() => Micros is > -ExactMicrosMax and < ExactMicrosMax
        ? Micros / (double)MicrosPerStep
        : (Micros / MicrosPerStep) + (Micros % MicrosPerStep / (double)MicrosPerStep);

    public int CompareTo(Step other) => Micros.CompareTo(other.Micros);
    public static bool operator <(Step a, Step b) => a.Micros < b.Micros;
    public static bool operator >(Step a, Step b) => a.Micros > b.Micros;
    public static bool operator <=(Step a, Step b) => a.Micros <= b.Micros;
    public static bool operator >=(Step a, Step b) => a.Micros >= b.Micros;
    public override string ToString() => ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
