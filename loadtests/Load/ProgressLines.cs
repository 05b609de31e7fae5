using System.Diagnostics;
using NeptuneAlt.LoadTests.Server;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>Tells each second how a load goes.</summary>
sealed class ProgressLines(LoadOptions options, LoadCounts counts, Latency ack, VisibilityWatch watch, ProcessTree? server)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (pointsBefore, cpuBefore, before) = (0L, server?.CpuSeconds(), started);
        while (true)
        {
            await Task.Delay(Interval, cancellationToken);
            var now = Stopwatch.GetTimestamp();
            var seconds = Stopwatch.GetElapsedTime(before, now).TotalSeconds;
            var (points, cpu) = (counts.Points, server?.CpuSeconds());
            Console.WriteLine(
                $"{options.Workload.Name} {Stopwatch.GetElapsedTime(started, now).TotalSeconds,4:F0} s  "
                + $"{points / 1e6,7:F2} M points  {(points - pointsBefore) / seconds / 1000,6:F0} k/s  "
                + (cpu is null ? "" : $"{(cpu - cpuBefore) / seconds,4:F2} cores  ")
                + $"ack p99 {ack.Percentiles()?.P99 ?? 0,5:F0} ms  {watch.PendingCount,4} not yet visible  "
                + $"{counts.Refused} refused  {counts.Failed} failed");
            (pointsBefore, cpuBefore, before) = (points, cpu, now);
        }
    }
}
