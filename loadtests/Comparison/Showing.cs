namespace NeptuneAlt.LoadTests.Comparison;

/// <summary>What one side made of the points in one round.</summary>
/// <param name="CpuSeconds">Of all its processes, from the first request until all points could be queried.</param>
/// <param name="Seconds">Wall time of the same stretch.</param>
/// <param name="StoreBytes">On disk once merges have settled.</param>
sealed record Showing(long Points, double CpuSeconds, double Seconds, long StoreBytes)
{
    public double PointsPerCpuSecond => Points / CpuSeconds;

    public double BytesPerPoint => (double)StoreBytes / Points;
}
