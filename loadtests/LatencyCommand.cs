using System.Globalization;
using System.Text;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests;

/// <summary>
/// The command <c>latency</c>: how long one waits at fractions of the most that a fresh server takes in and shows. Requests come when they
/// are due, whatever became of those before: one that is late counts from then. All series are new, so the first seconds
/// are in the figures.
/// </summary>
/// <param name="rate">Points a second that count as the most; null: measured first.</param>
sealed class LatencyCommand(Workload workload, ulong seed, TimeSpan time, double? rate, IReadOnlyList<int> percents)
{
    /// <returns>0, or 1 if a point was lost, doubled or wrong.</returns>
    public async Task<int> RunAsync(string? json, CancellationToken cancellationToken)
    {
        var most = rate ?? (await MeasureAsync(workload, null, cancellationToken)).PointsPerSecond;
        var levels = new List<LatencyLevel>();
        foreach (var percent in percents)
        {
            var paced = most * percent / 100;
            var report = await MeasureAsync(workload.Lasting(time, paced), paced, cancellationToken);
            levels.Add(new LatencyLevel(
                percent, Math.Round(paced), report.PointsAcknowledged, report.AckMs, report.VisibleMs, report.PointVisibleMs, report.Cores,
                report.RequestsRefused, report.IsClean));
        }

        var all = new LatencyReport(workload.Name, Math.Round(most), rate is null, time.TotalSeconds, levels);
        Console.Write(Table(all));
        if (json is not null) ReportFile.Write(json, all);
        return levels.All(level => level.IsClean) ? 0 : 1;
    }

    async Task<RunReport> MeasureAsync(Workload some, double? paced, CancellationToken cancellationToken)
    {
        const int seriesCompared = 1000;
        var options = new LoadOptions(some, CommandLine.NewProject(some), seed) { Rate = paced, HasProbe = paced is not null, ShowsProgress = false };
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        using var client = await NeptuneClient.ConnectAsync(server.Address, server.Token, RunCommand.Connections(options), cancellationToken);
        return await RunCommand.MeasureAsync(
            new RunRequest(options, null, null, seriesCompared, null, TimeSpan.Zero), client, server, cancellationToken);
    }

    static string Table(LatencyReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"{report.Workload}: at most {report.PointsPerSecondMost:N0} points a second{(report.IsMeasured ? ", measured" : "")}; {report.Seconds:F0} s each; ms at p50 / p99 / p99.9 / max");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"  {"at",-6}{"points/s",12}{"cores",8}  {"acknowledged since due",-30}{"status done since ack",-30}{"in a query since ack",-30}");
        foreach (var level in report.Levels)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {level.Percent + " %",-6}{level.PointsPerSecond,12:N0}{level.Cores,8:F2}  {Text(level.AckMs),-30}{Text(level.DoneMs),-30}{Text(level.PointVisibleMs),-30}{(level.IsClean ? "" : "POINTS ARE MISSING OR WRONG")}{(level.Refused > 0 ? $"{level.Refused} refused" : "")}");
        return text.ToString();
    }

    static string Text(Percentiles? times) => times is null
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{times.P50:F0} / {times.P99:F0} / {times.P999:F0} / {times.Max:F0}");
}

/// <summary>What <c>latency</c> found.</summary>
/// <param name="IsMeasured">The most was measured, not given.</param>
/// <param name="Seconds">Of each level.</param>
sealed record LatencyReport(
    string Workload, double PointsPerSecondMost, bool IsMeasured, double Seconds, IReadOnlyList<LatencyLevel> Levels);

/// <summary>The waits at one pace.</summary>
/// <param name="Percent">Of the most.</param>
/// <param name="AckMs">From when a request was due until it was acknowledged.</param>
/// <param name="DoneMs">From then until the status check says done.</param>
/// <param name="PointVisibleMs">From the acknowledgement of a single point until a query returns it.</param>
sealed record LatencyLevel(
    int Percent, double PointsPerSecond, long Points, Percentiles? AckMs, Percentiles? DoneMs, Percentiles? PointVisibleMs, double? Cores,
    long Refused, bool IsClean);
