using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>How lines lie along x.</summary>
/// <param name="Axis">Not a custom one: x of those is computed, and not by the store.</param>
/// <param name="IsLogarithmic">Buckets are of equal width in log x; points with x &lt;= 0 are left out.</param>
/// <param name="WithDeviations">Whether deviations are wanted, which costs more.</param>
public sealed record BucketShape(BucketAxis Axis, bool IsLogarithmic, bool WithDeviations = false);

public enum BucketAxis
{
    /// <summary>Steps.</summary>
    Steps,

    /// <summary>Milliseconds since 1970.</summary>
    EpochMillis,

    /// <summary>Milliseconds since the line's origin.</summary>
    RelativeTime,

    /// <summary>Another formula.</summary>
    Custom,
}

/// <summary>One line: a series as seen from one run, in stretches that do not overlap.</summary>
/// <param name="OriginMillis">Where relative time begins, in milliseconds since 1970.</param>
public sealed record BucketLine(
    IReadOnlyList<SeriesSlice> Points, IReadOnlyList<SeriesSlice> Previews, long OriginMillis);

/// <summary>
/// The edges of buckets. Bucket 0 is (-inf, From], bucket i is (From + (i - 1) w, From + i w], and the last one, Count,
/// ends at +inf; the width w is (To - From) / (Count - 1). If From equals To there is one bucket, [From, +inf). On a
/// logarithmic axis these are log x.
/// </summary>
public readonly record struct BucketGrid(double From, double To, int Count)
{
    /// <summary>Also of a view whose ends are so far apart that their distance is no double.</summary>
    public double Width => To - From is var distance && double.IsFinite(distance)
        ? distance / (Count - 1)
        : (To / (Count - 1)) - (From / (Count - 1));

    public double LowerEdge(long index) =>
        From == To ? From : index == 0 ? double.NegativeInfinity : From + (Width * (index - 1));

    /// <summary>Whether an x has no bucket: only what lies before a view without width.</summary>
    public bool Excludes(double x) => From == To && x < From;

    /// <summary>The bucket of an x.</summary>
    public long IndexOf(double x)
    {
        if (From == To) return 0;

        // The quotient may round to the wrong side of an edge, so the edges themselves decide.
        var quotient = double.IsFinite(x - From) ? (x - From) / Width : (x / Width) - (From / Width);
        var near = (long)Math.Clamp(Math.Ceiling(quotient), 0, Count);
        return near > 0 && x <= From + (Width * (near - 1)) ? near - 1
            : near < Count && x > From + (Width * near) ? near + 1
            : near;
    }

    public double UpperEdge(long index) => From == To || index == Count ? double.PositiveInfinity : From + (Width * index);
}

/// <summary>One bucket of one line that has at least one point.</summary>
/// <param name="FirstStep">Step of the first finite point, in micro-steps; <paramref name="LastStep"/> of the
/// last.</param>
/// <param name="Finite">Number of finite points. If it is 0, the figures after it are undefined.</param>
/// <param name="Previews">Number of previews among all its points.</param>
/// <param name="Completion">Completion of the least complete preview, from 0 to 1.</param>
public readonly record struct Bucket(
    int Line, long Index, long Finite, long NaN, long PositiveInfinity, long NegativeInfinity,
    double FirstX, double FirstY, double LastX, double LastY, double Min, double Max, FiniteSum Sum,
    long FirstStep = 0, long LastStep = 0, long Previews = 0, float Completion = 1)
{
    /// <summary>Sum of squared deviations of the finite values from their mean; infinite if it is beyond the range of doubles, NaN
    /// if it was not asked for.</summary>
    public double SquaredDeviations { get; init; } = double.NaN;

    /// <summary>Mean of the finite points; NaN without one.</summary>
    public double Mean => Finite == 0 ? double.NaN : Sum.Mean(Finite, Min, Max);

    /// <summary>Standard deviation of the finite points, of the whole and not of a sample; NaN without one, or if it was not asked
    /// for.</summary>
    public double Std => Finite == 0 ? double.NaN : Math.Sqrt(SquaredDeviations / Finite);

    Deviations Deviations => new(Finite, Mean, SquaredDeviations);

    /// <summary>Both together.</summary>
    public Bucket With(in Bucket other)
    {
        if (Finite == 0 || other.Finite == 0)
            return (Finite == 0 ? other : this) with
            {
                NaN = NaN + other.NaN,
                PositiveInfinity = PositiveInfinity + other.PositiveInfinity,
                NegativeInfinity = NegativeInfinity + other.NegativeInfinity,
                Previews = Previews + other.Previews,
                Completion = Math.Min(Completion, other.Completion),
            };

        var first = other.FirstStep < FirstStep ? other : this;
        var last = other.LastStep > LastStep ? other : this;
        return first with
        {
            Finite = Finite + other.Finite,
            NaN = NaN + other.NaN,
            PositiveInfinity = PositiveInfinity + other.PositiveInfinity,
            NegativeInfinity = NegativeInfinity + other.NegativeInfinity,
            LastX = last.LastX,
            LastY = last.LastY,
            LastStep = last.LastStep,
            Min = Math.Min(Min, other.Min),
            Max = Math.Max(Max, other.Max),
            Sum = Sum + other.Sum,
            SquaredDeviations = double.IsNaN(SquaredDeviations) ? double.NaN : (Deviations + other.Deviations).Squares,
            Previews = Previews + other.Previews,
            Completion = Math.Min(Completion, other.Completion),
        };
    }
}
