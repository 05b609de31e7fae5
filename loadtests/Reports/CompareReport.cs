using NeptuneAlt.LoadTests.Comparison;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Reports;

/// <summary>The figures of one <c>compare</c>, as its JSON file has them.</summary>
/// <param name="Ratio">Points per CPU-second, ours ÷ theirs, round by round.</param>
/// <param name="Ours">Points per CPU-second.</param>
/// <param name="Theirs">Points per CPU-second.</param>
/// <param name="BytesRatio">Bytes on disk a point, ours ÷ theirs.</param>
sealed record CompareReport(
    string Workload, string Against, int Rounds, long Points, Spread Ratio, Spread Ours, Spread Theirs, Spread BytesRatio,
    Spread OursBytesPerPoint, Spread TheirsBytesPerPoint, Spread OursPointsPerSecond, Spread TheirsPointsPerSecond)
{
    public static CompareReport Of(string rival, Workload workload, IReadOnlyList<(Showing Ours, Showing Theirs)> rounds)
    {
        Spread Over(Func<(Showing Ours, Showing Theirs), double> figure) => Spread.Of([.. rounds.Select(figure)]);
        return new CompareReport(
            workload.Name, rival, rounds.Count, workload.Points,
            Over(r => r.Ours.PointsPerCpuSecond / r.Theirs.PointsPerCpuSecond),
            Over(r => r.Ours.PointsPerCpuSecond), Over(r => r.Theirs.PointsPerCpuSecond),
            Over(r => r.Ours.BytesPerPoint / r.Theirs.BytesPerPoint),
            Over(r => r.Ours.BytesPerPoint), Over(r => r.Theirs.BytesPerPoint),
            Over(r => r.Ours.Points / r.Ours.Seconds), Over(r => r.Theirs.Points / r.Theirs.Seconds));
    }
}

/// <summary>A figure over several rounds.</summary>
sealed record Spread(double Median, double Min, double Max)
{
    public static Spread Of(double[] figures)
    {
        Array.Sort(figures);
        var middle = figures.Length / 2;
        var median = figures.Length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
        return new Spread(Math.Round(median, 3), Math.Round(figures[0], 3), Math.Round(figures[^1], 3));
    }
}
