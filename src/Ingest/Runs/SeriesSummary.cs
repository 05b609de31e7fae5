using System.Runtime.CompilerServices;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// What the runs table shows of a series: its last point, and statistics over its finite values. Previews do not count,
/// inherited points do.
/// </summary>
[GenerateSerializer, Immutable]
public struct SeriesSummary
{
    /// <summary>Step of the last committed point; meaningless while <see cref="Points"/> is 0.</summary>
    [Id(0)] public long LastStep;

    /// <summary>Time of the last committed point, in ms since 1970.</summary>
    [Id(1)] public long LastTime;

    /// <summary>Committed points, NaN and ±Inf included.</summary>
    [Id(2)] public long Points;

    /// <summary>Finite ones among them: what the four statistics are over.</summary>
    [Id(3)] public long Finite;
    [Id(4)] public double Min;
    [Id(5)] public double Max;

    /// <summary>Sum of the finite values, added in their order: the mean is what a client gets by the same sum.
    /// See <see cref="IsTotalLarge"/>.</summary>
    [Id(6)] public double Total;

    /// <summary>Sum of squared deviations from the mean: the population variance is this by <see cref="Finite"/>.
    /// Infinite where it is beyond the range of doubles; never negative, never NaN.</summary>
    [Id(7)] public double SquaredDeviations;

    /// <summary>A preview lies after the last committed point.</summary>
    [Id(8)] public bool HasPreview;

    /// <summary><see cref="Total"/> is beyond the range of doubles and counted in units of 2^64.</summary>
    [Id(9)] public bool IsTotalLarge;

    /// <summary>Of the finite values; NaN if there is none.</summary>
    public readonly double Mean => IsTotalLarge ? Sum.Mean(Finite, Min, Max) : Total / Finite;

    readonly FiniteSum Sum => new(Total, IsTotalLarge);

    /// <summary>Counts one more value; the deviations by Welford's method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        Points++;
        if (!double.IsFinite(value)) return;

        if (Finite == 0)
        {
            (Finite, Min, Max, Total, SquaredDeviations) = (1, value, value, value, 0);
            return;
        }

        if (value < Min) Min = value;
        if (value > Max) Max = value;
        var before = value - Mean;
        Add(new FiniteSum(value));
        Finite++;
        // Of rounded means, one may lie on the other side of the value.
        var growth = before * (value - Mean);
        if (growth > 0) SquaredDeviations += growth;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(FiniteSum more)
    {
        var sum = Total + more.Units;
        if (!IsTotalLarge && !more.IsLarge && double.IsFinite(sum)) Total = sum;
        else AddLarge(more);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void AddLarge(FiniteSum more) => (Total, IsTotalLarge) = Sum + more;

    /// <summary>Joins the statistics of points that come after these, by Chan's method.</summary>
    public void Append(in SeriesSummary later)
    {
        if (later.Points == 0) return;

        LastStep = later.LastStep;
        LastTime = later.LastTime;
        Points += later.Points;
        if (later.Finite == 0) return;
        if (Finite == 0)
        {
            (Finite, Min, Max, Total, IsTotalLarge, SquaredDeviations) =
                (later.Finite, later.Min, later.Max, later.Total, later.IsTotalLarge, later.SquaredDeviations);
            return;
        }

        var finite = Finite + later.Finite;
        var delta = later.Mean - Mean;
        Min = Math.Min(Min, later.Min);
        Max = Math.Max(Max, later.Max);
        SquaredDeviations += later.SquaredDeviations + delta * delta * ((double)Finite * later.Finite / finite);
        Add(later.Sum);
        Finite = finite;
    }

    /// <summary>Whether a committed point may follow, and if not why.</summary>
    /// <param name="isRepeat">The value equals the last one.</param>
    public readonly IngestCode Judge(Step step, long time, bool isRepeat)
    {
        if (Points == 0 || step.Micros > LastStep)
            return Points > 0 && time < LastTime ? IngestCode.SeriesTimestampDecreasing : IngestCode.Ok;

        return step.Micros == LastStep && isRepeat ? IngestCode.SeriesPointDuplicate : IngestCode.SeriesStepNonIncreasing;
    }
}
