using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Reads runs back, several at once, and compares them with what was read from the export.</summary>
sealed class RunProof(ImportServer server, string project)
{
    /// <summary>Points of strings, histograms and files are larger.</summary>
    const int ObjectsAtOnce = 2000;

    /// <summary>Codes that say that the server has it already.</summary>
    static readonly HashSet<Wire.Ingest.IngestCode> Repeats =
    [
        Wire.Ingest.IngestCode.RunDuplicate, Wire.Ingest.IngestCode.SeriesPointDuplicate,
        Wire.Ingest.IngestCode.SeriesStepNonIncreasing,
    ];

    /// <param name="runs">All of their requests are done.</param>
    public async Task CompareAsync(
        IReadOnlyList<(SentRun Sent, IReadOnlyList<RequestStatus> Statuses)> runs, CancellationToken cancellationToken)
    {
        foreach (var (sent, statuses) in runs) await TellRefusedAsync(sent, statuses, cancellationToken);
        var values = await server.ValuesAsync(project, runs.Select(run => run.Sent.Report.Run.RunId), cancellationToken);
        var there = new List<SentRun>();
        foreach (var (sent, _) in runs)
        {
            if (values.TryGetValue(sent.Report.Run.RunId, out var stored))
            {
                Compare(sent, stored);
                there.Add(sent);
            }
            else
            {
                sent.Report.Differs("The server has no such run.");
            }
        }

        await CompareFloatsAsync(there, cancellationToken);
        foreach (var sent in there)
            foreach (var series in sent.Series.Where(series => series.Type != "float_series"))
                await CompareObjectsAsync(sent.Report, series, cancellationToken);
    }

    static void Compare(SentRun sent, Dictionary<string, JsonElement> stored)
    {
        CompareSystem(sent, stored);
        foreach (var (path, value) in sent.Expected)
            if (!stored.TryGetValue(path, out var attribute)) sent.Report.Differs($"'{path}' is missing.");
            else if (!IsLater(path, attribute, value) && AttributeValue.Difference(attribute, value) is { } difference)
                sent.Report.Differs($"'{path}' {difference}");
    }

    async Task TellRefusedAsync(SentRun sent, IReadOnlyList<RequestStatus> statuses, CancellationToken cancellationToken)
    {
        var refused = sent.Requests.Zip(statuses)
            .Where(pair => pair.Second.CodeByCount.Any(code => code.Detail != Wire.Ingest.IngestCode.Ok
                && !Repeats.Contains(code.Detail)))
            .Select(pair => pair.First).ToList();
        if (refused.Count == 0) return;

        var client = await server.ClientAsync(cancellationToken);
        foreach (var detail in await client.RefusedValuesAsync(refused, cancellationToken))
        {
            if (Repeats.Contains(detail.IngestCode)) continue;
            if (detail.IngestCode == Wire.Ingest.IngestCode.RunForkParentNotFound)
                sent.Report.Note(
                    $"Its parent, '{sent.Report.Run.Parent}', is not there: the run is linked to it when it comes.");
            else
                sent.Report.Differs($"'{detail.Path}' was refused: {detail.ErrorDetail}");
        }
    }

    /// <summary>A run that has been logged to or edited since is changed later, and may have run for longer.</summary>
    static bool IsLater(string path, JsonElement attribute, Wire.Ingest.Value value) => path switch
    {
        SystemPaths.ModificationTime or SystemPaths.PingTime =>
            attribute.GetProperty("datetimeProperties").GetProperty("value").GetDateTimeOffset().ToUnixTimeMilliseconds()
                > Values.MsOf(value.Timestamp),
        SystemPaths.RunningTime => attribute.GetProperty("floatProperties").GetProperty("value").GetDouble() > value.Float64,
        _ => false,
    };

    static void CompareSystem(SentRun sent, Dictionary<string, JsonElement> stored)
    {
        var run = sent.Report.Run;
        sent.Report.SysId = AttributeValue.TextOf(stored, SystemPaths.Id);
        if (run.SysId is { } id && sent.Report.SysId != id)
            sent.Report.Differs($"'{SystemPaths.Id}' is {sent.Report.SysId}, not {id}: links that name {id} do not open it.");
        if (run.Owner is { Length: > 0 } owner && AttributeValue.TextOf(stored, SystemPaths.Owner) is var there && there != owner)
            sent.Report.Differs($"'{SystemPaths.Owner}' is {there}, not {owner}.");
        if (sent.Plan.Creation.HasExperimentId
            && AttributeValue.TextOf(stored, SystemPaths.ExperimentName) is var experiment && experiment != sent.Plan.Creation.ExperimentId)
            sent.Report.Differs($"'{SystemPaths.ExperimentName}' is '{experiment}', not '{sent.Plan.Creation.ExperimentId}'.");
    }

    async Task CompareFloatsAsync(List<SentRun> runs, CancellationToken cancellationToken)
    {
        var proofs = new FloatProofs();
        foreach (var run in runs)
            foreach (var series in run.Series.Where(series => series is { Type: "float_series", Proof.Points: > 0 }))
                proofs.Expect(run.Report, series);
        if (proofs.Runs.Count > 0)
            await foreach (var batch in server.PointsAsync(project, proofs.Runs, cancellationToken)) proofs.Take(batch);
        proofs.ForEach(Tell);
    }

    async Task CompareObjectsAsync(RunReport report, SentSeries series, CancellationToken cancellationToken)
    {
        var client = await server.ClientAsync(cancellationToken);
        var proof = default(SeriesProof);
        string? token = null;
        do
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                requests = new[]
                {
                    new
                    {
                        requestId = "0", series = Named(report.Run.RunId, series.Path),
                        searchAfter = token is null ? null : new { finished = false, token },
                    },
                },
                order = "ascending", perSeriesPointsLimit = ObjectsAtOnce,
            });
            var (status, answer) = await client.CallAsync(
                HttpMethod.Post, "/api/leaderboard/v1/attributes/series?useDeprecatedStringFields=false", body, cancellationToken);
            if (status != System.Net.HttpStatusCode.OK)
                throw new HttpRequestException($"The server answers {(int)status} to a read of '{series.Path}'.", null, status);

            using var json = JsonDocument.Parse(answer);
            var page = json.RootElement.GetProperty("series")[0];
            foreach (var point in page.GetProperty("series").GetProperty("values").EnumerateArray())
                AttributeValue.AddPoint(ref proof, series, point);
            token = page.TryGetProperty("searchAfter", out var more) && !more.GetProperty("finished").GetBoolean()
                ? more.GetProperty("token").GetString()
                : null;
        }
        while (token is not null);

        Tell(report, series, proof);
    }

    static void Tell(RunReport report, SentSeries series, in SeriesProof proof)
    {
        if (!proof.Equals(series.Proof))
            report.Differs($"'{series.Path}' has {proof.Text}; the export has {series.Proof.Text}.");
    }

    object Named(string runId, string path) => new
    {
        holder = new { identifier = ServerConnection.HolderOf(project, runId), type = "experiment" },
        attribute = path, lineage = "NONE", lineageEntityType = "RUN", includePreview = false,
    };
}
