using NeptuneAlt.Model;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Where the points of a chunk lie on an axis that grows with the step: any but a custom one.</summary>
readonly record struct ChartAxis(BucketAxis Axis, bool IsLogarithmic, long OriginMillis)
{
    public double First(in Chunk chunk) => At(chunk.FirstStep, chunk.FirstTime);

    public double Last(in Chunk chunk) => At(chunk.LastStep, chunk.LastTime);

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
