using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Rollups;

/// <summary>Statistics of consecutive points of a float series. Steps are micro-steps, times ms since 1970.</summary>
public struct Rollup
{
    /// <summary>Points of a rollup of level 1.</summary>
    public const int FinePoints = 256;

    /// <summary>Points of a rollup of level 2: the unit in which rollups are made.</summary>
    public const int CoarsePoints = 4096;

    /// <summary>The first and the last point, whatever their values.</summary>
    public long FirstStep, LastStep, FirstTime, LastTime;

    /// <summary>The first and the last finite point; meaningless while <see cref="Finite"/> is 0, as are the figures.
    /// </summary>
    public long HeadStep, TailStep, HeadTime, TailTime;
    public double Head, Tail, Min, Max;
    public FiniteSum Sum;

    /// <summary>Sum of squared deviations from the mean; infinite if it is beyond the range of doubles, NaN as long as it is
    /// not known. See <see cref="Measure"/>.</summary>
    public double SquaredDeviations;

    public long Finite, NaN, PositiveInfinity, NegativeInfinity;

    /// <summary>All points.</summary>
    public readonly long Points => Finite + NaN + PositiveInfinity + NegativeInfinity;

    /// <summary>Whether <see cref="SquaredDeviations"/> is known.</summary>
    public readonly bool HasDeviations => Finite == 0 || !double.IsNaN(SquaredDeviations);

    readonly Deviations Deviations => new(Finite, Finite == 0 ? 0 : Sum.Mean(Finite, Min, Max), SquaredDeviations);

    /// <summary>Finds the deviations, which cannot be told from one point after another without losing digits.</summary>
    /// <param name="values">All that were added, in any order.</param>
    public void Measure(ReadOnlySpan<double> values) => SquaredDeviations = Deviations.Around(Deviations.Mean, values).Squares;

    /// <summary>Counts in a point that comes after these. The deviations are not known then.</summary>
    public void Add(long step, long time, double value)
    {
        if (Points == 0) (FirstStep, FirstTime) = (step, time);
        (LastStep, LastTime) = (step, time);
        if (!double.IsFinite(value))
        {
            if (double.IsNaN(value)) NaN++;
            else if (value > 0) PositiveInfinity++;
            else NegativeInfinity++;
            return;
        }

        if (Finite++ == 0) (HeadStep, HeadTime, Head, Min, Max) = (step, time, value, value, value);
        SquaredDeviations = double.NaN;
        (TailStep, TailTime, Tail) = (step, time, value);
        if (value < Min) Min = value;
        if (value > Max) Max = value;
        Sum += value;
    }

    /// <summary>
    /// Combines rollups of different kinds of points over the same steps, where at most one of the two has finite
    /// points.
    /// </summary>
    public readonly Rollup With(in Rollup others)
    {
        var both = Finite > 0 ? this : others;
        (both.FirstStep, both.FirstTime) = FirstStep < others.FirstStep
            ? (FirstStep, FirstTime) : (others.FirstStep, others.FirstTime);
        (both.LastStep, both.LastTime) = LastStep > others.LastStep
            ? (LastStep, LastTime) : (others.LastStep, others.LastTime);
        both.NaN = NaN + others.NaN;
        both.PositiveInfinity = PositiveInfinity + others.PositiveInfinity;
        both.NegativeInfinity = NegativeInfinity + others.NegativeInfinity;
        return both;
    }

    /// <summary>Counts in points that come after these.</summary>
    public void Append(in Rollup later)
    {
        if (Points == 0)
        {
            this = later;
            return;
        }

        (LastStep, LastTime) = (later.LastStep, later.LastTime);
        NaN += later.NaN;
        PositiveInfinity += later.PositiveInfinity;
        NegativeInfinity += later.NegativeInfinity;
        if (later.Finite == 0) return;

        SquaredDeviations = (Deviations + later.Deviations).Squares;
        if (Finite == 0) (HeadStep, HeadTime, Head, Min, Max) = (later.HeadStep, later.HeadTime, later.Head, later.Min, later.Max);
        (TailStep, TailTime, Tail) = (later.TailStep, later.TailTime, later.Tail);
        Min = Math.Min(Min, later.Min);
        Max = Math.Max(Max, later.Max);
        Sum += later.Sum;
        Finite += later.Finite;
    }
}
