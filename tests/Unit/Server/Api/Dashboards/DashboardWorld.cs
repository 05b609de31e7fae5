using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

/// <summary>A server with the project team/llm, and people who call it about dashboards.</summary>
sealed class DashboardWorld(RetrievalWorld world) : IAsyncDisposable
{
    const string Root = "/api/leaderboard/v1/dashboards";

    readonly List<HttpClient> _people = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public RetrievalWorld Retrieval => world;

    /// <summary>The first user, who is called admin.</summary>
    public HttpClient Admin => world.Client;

    public static async Task<DashboardWorld> StartAsync(EngineFixture engine) => new(await RetrievalWorld.StartAsync(engine));

    /// <summary>A user of that name with a token of their own.</summary>
    public async Task<HttpClient> PersonAsync(string name)
    {
        var client = await world.PersonAsync(name);
        _people.Add(client);
        return client;
    }

    /// <summary>A dashboard of one chart.</summary>
    public static JsonObject Board(string name = "Overview") => JsonNode.Parse(
        """
        {
          "type": "compare",
          "widgets": [{"id": "w1", "type": "chart", "name": "Loss", "attributes": [{"name": "train/loss", "type": "floatSeries"}],
                       "attributeNameMustMatchRegexes": ["^train/"], "options": {"kind": "line", "range": [null, 1.50], "deep": {"a": 1e400}},
                       "ours": 1}],
          "layouts": {"xl": [{"id": "w1", "x": 0, "y": 0, "w": 12, "h": 10, "extra": true}], "lg": [], "md": [], "sm": [], "xs": [], "xxl": []},
          "config": {"smoothing": 3, "xaxisMode": "steps", "new": {"field": 12345678901234567890}},
          "colorsConfig": {"colors": [{"owner": "LLM-1", "color": "#1f77b4"}]},
          "newer": {"list": [1, null, 2]}
        }
        """)!.AsObject().With("name", name);

    /// <param name="path">Behind that of the dashboards, or a whole one.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null, string? session = null)
    {
        var query = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var whole = path.StartsWith("/api/", StringComparison.Ordinal) ? path : Root + path;
        using var request = new HttpRequestMessage(method, $"{whole}{query}projectIdentifier=team%2Fllm");
        if (body is not null)
            request.Content = new StringContent(
                body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (session is not null) request.Headers.Add("X-Neptunealt-Session", session);
        return await client.SendAsync(request, Token);
    }

    public static async Task<JsonElement> AnswerAsync(
        HttpClient client, HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK,
        string? session = null)
    {
        using var answer = await SendAsync(client, method, path, body, session: session);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Token)}");
        return await TestServer.JsonAsync(answer);
    }

    public static Task<JsonElement> CreateAsync(HttpClient client, JsonObject? body = null) =>
        AnswerAsync(client, HttpMethod.Post, "", body ?? Board(), HttpStatusCode.Created);

    /// <summary>A draft of the dashboard that came from this version.</summary>
    public static Task<JsonElement> DraftAsync(HttpClient client, JsonElement from, string? session = null) => AnswerAsync(
        client, HttpMethod.Post, $"/{Id(from)}/version", DraftOf(from), HttpStatusCode.Created, session);

    public static JsonObject DraftOf(JsonElement from) => Board("draft").With("draft", true)
        .With("versionBranch", from.GetProperty("versionBranch").GetString()).With("extra", new JsonObject { ["base"] = Id(from) });

    /// <summary>Status, error type and message of a refusal.</summary>
    public static async Task<(HttpStatusCode Status, string Type, string Message)> RefusedAsync(
        HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null, string? session = null)
    {
        using var answer = await SendAsync(client, method, path, body, ifMatch, session);
        var json = await TestServer.JsonAsync(answer);
        return (answer.StatusCode, json.GetProperty("errorType").GetString()!, json.GetProperty("message").GetString()!); // errors have them
    }

    public static string Id(JsonElement version) => version.GetProperty("id").GetString()!; // every version has one

    public ValueTask DisposeAsync()
    {
        foreach (var client in _people) client.Dispose();
        return world.DisposeAsync();
    }
}

static class JsonObjects
{
    /// <summary>The object with another value of a field.</summary>
    public static JsonObject With(this JsonObject json, string field, JsonNode? value)
    {
        json[field] = value;
        return json;
    }
}
