using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using NeptuneAlt.Client;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>A server that a command talks to for hours: an access token does not live that long.</summary>
sealed class ServerConnection(Uri address, string token, TimeProvider time) : IDisposable
{
    const int Connections = 32;
    static readonly TimeSpan RenewedAfter = TimeSpan.FromHours(6);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _renewing = new(1, 1);
    readonly List<NeptuneClient> _clients = [];
    long _connected;

    public Uri Address => address;

    /// <param name="url">As the user gave it; else the token names the server.</param>
    /// <exception cref="StartException">There is no token, or it names no server.</exception>
    public static ServerConnection Open(string? url, TimeProvider time)
    {
        var token = Environment.GetEnvironmentVariable("NEPTUNE_API_TOKEN");
        if (string.IsNullOrWhiteSpace(token)) throw new StartException("Set NEPTUNE_API_TOKEN to an API token of the server.");
        return new ServerConnection(AddressOf(url, token), token.Trim(), time);
    }

    /// <param name="url">As the user gave it; else the token names the server.</param>
    /// <exception cref="StartException">There is no such address, or the token is none.</exception>
    public static Uri AddressOf(string? url, string token)
    {
        try
        {
            return new Uri(url is { Length: > 0 } ? url : Dashboards.DashboardsCommand.AddressOf(token));
        }
        catch (FormatException failure)
        {
            throw new StartException(failure.Message, failure);
        }
    }

    /// <summary>Connected.</summary>
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

    public async Task<(HttpStatusCode Status, byte[] Answer)> CallAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        await (await ClientAsync(cancellationToken)).CallAsync(
            method, path, body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken);

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

    /// <summary>The points of all float series that some runs logged themselves, batch by batch; each is valid until the next. Steps are
    /// micro-steps.</summary>
    /// <param name="runIds">All of them are there.</param>
    public async IAsyncEnumerable<RecordBatch> PointsAsync(
        string project, IReadOnlyCollection<string> runIds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { runs = runIds, steps = "micros" });
        var client = await ClientAsync(cancellationToken);
        await using var stream = await AgainAsync(() => client.OpenPointsAsync(project, body, cancellationToken), cancellationToken);
        using var reader = new ArrowStreamReader(stream);
        while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
            using (batch) yield return batch;
    }

    /// <summary>Asks until the server, which may be busy for a moment, has an answer.</summary>
    public async Task<T> AgainAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var begun = time.GetTimestamp(); ;)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException busy) when (IsBusy(busy) && time.GetElapsedTime(begun) < Patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>How reads name a run by its own id.</summary>
    public static string HolderOf(string project, string runId) => $"CUSTOM/{project}/{runId}";

    /// <summary>An answer that is none, with the server's words.</summary>
    public static HttpRequestException Refusal(HttpStatusCode status, byte[] answer)
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

    static bool IsBusy(HttpRequestException failure) =>
        failure.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests;

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _renewing.Dispose();
    }
}
