using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Client;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Rpc;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>The server that runs are imported into.</summary>
sealed class ImportServer(Uri address, string token, TimeProvider time) : IDisposable
{
    const int Connections = 32;
    const int IdsAtOnce = 1000;
    const string Marks = "/api/client/v1/import/runs?projectIdentifier=";
    static readonly TimeSpan RenewedAfter = TimeSpan.FromHours(6);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    readonly SemaphoreSlim _renewing = new(1, 1);
    readonly List<NeptuneClient> _clients = [];
    long _connected;

    public Uri Address => address;

    /// <summary>Connected; an access token does not live as long as the longest imports.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached or does not know the token.</exception>
    public async ValueTask<NeptuneClient> ClientAsync(CancellationToken cancellationToken)
    {
        if (_clients.Count > 0 && time.GetElapsedTime(Volatile.Read(ref _connected)) < RenewedAfter) return _clients[^1];

        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_clients.Count > 0 && time.GetElapsedTime(Volatile.Read(ref _connected)) < RenewedAfter) return _clients[^1];

            var client = await NeptuneClient.ConnectAsync(address, token, Connections, cancellationToken);
            Volatile.Write(ref _connected, time.GetTimestamp());
            _clients.Add(client); // the former one may still be in use
            return client;
        }
        finally
        {
            _renewing.Release();
        }
    }

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
            var (status, answer) = await CallAsync(HttpMethod.Post, route, body, cancellationToken);
            if (status == HttpStatusCode.OK) return (string)JsonNode.Parse(answer)!["projectKey"]!; // the contract has it
            if (wanted is null) throw Refusal(status, answer);
        }

        return await FindAsync() ?? "";

        async Task<string?> FindAsync()
        {
            var (status, answer) = await CallAsync(
                HttpMethod.Get, $"{route}/get?projectIdentifier={Uri.EscapeDataString(project)}", null, cancellationToken);
            return status == HttpStatusCode.OK ? (string)JsonNode.Parse(answer)!["projectKey"]!
                : status == HttpStatusCode.NotFound ? null
                : throw Refusal(status, answer);
        }
    }

    /// <summary>The digests of runs that are there whole.</summary>
    public async Task<Dictionary<string, string>> MarksAsync(string project, CancellationToken cancellationToken)
    {
        var (status, answer) = await CallAsync(HttpMethod.Get, Marks + Uri.EscapeDataString(project), null, cancellationToken);
        if (status != HttpStatusCode.OK) throw Refusal(status, answer);

        return JsonNode.Parse(answer)!["runs"]!.AsArray().ToDictionary(run => (string)run!["runId"]!, run => (string)run!["digest"]!);
    }

    public async Task MarkAsync(string project, string runId, string digest, CancellationToken cancellationToken)
    {
        var (status, answer) = await CallAsync(
            HttpMethod.Put, Marks + Uri.EscapeDataString(project), new JsonObject { ["runId"] = runId, ["digest"] = digest },
            cancellationToken);
        if (status != HttpStatusCode.OK) throw Refusal(status, answer);
    }

    /// <summary>Submits a request until the server has it.</summary>
    /// <exception cref="HttpRequestException">It is refused for good, or the server has not been there for long.</exception>
    public async Task<string> SubmitAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken);
        for (var begun = time.GetTimestamp(); ;)
        {
            var submission = await client.ImportAsync(body, cancellationToken);
            if (submission.RequestId is { } id) return id;
            if (time.GetElapsedTime(begun) > Patience)
                throw new HttpRequestException($"The server has not taken a request for ten minutes: {submission.Reason}");
            await Task.Delay(submission.Pause, time, cancellationToken);
        }
    }

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

    /// <summary>All attributes of a run, by name; <c>null</c> if there is no such run.</summary>
    public async Task<Dictionary<string, JsonElement>?> AttributesAsync(
        string project, string runId, CancellationToken cancellationToken)
    {
        var (status, answer) = await CallAsync(
            HttpMethod.Get,
            $"/api/leaderboard/v1/attributes/attributes?holderIdentifier={Uri.EscapeDataString(HolderOf(project, runId))}", null,
            cancellationToken);
        if (status == HttpStatusCode.NotFound) return null;
        if (status != HttpStatusCode.OK) throw Refusal(status, answer);

        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("attributes").EnumerateArray().ToDictionary(
            attribute => attribute.GetProperty("name").GetString()!, attribute => attribute.Clone());
    }

    /// <summary>How reads name a run by its own id.</summary>
    public static string HolderOf(string project, string runId) => $"CUSTOM/{project}/{runId}";

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _renewing.Dispose();
    }

    async Task<(HttpStatusCode Status, byte[] Answer)> CallAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        await (await ClientAsync(cancellationToken)).CallAsync(
            method, path, body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);

    static HttpRequestException Refusal(HttpStatusCode status, byte[] answer)
    {
        string? message = null;
        try
        {
            message = (string?)JsonNode.Parse(answer)?["message"];
        }
        catch (JsonException)
        {
            // What stands before the server may answer in its own way.
        }

        return new HttpRequestException(message ?? $"The server answers {(int)status}.", null, status);
    }
}
