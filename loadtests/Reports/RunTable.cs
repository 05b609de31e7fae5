using System.Globalization;
using System.Text;
using NeptuneAlt.LoadTests.Load;

namespace NeptuneAlt.LoadTests.Reports;

/// <summary>A report for the eye.</summary>
static class RunTable
{
    public static string Of(RunReport report)
    {
        var text = new StringBuilder();
        void Row(string name, string? value)
        {
            if (value is not null) text.AppendLine(CultureInfo.InvariantCulture, $"  {name,-28}{value}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Workload}, {report.Mode}: {report.Runs} runs × {report.ClientsPerRun} clients × {report.SeriesPerRun / report.ClientsPerRun} series × {report.StepsPerRun} steps");
        Row("points acknowledged", $"{report.PointsAcknowledged:N0} in {report.Requests:N0} requests of {report.RequestBytes / Math.Max(1.0, report.Requests) / 1024:N0} KiB");
        if (report.PointsReadBack is not null)
        {
            Row("points read back", $"{report.PointsReadBack:N0} of {report.PointsCompared:N0} compared");
            Row("lost, doubled, wrong", $"{report.Lost:N0}, {report.Doubled:N0}, {report.Wrong:N0}; checksum {(report.ChecksumMatches == true ? "matches" : "DIFFERS")}");
            Row("read back", $"{report.ReadBackPointsPerSecond:N0} points/s");
        }

        Row("verdicts wrong", $"{report.VerdictsWrong}");
        if (!report.AllVisible) Row("NOT ALL VISIBLE", "some requests were never done");
        Row("points a second", $"{report.PointsPerSecond:N0} visible, {report.PointsPerSecondAcknowledged:N0} acknowledged");
        Row("points a CPU-second", report.PointsPerCpuSecond is null ? null : $"{report.PointsPerCpuSecond:N0} ({report.CpuSeconds:F2} CPU-seconds)");
        Row("new series a CPU-second", report.NewSeriesPerCpuSecond is null ? null
            : $"{report.NewSeriesPerCpuSecond:N0} ({1e6 / report.NewSeriesPerCpuSecond:F2} µs a series with its {report.StepsPerRun} points)");
        Row("CPU-seconds until at rest", report.RestCpuSeconds is not { } rest ? null
            : $"{rest:F2} more, {(report.CpuSeconds + rest) / report.Runs / report.SeriesPerRun * 1e6:F2} µs a series in all");
        Row("acknowledged after", Text(report.AckMs));
        Row("status done after", Text(report.VisibleMs));
        Row("point in a query after", Text(report.PointVisibleMs));
        Row("20 charts refreshed in", Text(report.DashboardMs));
        Row("cores in use", report.Cores is null ? null : $"{report.Cores:F2}");
        Row("bytes a point on disk", report.BytesPerPoint is null ? null : $"{report.BytesPerPoint:F2}");
        Row("resident memory, peak", report.RssPeakBytes is null ? null : $"{report.RssPeakBytes / 1048576:N0} MiB");
        Row("at the end, and a trend of", report.RssEndBytes is null ? null
            : string.Create(CultureInfo.InvariantCulture, $"{report.RssEndBytes / 1048576:N0} MiB, {report.RssBytesPerHour / 1048576:+#,0.0;-#,0.0} MiB an hour"));
        Row("refused, failed", $"{report.RequestsRefused:N0}, {report.RequestsFailed:N0}");
        if (report.ClientsKilled > 0) Row("killed, repeated", $"{report.ClientsKilled:N0} clients, {report.RequestsRepeated:N0} requests");
        foreach (var fault in report.Faults) Row("fault", fault);
        return text.ToString();
    }

    static string? Text(Percentiles? times) => times is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"p50 {times.P50:F1} ms, p99 {times.P99:F1} ms, p99.9 {times.P999:F1} ms, max {times.Max:F1} ms");
}
