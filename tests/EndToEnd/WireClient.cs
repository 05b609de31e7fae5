using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Wire.Api;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using NeptuneAlt.Wire.Rpc;
using Xunit;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.EndToEnd;

/// <summary>A client that speaks Neptune's wire contract, no more than the tests need.</summary>
sealed class WireClient : IDisposable
{
    readonly HttpClient _http;

    WireClient(HttpClient http) => _http = http;

    public HttpClient Http => _http;

    public static Task<WireClient> SignInAsync(ServerProcess server) => SignInAsync(server.Address, server.Token);

    public static async Task<WireClient> SignInAsync(string address, string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/backend/v1/authorization/oauth-token");
        request.Headers.Add("X-Neptune-Api-Token", token);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        return new WireClient(http);
    }

    /// <summary>The same client at another server, with what it was given at this one.</summary>
    public WireClient At(string address)
    {
        var http = new HttpClient { BaseAddress = new Uri(address), Timeout = _http.Timeout };
        http.DefaultRequestHeaders.Authorization = _http.DefaultRequestHeaders.Authorization;
        return new WireClient(http);
    }

    /// <returns>The id of the request.</returns>
    public async Task<string> SubmitAsync(RunOperation operation)
    {
        using var answer = await PostAsync("/api/client/v1/ingest", operation.ToByteArray());
        answer.EnsureSuccessStatusCode();
        return SubmitResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).RequestIds.Single();
    }

    public Task<string> CreateAsync(string project, string runId, string? experiment = null) => SubmitAsync(
        new RunOperation
        {
            Project = project, RunId = runId,
            Create = experiment is null ? new Run { RunId = runId } : new Run { RunId = runId, ExperimentId = experiment },
        });

    public Task<string> UpdateAsync(string project, string runId, params UpdateRunSnapshot[] snapshots) => SubmitAsync(
        new RunOperation { Project = project, RunId = runId, UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } } });

    /// <summary>Waits until a request is done.</summary>
    /// <returns>The codes of what was rejected.</returns>
    public async Task<IReadOnlyList<IngestCode>> DoneAsync(string requestId)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var ids = new RequestIdList { Ids = { new RequestId { Value = requestId } } };
            using var answer = await PostAsync("/api/client/v1/ingest/check?projectIdentifier=w%2Fp", ids.ToByteArray());
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable) // Neptune's clients ask again, too
            {
                answer.EnsureSuccessStatusCode();
                var status = BulkRequestStatus.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Statuses.Single();
                if (status.CodeByCount.All(code => code.Code != Code.Unavailable))
                    return [.. status.CodeByCount.Where(code => code.Code != Code.Ok).Select(code => code.Detail)];
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Request {requestId} was not done in time.");
    }

    /// <summary>All points of a run's series, by its <c>sys/id</c>.</summary>
    public async Task<IReadOnlyList<(double Step, double Value)>> PointsAsync(string project, string sysId, string path)
    {
        var body = new
        {
            requests = new[]
            {
                new
                {
                    requestId = "0",
                    series = new { holder = new { identifier = $"{project}/{sysId}", type = "experiment" }, attribute = path, lineage = "FULL" },
                },
            },
            order = "ascending",
            perSeriesPointsLimit = 1_000_000.0,
        };
        using var answer = await _http.PostAsJsonAsync("/api/leaderboard/v1/proto/attributes/series/float", body);
        answer.EnsureSuccessStatusCode();
        var series = ProtoFloatSeriesValuesResponseDTO.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Series.Single();
        return [.. series.Series.Values.Select(point => (point.Step, point.Value))];
    }

    /// <summary>The <c>sys/id</c> of a run, by the name that its client gave it.</summary>
    public async Task<string> SysIdAsync(string project, string runId)
    {
        using var answer = await _http.PostAsync(
            $"/api/leaderboard/v1/leaderboard/entries/search?projectIdentifier={Uri.EscapeDataString(project)}&type=run",
            new StringContent($$$"""
                {"attributeFilters":[{"path":"sys/id"}],"query":{"query":"`sys/custom_run_id`:string == \"{{{runId}}}\""}}
                """, System.Text.Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        using var found = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return found.RootElement.GetProperty("entries")[0].GetProperty("attributes").EnumerateArray()
            .Single(attribute => attribute.GetProperty("name").GetString() == "sys/id")
            .GetProperty("stringProperties").GetProperty("value").GetString()!;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] protobuf)
    {
        var content = new ByteArrayContent(protobuf);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        return await _http.PostAsync(path, content);
    }

    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static UpdateRunSnapshot Point(string path, int step, double value) => new()
    {
        Step = new Step { Whole = (ulong)step },
        Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + step)),
        Append = { [path] = new Value { Float64 = value } },
    };

    public void Dispose() => _http.Dispose();
}
