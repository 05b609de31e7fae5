using System.Globalization;
using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>Steps as numbers in SQL: what <see cref="Step.ToDouble"/> gives, to the last bit.</summary>
static class StepSql
{
    static readonly string Bound = Step.ExactMicrosMax.ToString(CultureInfo.InvariantCulture);

    /// <summary>The column <c>step</c>, which holds micro-steps, as a Float64.</summary>
    public static readonly string Number =
        $"if(step < {Bound}, step / 1000000, intDiv(step, 1000000) + (step % 1000000) / 1000000)";

    /// <summary>The same for comparisons: exact enough to tell on which side of numbers up to a bound a step
    /// lies.</summary>
    /// <param name="greatest">The greatest number that it is compared with.</param>
    public static string NumberUpTo(double greatest) =>
        greatest < (double)Step.ExactMicrosMax / Step.MicrosPerStep ? "step / 1000000" : Number;
}
