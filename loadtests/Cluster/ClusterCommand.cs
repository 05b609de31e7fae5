using System.Diagnostics;
using System.Globalization;
using System.Text;
using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Cluster;

/// <summary>
/// The command <c>cluster</c>: a cluster on this machine under two loads. The first tells what each part costs; under the second
/// one of the servers that move the log into the store is killed, and later another one comes.
/// </summary>
/// <param name="kafka">Bootstrap servers; null: mock brokers, which keep 5 MiB a partition, so the loads are small.</param>
/// <param name="lease">How long the work of a dead server is left alone.</param>
/// <param name="scale">Of both loads' times.</param>
sealed class ClusterCommand(string? kafka, TimeSpan lease, double scale, ulong seed)
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    readonly Workload _steady = Steps(new("steady", Runs: 48, Series: 2_000, Steps: 30, Usual, Connections: 48), scale);
    readonly Workload _broken = Steps(new("broken", Runs: 24, Series: 500, Steps: 60, Usual, Connections: 24), scale);

    /// <returns>0, or 1 if a point was lost, doubled or wrong.</returns>
    public async Task<int> RunAsync(string? json, CancellationToken cancellationToken)
    {
        await using var home = await ClusterHome.StartAsync(kafka, lease, cancellationToken);
        try
        {
            return await MeasureAsync(home, json, cancellationToken);
        }
        catch (Exception)
        {
            await Console.Error.WriteLineAsync($"The last words of the server at the front:\n{home.Front.Process.Output}");
            throw;
        }
    }

    async Task<int> MeasureAsync(ClusterHome home, string? json, CancellationToken cancellationToken)
    {
        using var client = await NeptuneClient.ConnectAsync(home.Front.Address, home.Token, _steady.Runs + 4, cancellationToken);
        var costs = await CostsAsync(home, client, cancellationToken);
        var faults = await FaultsAsync(home, client, cancellationToken);
        var report = new ClusterReport(kafka is null ? "mock brokers" : "Kafka", lease.TotalSeconds, costs, faults);
        Console.Write(Table(report));
        if (json is not null) ReportFile.Write(json, report);
        return costs.Load.IsClean && faults.Load.IsClean ? 0 : 1;
    }

    async Task<ClusterCosts> CostsAsync(ClusterHome home, NeptuneClient client, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, ProcessTree[]>
        {
            ["front"] = [home.Front.Process.Tree], ["ingest"] = [.. home.Ingest.Select(server => server.Process.Tree)],
        };
        foreach (var (name, tree) in home.Services) parts[name] = [tree];
        var used = Cpu(parts);
        var load = await LoadAsync(client, _steady, (_, _) => Task.CompletedTask, cancellationToken, () => used = Cpu(parts, used));
        return new ClusterCosts(
            load, parts.Keys.ToDictionary(name => name, name => Math.Round(used[name] / load.PointsAcknowledged * 1e6, 3)));
    }

    async Task<ClusterFaults> FaultsAsync(ClusterHome home, NeptuneClient client, CancellationToken cancellationToken)
    {
        var (takenOver, joined) = (TimeSpan.Zero, TimeSpan.Zero);
        var load = await LoadAsync(
            client, _broken,
            async (session, stop) =>
            {
                await Task.Delay(_broken.StepInterval * (_broken.Steps / 4), stop);
                await home.KillIngestAsync();
                var killed = Stopwatch.GetTimestamp();
                // The partitions of the dead server wait; they are taken over once nothing waits that was there before.
                await Task.Delay(Usual, stop);
                while (session.Watch.Behind > Stopwatch.GetElapsedTime(killed)) await Task.Delay(Look, stop);
                while (session.Watch.Behind > Usual) await Task.Delay(Look, stop);
                takenOver = Stopwatch.GetElapsedTime(killed);
                var came = Stopwatch.GetTimestamp();
                await home.AddIngestAsync(stop);
                await home.ShareAsync(stop);
                joined = Stopwatch.GetElapsedTime(came);
            },
            cancellationToken);
        return new ClusterFaults(load, Math.Round(takenOver.TotalSeconds, 1), Math.Round(joined.TotalSeconds, 1));
    }

    async Task<RunReport> LoadAsync(
        NeptuneClient client, Workload workload, Func<LoadSession, CancellationToken, Task> meanwhile, CancellationToken cancellationToken,
        Action? isVisible = null)
    {
        var options = new LoadOptions(workload, CommandLine.NewProject(workload), seed) { Rate = workload.PacedRate, HasProbe = true, ShowsProgress = false };
        var session = new LoadSession(client, options);
        var loading = session.RunAsync(server: null, cancellationToken);
        await meanwhile(session, cancellationToken);
        var outcome = await loading;
        isVisible?.Invoke();
        var findings = await new ReadBack(client, options.Project, session.Oracles, seriesMax: null).RunAsync(cancellationToken);
        return RunReport.Of(options, outcome, findings, storeBytes: null, rssPeakBytes: null);
    }

    static Dictionary<string, double> Cpu(Dictionary<string, ProcessTree[]> parts, Dictionary<string, double>? since = null) =>
        parts.ToDictionary(part => part.Key, part => part.Value.Sum(tree => tree.CpuSeconds()) - (since?[part.Key] ?? 0));

    static Workload Steps(Workload workload, double scale) => workload with { Steps = Math.Max(4, (int)(workload.Steps * scale)) };

    static string Table(ClusterReport report)
    {
        var text = new StringBuilder();
        var (costs, faults) = (report.Costs, report.Faults);
        var all = costs.CpuMicrosPerPoint.Values.Sum();
        text.AppendLine(CultureInfo.InvariantCulture, $"A cluster over {report.Log}: one server at the front, two that ingest, {ClusterHome.Partitions} partitions");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {costs.Load.PointsPerSecondAcknowledged:N0} points a second, {all:F2} µs of CPU a point:");
        foreach (var (part, micros) in costs.CpuMicrosPerPoint)
            text.AppendLine(CultureInfo.InvariantCulture, $"    {part,-10}{micros,8:F2} µs{micros / all,8:P0}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Waits(costs.Load)}");
        text.AppendLine(CultureInfo.InvariantCulture,
            $"One ingest server killed, leases of {report.LeaseSeconds:F0} s: taken over after {faults.TakenOverSeconds:F1} s; another one had its share after {faults.JoinedSeconds:F1} s");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Waits(faults.Load)}");
        foreach (var load in new[] { costs.Load, faults.Load })
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {load.Workload}: {load.PointsReadBack:N0} points read back; lost {load.Lost}, doubled {load.Doubled}, wrong {load.Wrong}, refused {load.RequestsRefused}");
        return text.ToString();
    }

    static string Waits(RunReport load) => string.Create(
        CultureInfo.InvariantCulture,
        $"acknowledged after p50 {load.AckMs?.P50:F0}, p99 {load.AckMs?.P99:F0} ms; status done after p50 {load.VisibleMs?.P50:F0}, p99 {load.VisibleMs?.P99:F0}, max {load.VisibleMs?.Max:F0} ms");
}

/// <summary>What <c>cluster</c> found.</summary>
/// <param name="Log">Which brokers.</param>
sealed record ClusterReport(string Log, double LeaseSeconds, ClusterCosts Costs, ClusterFaults Faults);

/// <summary>What each part costs.</summary>
/// <param name="CpuMicrosPerPoint">From the first request until all is visible; the load's own part is in none.</param>
sealed record ClusterCosts(RunReport Load, IReadOnlyDictionary<string, double> CpuMicrosPerPoint);

/// <summary>A server killed, and one that comes.</summary>
/// <param name="TakenOverSeconds">From the kill until no request waited for longer than a second.</param>
/// <param name="JoinedSeconds">From its start until a new server consumed its share.</param>
sealed record ClusterFaults(RunReport Load, double TakenOverSeconds, double JoinedSeconds);
