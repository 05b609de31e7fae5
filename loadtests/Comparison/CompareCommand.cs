using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Comparison;

/// <summary>
/// The command <c>compare</c>: the same points through our whole server and through something else, round by round, so
/// that both meet the same weather on a shared machine. The side that begins changes from round to round.
/// </summary>
sealed class CompareCommand(string rival, Workload workload, ulong seed, int rounds, int? seriesCompared, TimeSpan settle)
{
    public static IReadOnlyList<string> Rivals { get; } = ["victoria-metrics", "raw"];

    public async Task<int> RunAsync(string? json, CancellationToken cancellationToken)
    {
        if (workload.IsDirty) throw new ArgumentException("Only workloads that others understand too can be compared.");

        var pairs = new List<(Showing Ours, Showing Theirs)>();
        for (var round = 0; round < rounds; round++)
        {
            Showing? ours = null, theirs = null;
            if (round % 2 == 0) ours = await OursAsync(cancellationToken);
            theirs = await TheirsAsync(cancellationToken);
            ours ??= await OursAsync(cancellationToken);
            pairs.Add((ours, theirs));
            Console.WriteLine(
                $"round {round + 1}: ours {ours.PointsPerCpuSecond:N0}, {rival} {theirs.PointsPerCpuSecond:N0} points a CPU-second, "
                + $"ratio {ours.PointsPerCpuSecond / theirs.PointsPerCpuSecond:F2}; bytes a point {ours.BytesPerPoint:F2} and {theirs.BytesPerPoint:F2}");
        }

        var report = CompareReport.Of(rival, workload, pairs);
        Console.WriteLine(
            $"{workload.Name} against {rival}, {rounds} rounds of {workload.Points:N0} points: ratio {report.Ratio.Median:F2} "
            + $"({report.Ratio.Min:F2} to {report.Ratio.Max:F2}); bytes a point {report.BytesRatio.Median:F2} of theirs");
        if (json is not null) ReportFile.Write(json, report);
        return 0;
    }

    Task<Showing> TheirsAsync(CancellationToken cancellationToken) => rival == "raw"
        ? RawInsert.RunAsync(Options(), settle, cancellationToken)
        : VictoriaMetrics.RunAsync(Options(), settle, cancellationToken);

    async Task<Showing> OursAsync(CancellationToken cancellationToken)
    {
        var options = Options();
        await using var server = await EmbeddedServer.StartAsync(cancellationToken);
        using var client = await NeptuneClient.ConnectAsync(
            server.Address, server.Token, workload.Connections + 4, cancellationToken);
        var report = await RunCommand.MeasureAsync(
            new RunRequest(options, null, null, seriesCompared, null, settle), client, server, cancellationToken);
        if (!report.IsClean || report.PointsAcknowledged != workload.Points)
            throw new InvalidOperationException($"A point was lost, so there is nothing to compare:\n{RunTable.Of(report)}\n{server.Output}");

        // Measured by one who has waited for the disk: VictoriaMetrics has not.
        return new Showing(
            report.PointsAcknowledged, report.CpuSeconds!.Value, report.PointsAcknowledged / report.PointsPerSecond,
            (long)(report.BytesPerPoint!.Value * report.PointsAcknowledged)); // Both known of one's own server.
    }

    LoadOptions Options() => new(workload, CommandLine.NewProject(workload), seed) { ShowsProgress = false };
}
