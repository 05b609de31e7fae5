using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;

namespace NeptuneAlt.LoadTests;

/// <summary>Where and how to run a load, and what to do with the figures.</summary>
/// <param name="Load">What to send.</param>
/// <param name="Address">The server; null: one is started, and its cost is measured too.</param>
/// <param name="Token">The API token for <paramref name="Address"/>.</param>
/// <param name="SeriesComparedMax">Series to read back; null: all.</param>
/// <param name="Json">Where to write the figures.</param>
/// <param name="SettleTimeout">How long to wait for merges before the store is measured.</param>
sealed record RunRequest(
    LoadOptions Load, Uri? Address, string? Token, int? SeriesComparedMax, string? Json, TimeSpan SettleTimeout)
{
    /// <summary>Before the store is measured, runs that are over get their last rows, and what that costs is measured too.</summary>
    public bool WaitsForRest { get; init; }
}

/// <summary>The command <c>run</c>: one workload, its figures, and the proof that nothing was lost.</summary>
static class RunCommand
{
    /// <returns>0, or 1 if a point was lost, doubled or wrong.</returns>
    public static async Task<int> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        await using var server = request.Address is null ? await EmbeddedServer.StartAsync(cancellationToken) : null;
        var address = request.Address ?? server!.Address; // One of the two is there.
        using var client = await NeptuneClient.ConnectAsync(
            address, server?.Token ?? request.Token ?? "", Connections(request.Load), cancellationToken);
        RunReport report;
        try
        {
            report = await MeasureAsync(request, client, server, cancellationToken);
        }
        catch (Exception) when (server is not null)
        {
            Console.Error.WriteLine($"The server's last words:\n{server.Output}");
            throw;
        }

        Console.Write(RunTable.Of(report));
        if (request.Json is { } json) ReportFile.Write(json, report);
        if (!report.IsClean && server is not null) Console.Error.WriteLine($"The server's last words:\n{server.Output}");
        return report.IsClean ? 0 : 1;
    }

    /// <summary>A run that went quiet is written down as a whole a minute later.</summary>
    static readonly TimeSpan RestTime = TimeSpan.FromSeconds(70);

    public static async Task<RunReport> MeasureAsync(
        RunRequest request, NeptuneClient client, EmbeddedServer? server, CancellationToken cancellationToken)
    {
        var storeBefore = server is null ? 0 : StoreSize.Bytes(server.StoreFolder);
        var session = new LoadSession(client, request.Load);
        var outcome = await session.RunAsync(server?.Tree, cancellationToken);
        double? restSeconds = null;
        if (request.WaitsForRest && server is not null)
        {
            var before = server.Tree.CpuSeconds();
            await Task.Delay(RestTime, cancellationToken);
            await StoreSize.SettledAsync(server.StoreFolder, request.SettleTimeout, cancellationToken);
            restSeconds = server.Tree.CpuSeconds() - before;
        }

        var findings = request.SeriesComparedMax == 0 ? null : await new ReadBack(
            client, request.Load.Project, session.Oracles, request.SeriesComparedMax).RunAsync(cancellationToken);
        long? storeBytes = server is null ? null
            : await StoreSize.SettledAsync(server.StoreFolder, request.SettleTimeout, cancellationToken) - storeBefore;
        return RunReport.Of(request.Load, outcome, findings, storeBytes, server?.Tree.ResidentBytesPeak()) with
        {
            RestCpuSeconds = restSeconds,
        };
    }

    /// <summary>Those of the load, and some for the watch, the probe and reading back.</summary>
    internal static int Connections(LoadOptions load) => (load.Rate is null ? load.Workload.Connections : load.Workload.Runs * load.Workload.WritersPerRun) + 4;
}
