using NeptuneAlt.Model;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Where the points of a rollup lie on an axis that grows with the step: any but a custom one.</summary>
readonly record struct ChartAxis(BucketAxis Axis, bool IsLogarithmic, long OriginMillis)
{
    public double First(in Rollup rollup) => At(rollup.FirstStep, rollup.FirstTime);

    public double Last(in Rollup rollup) => At(rollup.LastStep, rollup.LastTime);

    /// <summary>On a logarithmic axis the logarithm: -inf or NaN for what has no place there.</summary>
    public double At(long step, long time)
    {
        double x = Axis switch
        {
            BucketAxis.Steps => new Step(step).ToDouble(),
            BucketAxis.EpochMillis => time,
            _ => time - OriginMillis,
        };
        return IsLogarithmic ? Math.Log(x) : x;
    }
}
