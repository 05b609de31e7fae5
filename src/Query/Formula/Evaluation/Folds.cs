using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Formula.Evaluation;

readonly record struct CountedSum(int Count, double Sum)
{
    public static CountedSum operator +(CountedSum a, CountedSum b) => new(a.Count + b.Count, a.Sum + b.Sum);
}

readonly struct SumFold : IFold<CountedSum>
{
    public static CountedSum None => default;

    public static CountedSum Of(double value) => new(1, value);

    public static CountedSum Combine(CountedSum a, CountedSum b) => a + b;

    public static double Result(CountedSum all) => all.Count == 0 ? double.NaN : all.Sum;
}

readonly struct MeanFold : IFold<CountedSum>
{
    public static CountedSum None => default;

    public static CountedSum Of(double value) => new(1, value);

    public static CountedSum Combine(CountedSum a, CountedSum b) => a + b;

    public static double Result(CountedSum all) => all.Count == 0 ? double.NaN : all.Sum / all.Count;
}

readonly struct StdFold : IFold<Deviations>
{
    public static Deviations None => default;

    public static Deviations Of(double value) => Deviations.Of(value);

    public static Deviations Combine(Deviations a, Deviations b) => a + b;

    public static double Result(Deviations all) => Math.Sqrt(all.Variance);
}

/// <summary>NaN stands for no value.</summary>
readonly struct LeastFold : IFold<double>
{
    public static double None => double.NaN;

    public static double Of(double value) => value;

    public static double Combine(double a, double b) => double.IsNaN(a) || b < a ? b : a;

    public static double Result(double all) => all;
}

/// <summary>NaN stands for no value.</summary>
readonly struct GreatestFold : IFold<double>
{
    public static double None => double.NaN;

    public static double Of(double value) => value;

    public static double Combine(double a, double b) => double.IsNaN(a) || b > a ? b : a;

    public static double Result(double all) => all;
}
