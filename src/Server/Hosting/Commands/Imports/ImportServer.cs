using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Client;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Rpc;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>The server that runs are imported into.</summary>
sealed class ImportServer(ServerConnection connection, TimeProvider time) : IDisposable
{
    const int IdsAtOnce = 1000;
    const string Marks = "/api/client/v1/import/runs?projectIdentifier=";
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
