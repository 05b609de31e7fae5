using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using NeptuneAlt.Wire.Api;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Client;

/// <summary>The calls of Neptune's clients, over HTTP/1.1 as they speak it: for load tests, importers, and programs of others.</summary>
public sealed class NeptuneClient : IDisposable
{
    public const string JsonType = "application/json";
    const string Protobuf = "application/x-protobuf";
    const string ImportPath = "/api/client/v1/import";
    const string LogPath = "/api/client/v1/ingest";

    /// <summary>Larger files are sent in pieces.</summary>
    const int ChunkBytes = 16 << 20;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly HttpClient _http;

    NeptuneClient(HttpClient http) => _http = http;

    public Uri Address => _http.BaseAddress!; // Set by ConnectAsync.

    /// <summary>Whether a server answers there.</summary>
    public static async Task<bool> IsReadyAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = NewHttp(address, connections: 1);
        try
        {
            using var answer = await http.GetAsync("/api/backend/v1/clients/config", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Exchanges the API token and keeps the access token for all further calls.</summary>
    public static async Task<NeptuneClient> ConnectAsync(
        Uri address, string apiToken, int connections, CancellationToken cancellationToken)
    {
        var http = NewHttp(address, connections);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        request.Headers.Add("X-Neptune-Api-Token", apiToken);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellationToken));
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("accessToken").GetString());
        return new NeptuneClient(http);
    }

    /// <summary>The <c>Authorization</c> header, for requests made by hand.</summary>
    public string Authorization => _http.DefaultRequestHeaders.Authorization!.ToString(); // Set by ConnectAsync.

    /// <summary>Submits one operation.</summary>
    public async Task<Submission> SubmitAsync(ReadOnlyMemory<byte> operation, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(operation);
        content.Headers.ContentType = new MediaTypeHeaderValue(Protobuf);
        try
        {
            using var answer = await _http.PostAsync(LogPath, content, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                return new Submission(SubmitResponse.Parser.ParseFrom(bytes).RequestIds[^1], IsRefused: false, TimeSpan.Zero, "");
            }

            var pause = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500);
            return new Submission(null, IsRefused: true, pause, $"{(int)answer.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || IsTimeout(failure, cancellationToken))
        {
            return new Submission(null, IsRefused: false, TimeSpan.FromMilliseconds(500), failure.Message);
        }
    }

    /// <summary>The statuses of up to 1000 requests, in the order asked.</summary>
    public async Task<IReadOnlyList<RequestStatus>> CheckAsync(
        string project, IEnumerable<string> requestIds, CancellationToken cancellationToken)
    {
        var ids = new RequestIdList();
        ids.Ids.AddRange(requestIds.Select(id => new RequestId { Value = id }));
        using var content = new ByteArrayContent(ids.ToByteArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(Protobuf);
        var path = $"/api/client/v1/ingest/check?projectIdentifier={Uri.EscapeDataString(project)}";
        using var answer = await _http.PostAsync(path, content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return BulkRequestStatus.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Statuses;
    }

    /// <summary>The <c>sys/id</c> of each run of a project, by the run's own id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SysIdsAsync(string project, CancellationToken cancellationToken)
    {
        const int page = 10_000;
        var runs = new Dictionary<string, string>();
        for (var offset = 0; ; offset += page)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new
            {
                attributeFilters = new[] { new { path = "sys/id" }, new { path = "sys/custom_run_id" } },
                experimentLeader = false,
                pagination = new { limit = page, offset },
                sorting = new { dir = "descending", sortBy = new { name = "sys/creation_time", type = "datetime" } },
            });
            var path = "/api/leaderboard/v1/proto/leaderboard/entries/search/"
                + $"?projectIdentifier={Uri.EscapeDataString(project)}&type=run";
            var answer = await QueryAsync(path, body, JsonType, cancellationToken);
            var entries = ProtoLeaderboardEntriesSearchResultDTO.Parser.ParseFrom(answer).Entries;
            foreach (var entry in entries)
            {
                string Text(string name) => entry.Attributes.First(a => a.Name == name).StringProperties.Value;
                runs[Text("sys/custom_run_id")] = Text("sys/id");
            }

            if (entries.Count < page) return runs;
        }
    }

    /// <summary>One page of float series; the answer is a <c>ProtoFloatSeriesValuesResponseDTO</c>.</summary>
    public Task<byte[]> FloatSeriesAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        QueryAsync("/api/leaderboard/v1/proto/attributes/series/float", json, JsonType, cancellationToken);

    /// <summary>All points of many float series, in Arrow's stream format.</summary>
    /// <param name="json">Which: see <c>getFloatSeriesArrow</c> in the API's description.</param>
    /// <returns>The caller disposes of it; what breaks on the way is an exception of its reads.</returns>
    /// <exception cref="HttpRequestException">It was refused; the message has the server's words.</exception>
    public async Task<Stream> OpenPointsAsync(string project, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        var path = $"/api/leaderboard/v1/attributes/floatSeries/arrow?projectIdentifier={Uri.EscapeDataString(project)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStreamAsync(cancellationToken);

        using (answer) throw await RefusedAsync(path, answer, cancellationToken);
    }

    /// <summary>Any query.</summary>
    /// <param name="accept">What the answer is to be; none: whatever the server prefers.</param>
    /// <exception cref="HttpRequestException">It was refused; the message has the server's words.</exception>
    public async Task<byte[]> QueryAsync(
        string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken, string? accept = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            if (accept is not null) request.Headers.Accept.ParseAdd(accept);
            using var answer = await _http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            // As while another server takes over from one that died.
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(started) > Timeout)
                throw await RefusedAsync(path, answer, cancellationToken);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }

    /// <summary>Any call with JSON.</summary>
    /// <param name="body">Empty: none is sent.</param>
    /// <returns>The status, and the answer whatever it is.</returns>
    public async Task<(HttpStatusCode Status, byte[] Answer)> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Puts one file where attributes can refer to it, by Google's protocol as the clients do.</summary>
    public async Task UploadAsync(
        string project, string path, byte[] content, string contentType, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { files = new[] { new { project_identifier = project, path, permission = "write", size = content.Length } } });
        var answer = await QueryAsync("/api/storagebridge/v1/signedUrl", body, JsonType, cancellationToken);
        using var signed = JsonDocument.Parse(answer);
        var address = signed.RootElement.GetProperty("files")[0].GetProperty("url").GetString();
        using var begin = new HttpRequestMessage(HttpMethod.Post, address);
        begin.Headers.Add("X-Goog-Resumable", "start");
        using var begun = await _http.SendAsync(begin, cancellationToken);
        begun.EnsureSuccessStatusCode();
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var put = await _http.PutAsync(begun.Headers.Location, file, cancellationToken);
        put.EnsureSuccessStatusCode();
    }

    /// <summary>Submits one operation of an import: of a run that ran elsewhere, with the times and the number that it had.</summary>
    /// <exception cref="HttpRequestException">The server refuses it for good; the message has its words.</exception>
    public Task<Submission> ImportAsync(ReadOnlyMemory<byte> operation, CancellationToken cancellationToken) =>
        SubmitToAsync(ImportPath, operation, cancellationToken);

    /// <summary>Submits one operation, as <see cref="SubmitAsync"/>, for callers that need to know what can never be taken.</summary>
    /// <exception cref="HttpRequestException">The server refuses it for good; the message has its words.</exception>
    public Task<Submission> LogAsync(ReadOnlyMemory<byte> operation, CancellationToken cancellationToken) =>
        SubmitToAsync(LogPath, operation, cancellationToken);

    /// <summary>What was refused of requests: path, code and sentence of each value, up to a thousand.</summary>
    public async Task<IReadOnlyList<IngestResultDetail>> RefusedValuesAsync(
        IEnumerable<string> requestIds, CancellationToken cancellationToken)
    {
        var ids = new BulkCheckDetail { Limit = 1000 };
        ids.Ids.AddRange(requestIds.Select(id => new RequestId { Value = id }));
        var answer = await QueryAsync("/api/client/v1/ingest/checkDetails", ids.ToByteArray(), Protobuf, cancellationToken);
        return BulkIngestResultDetail.Parser.ParseFrom(answer).Details;
    }

    /// <summary>Puts a file of any size where attributes can refer to it, by Google's protocol as the clients do.</summary>
    /// <exception cref="HttpRequestException">The server refuses it; the message has its words.</exception>
    public async Task UploadAsync(
        string project, string path, Stream content, string contentType, CancellationToken cancellationToken)
    {
        using var begin = new HttpRequestMessage(
            HttpMethod.Post, await SignAsync(project, path, "write", content.Length, cancellationToken));
        begin.Headers.Add("X-Goog-Resumable", "start");
        using var begun = await _http.SendAsync(begin, cancellationToken);
        if (!begun.IsSuccessStatusCode) throw await RefusedAsync(path, begun, cancellationToken);

        var chunk = new byte[(int)Math.Min(content.Length, ChunkBytes)];
        var sent = 0L;
        do
        {
            var count = await content.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken);
            using var body = new ByteArrayContent(chunk, 0, count);
            body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            if (count < content.Length)
                body.Headers.ContentRange = new ContentRangeHeaderValue(sent, sent + count - 1, content.Length);
            using var put = await _http.PutAsync(begun.Headers.Location, body, cancellationToken);
            sent += count;
            var isDone = sent >= content.Length || count == 0;
            if (isDone ? !put.IsSuccessStatusCode : put.StatusCode != HttpStatusCode.PermanentRedirect)
                throw await RefusedAsync(path, put, cancellationToken);
            if (isDone) return;
        }
        while (true);
    }

    /// <summary>The content of a file.</summary>
    /// <returns><c>null</c> if there is none of that path; the caller disposes of it.</returns>
    public async Task<Stream?> DownloadAsync(string project, string path, CancellationToken cancellationToken)
    {
        var answer = await _http.GetAsync(
            await SignAsync(project, path, "read", size: 0, cancellationToken), HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadAsStreamAsync(cancellationToken);

        using (answer)
            return answer.StatusCode == HttpStatusCode.NotFound ? null : throw await RefusedAsync(path, answer, cancellationToken);
    }

    async Task<Submission> SubmitToAsync(string path, ReadOnlyMemory<byte> operation, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(operation);
        content.Headers.ContentType = new MediaTypeHeaderValue(Protobuf);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.PostAsync(path, content, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || IsTimeout(failure, cancellationToken))
        {
            return new Submission(null, IsRefused: false, TimeSpan.FromMilliseconds(500), failure.Message);
        }

        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                return new Submission(SubmitResponse.Parser.ParseFrom(bytes).RequestIds[^1], IsRefused: false, TimeSpan.Zero, "");
            }

            if (!IsBusy(answer.StatusCode)) throw await RefusedAsync(path, answer, cancellationToken);
            var pause = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(500);
            return new Submission(null, IsRefused: true, pause, $"{(int)answer.StatusCode}");
        }
    }

    async Task<string> SignAsync(
        string project, string path, string permission, long size, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { files = new[] { new { project_identifier = project, path, permission, size } } });
        var answer = await QueryAsync("/api/storagebridge/v1/signedUrl", body, JsonType, cancellationToken);
        using var signed = JsonDocument.Parse(answer);
        return signed.RootElement.GetProperty("files")[0].GetProperty("url").GetString()!; // the contract has it
    }

    /// <summary>The server or what stands before it asks to try again.</summary>
    static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    static async Task<HttpRequestException> RefusedAsync(
        string path, HttpResponseMessage answer, CancellationToken cancellationToken) => new(
            $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}", inner: null,
            answer.StatusCode);

    public void Dispose() => _http.Dispose();

    static HttpClient NewHttp(Uri address, int connections) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false })
        {
            BaseAddress = address,
            Timeout = Timeout,
            DefaultRequestVersion = HttpVersion.Version11,
        };

    static bool IsTimeout(Exception failure, CancellationToken cancellationToken) =>
        failure is OperationCanceledException && !cancellationToken.IsCancellationRequested;
}

/// <summary>What became of a request.</summary>
/// <param name="RequestId">Null: it was not acknowledged, and is to be sent again after <paramref name="Pause"/>.</param>
/// <param name="IsRefused">The server said no, so it does not have the request; otherwise it may have it.</param>
public readonly record struct Submission(string? RequestId, bool IsRefused, TimeSpan Pause, string Reason);
