namespace NeptuneAlt.Model;

/// <summary>
/// Position on a series' x axis, in micro-steps: step 3.5 is 3_500_000. Valid steps satisfy
/// 0 &lt;= Micros &lt; 10^18 (steps below 10^12).
/// </summary>
public readonly record struct Step(long Micros) : IComparable<Step>
{
    /// <summary>Micro-steps in one whole step.</summary>
    public const long MicrosPerStep = 1_000_000;

    /// <summary>The first value that is no longer a valid step, in micro-steps.</summary>
    public const long MicrosMax = 1_000_000_000_000_000_000;

    /// <summary>The nearest step; values beyond the valid range saturate, NaN is 0.</summary>
    public static Step FromDouble(double value)
    {
        if (double.IsNaN(value)) return default;

        var micros = Math.Round(value * MicrosPerStep);
        return new Step(micros >= MicrosMax ? MicrosMax : micros <= -MicrosMax ? -MicrosMax : (long)micros);
    }

    /// <summary>The step as the clients read it.</summary>
    public double ToDouble() => Micros / (double)MicrosPerStep;

    public int CompareTo(Step other) => Micros.CompareTo(other.Micros);
    public static bool operator <(Step a, Step b) => a.Micros < b.Micros;
    public static bool operator >(Step a, Step b) => a.Micros > b.Micros;
    public static bool operator <=(Step a, Step b) => a.Micros <= b.Micros;
    public static bool operator >=(Step a, Step b) => a.Micros >= b.Micros;
    public override string ToString() => ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
