using System.Globalization;
using System.Text.Json;
using NeptuneAlt.Client;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Reads a run back and compares it with what was read from the export.</summary>
sealed class RunProof(ImportServer server, string project)
{
    /// <summary>Points of a page of float series.</summary>
    const int PagePoints = 500_000;

    const int SeriesAtOnce = 500;

    /// <summary>Points of strings, histograms and files are larger.</summary>
    const int ObjectsAtOnce = 2000;

    /// <summary>Codes that say that the server has it already.</summary>
    static readonly HashSet<Wire.Ingest.IngestCode> Repeats =
    [
        Wire.Ingest.IngestCode.RunDuplicate, Wire.Ingest.IngestCode.SeriesPointDuplicate,
        Wire.Ingest.IngestCode.SeriesStepNonIncreasing,
    ];

    public async Task CompareAsync(SentRun sent, IReadOnlyList<RequestStatus> statuses, CancellationToken cancellationToken)
    {
        await TellRefusedAsync(sent, statuses, cancellationToken);
        var stored = await server.AttributesAsync(project, sent.Report.Run.RunId, cancellationToken);
        if (stored is null)
        {
            sent.Report.Differs("The server has no such run.");
            return;
        }

        CompareSystem(sent, stored);
        foreach (var (path, value) in sent.Expected)
            if (!stored.TryGetValue(path, out var attribute)) sent.Report.Differs($"'{path}' is missing.");
            else if (!IsLater(path, attribute, value) && AttributeValue.Difference(attribute, value) is { } difference)
                sent.Report.Differs($"'{path}' {difference}");
        await CompareFloatsAsync(sent, cancellationToken);
        foreach (var series in sent.Series.Where(series => series.Type != "float_series"))
            await CompareObjectsAsync(sent.Report, series, cancellationToken);
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

    async Task CompareFloatsAsync(SentRun sent, CancellationToken cancellationToken)
    {
        var client = await server.ClientAsync(cancellationToken);
        var pending = new Queue<SentSeries>(sent.Series.Where(series => series is { Type: "float_series", Proof.Points: > 0 }));
        var some = new List<SentSeries>();
        while (pending.Count > 0)
        {
            some.Clear();
            var points = 0L;
            while (pending.TryPeek(out var next) && some.Count < SeriesAtOnce
                && (some.Count == 0 || points + next.Proof.Points <= PagePoints))
            {
                some.Add(pending.Dequeue());
                points += next.Proof.Points;
            }

            foreach (var (series, proof) in await ReadFloatsAsync(client, sent.Report.Run.RunId, some, cancellationToken))
                Tell(sent.Report, series, proof);
        }
    }

    /// <summary>Reads series up to their last point in the export: what was logged behind that is no difference.</summary>
    async Task<IReadOnlyList<(SentSeries Series, SeriesProof Proof)>> ReadFloatsAsync(
        NeptuneClient client, string runId, List<SentSeries> series, CancellationToken cancellationToken)
    {
        var proofs = new SeriesProof[series.Count];
        var after = new double?[series.Count];
        var open = Enumerable.Range(0, series.Count).ToList();
        while (open.Count > 0)
        {
            var limit = Math.Max(1, PagePoints / open.Count);
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                requests = open.Select(i => new
                {
                    requestId = i.ToString(CultureInfo.InvariantCulture), afterStep = after[i], series = Named(runId, series[i].Path),
                }),
                order = "ascending", perSeriesPointsLimit = limit,
            });
            var answer = FloatSeriesResponse.Read(await client.FloatSeriesAsync(body, cancellationToken));
            open.RemoveAll(i =>
            {
                var points = answer.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture)) ?? [];
                foreach (var point in points)
                    if (Step.FromDouble(point.Step).Micros is var step && step <= series[i].Proof.LastStep)
                        proofs[i].Add(step, point.TimeMs, point.Value);
                if (points.Count > 0) after[i] = points[^1].Step;
                return points.Count < limit || Step.FromDouble(points[^1].Step).Micros >= series[i].Proof.LastStep;
            });
        }

        return [.. series.Select((one, i) => (one, proofs[i]))];
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
