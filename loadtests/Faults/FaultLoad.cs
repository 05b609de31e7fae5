using NeptuneAlt.Client;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Oracle;
using NeptuneAlt.LoadTests.Reports;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;

namespace NeptuneAlt.LoadTests.Faults;

/// <summary>A paced load on a server that something happens to.</summary>
sealed class FaultLoad : IDisposable
{
    readonly NeptuneClient _client;
    readonly LoadOptions _options;

    FaultLoad(NeptuneClient client, LoadOptions options)
    {
        (_client, _options) = (client, options);
        Session = new LoadSession(client, options);
    }

    public LoadSession Session { get; }

    public static async Task<FaultLoad> ConnectAsync(
        EmbeddedServer server, Workload workload, ulong seed, CancellationToken cancellationToken) => new(
        await NeptuneClient.ConnectAsync(server.Address, server.Token, workload.Runs + 4, cancellationToken),
        new LoadOptions(workload, CommandLine.NewProject(workload), seed) { Rate = workload.PacedRate, ShowsProgress = false });

    /// <summary>Sends all, waits until it is visible, and reads it back.</summary>
    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = await Session.RunAsync(server: null, cancellationToken);
        var findings = await new ReadBack(_client, _options.Project, Session.Oracles, seriesMax: null).RunAsync(cancellationToken);
        return RunReport.Of(_options, outcome, findings, storeBytes: null, rssPeakBytes: null);
    }

    public void Dispose() => _client.Dispose();
}
