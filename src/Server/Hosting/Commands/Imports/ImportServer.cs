using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using NeptuneAlt.Client;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Rpc;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>The server that runs are imported into.</summary>
sealed class ImportServer(ServerConnection connection, TimeProvider time) : IDisposable
{
    const int IdsAtOnce = 1000;
    const int ValuesAtOnce = 100_000;
    const string Marks = "/api/client/v1/import/runs?projectIdentifier=";
    static readonly string[] ValueTypes = ["float", "int", "bool", "string", "datetime", "stringSet", "fileRef"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public Uri Address => connection.Address;

    /// <inheritdoc cref="ServerConnection.ClientAsync"/>
    public ValueTask<NeptuneClient> ClientAsync(CancellationToken cancellationToken) => connection.ClientAsync(cancellationToken);

    /// <summary>Makes sure that a project is there, with that key if it is new and the key is free.</summary>
    /// <returns>Its key.</returns>
    public async Task<string> EnsureProjectAsync(string project, string? key, CancellationToken cancellationToken)
    {
        const string route = "/api/backend/v1/projects";
        var slash = project.IndexOf('/', StringComparison.Ordinal);
        if (await FindAsync() is { } there) return there;

        foreach (var wanted in key is null ? (string?[])[null] : [key, null])
        {
            var body = new JsonObject { ["organizationIdentifier"] = project[..slash], ["name"] = project[(slash + 1)..] };
            if (wanted is not null) body["projectKey"] = wanted;
            var (status, answer) = await connection.CallAsync(HttpMethod.Post, route, body, cancellationToken);
            if (status == HttpStatusCode.OK) return (string)JsonNode.Parse(answer)!["projectKey"]!; // the contract has it
            if (wanted is null) throw ServerConnection.Refusal(status, answer);
        }

        return await FindAsync() ?? "";

        async Task<string?> FindAsync()
        {
            var (status, answer) = await connection.CallAsync(
                HttpMethod.Get, $"{route}/get?projectIdentifier={Uri.EscapeDataString(project)}", null, cancellationToken);
            return status == HttpStatusCode.OK ? (string)JsonNode.Parse(answer)!["projectKey"]!
                : status == HttpStatusCode.NotFound ? null
                : throw ServerConnection.Refusal(status, answer);
        }
    }

    /// <summary>The digests of runs that are there whole.</summary>
    public async Task<Dictionary<string, string>> MarksAsync(string project, CancellationToken cancellationToken)
    {
        var (status, answer) = await connection.CallAsync(HttpMethod.Get, Marks + Uri.EscapeDataString(project), null, cancellationToken);
        if (status != HttpStatusCode.OK) throw ServerConnection.Refusal(status, answer);

        return JsonNode.Parse(answer)!["runs"]!.AsArray().ToDictionary(run => (string)run!["runId"]!, run => (string)run!["digest"]!);
    }

    public async Task MarkAsync(string project, string runId, string digest, CancellationToken cancellationToken)
    {
        var (status, answer) = await connection.CallAsync(
            HttpMethod.Put, Marks + Uri.EscapeDataString(project), new JsonObject { ["runId"] = runId, ["digest"] = digest },
            cancellationToken);
        if (status != HttpStatusCode.OK) throw ServerConnection.Refusal(status, answer);
    }

    /// <summary>Submits a request of an import until the server has it.</summary>
    /// <exception cref="HttpRequestException">It is refused for good, or the server has not been there for long.</exception>
    public Task<string> SubmitAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SubmitAsync((client, token) => client.ImportAsync(body, token), cancellationToken);

    /// <summary>Submits what a client logged until the server has it.</summary>
    /// <inheritdoc cref="SubmitAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public Task<string> LogAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SubmitAsync((client, token) => client.LogAsync(body, token), cancellationToken);

    /// <summary>Which of these requests are done: what they brought is seen by every read.</summary>
    public async Task<IReadOnlyList<RequestStatus>> CheckAsync(
        string project, IReadOnlyList<string> requests, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken);
        var statuses = new List<RequestStatus>();
        foreach (var some in requests.Chunk(IdsAtOnce))
            statuses.AddRange(await client.CheckAsync(project, some, cancellationToken));
        return statuses;
    }

    public static bool IsDone(RequestStatus status) => status.CodeByCount.All(one => one.Code != Code.Unavailable);

    /// <inheritdoc cref="ServerConnection.AttributesAsync"/>
    public Task<Dictionary<string, JsonElement>?> AttributesAsync(
        string project, string runId, CancellationToken cancellationToken) =>
        connection.AttributesAsync(project, runId, cancellationToken);

    /// <summary>All attributes of some runs that are no series, by the run's own id and the attribute's name. A run that is not there is
    /// not among them.</summary>
    public async Task<Dictionary<string, Dictionary<string, JsonElement>>> ValuesAsync(
        string project, IEnumerable<string> runIds, CancellationToken cancellationToken)
    {
        var runs = new Dictionary<string, Dictionary<string, JsonElement>>(StringComparer.Ordinal);
        var body = new JsonObject
        {
            ["experimentIdsFilter"] = new JsonArray([.. runIds.Select(id => JsonValue.Create(ServerConnection.HolderOf(project, id)))]),
            ["attributeFilter"] = new JsonArray([.. ValueTypes.Select(type => new JsonObject { ["attributeType"] = type })]),
        };
        for (string? token = null; ;)
        {
            body["nextPage"] = new JsonObject { ["limit"] = ValuesAtOnce, ["nextPageToken"] = token };
            var (status, answer) = await connection.CallAsync(
                HttpMethod.Post,
                $"/api/leaderboard/v1/leaderboard/attributes/query?projectIdentifier={Uri.EscapeDataString(project)}", body,
                cancellationToken);
            if (status != HttpStatusCode.OK) throw ServerConnection.Refusal(status, answer);

            using var json = JsonDocument.Parse(answer);
            foreach (var entry in json.RootElement.GetProperty("entries").EnumerateArray())
            {
                // A run may go on on the next page.
                var id = entry.GetProperty("experimentId").GetString()!;
                if (!runs.TryGetValue(id, out var values)) runs[id] = values = new(StringComparer.Ordinal);
                foreach (var attribute in entry.GetProperty("attributes").EnumerateArray())
                    values[attribute.GetProperty("name").GetString()!] = attribute.Clone();
            }

            var next = json.RootElement.GetProperty("nextPage");
            if (!next.TryGetProperty("nextPageToken", out var more) || more.GetString() is not { } following) break;
            token = following;
        }

        return runs.Values.Where(values => AttributeValue.TextOf(values, SystemPaths.CustomRunId) is not null)
            .ToDictionary(values => AttributeValue.TextOf(values, SystemPaths.CustomRunId)!, StringComparer.Ordinal);
    }

    /// <inheritdoc cref="ServerConnection.PointsAsync"/>
    public IAsyncEnumerable<RecordBatch> PointsAsync(
        string project, IReadOnlyCollection<string> runIds, CancellationToken cancellationToken) =>
        connection.PointsAsync(project, runIds, cancellationToken);

    public void Dispose() => connection.Dispose();

    async Task<string> SubmitAsync(
        Func<NeptuneClient, CancellationToken, Task<Submission>> submit, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken);
        for (var begun = time.GetTimestamp(); ;)
        {
            var submission = await submit(client, cancellationToken);
            if (submission.RequestId is { } id) return id;
            if (time.GetElapsedTime(begun) > Patience)
                throw new HttpRequestException($"The server has not taken a request for ten minutes: {submission.Reason}");
            await Task.Delay(submission.Pause, time, cancellationToken);
        }
    }
}
