using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Auth;
using NeptuneAlt.Server.Api.Documents;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Documents;

public class ViewTests
{
    const string Root = "/api/leaderboard/v1/views";
    const string InProject = "?projectIdentifier=team%2Fllm";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static async Task<HttpClient> ClientAsync(TestServer server)
    {
        await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        return await server.LoggedInClientAsync();
    }

    static object Body(string? name, bool isDefault = false) => new
    {
        name,
        defaultView = isDefault,
        columnList = new
        {
            columns = new[]
            {
                new
                {
                    id = "train/loss \u202e\"<b>", columnType = "floatSeries", width = 120, pinned = true,
                    displayName = "Loss", color = "#ff0000", aggregationMode = "min", displayMode = "scientific",
                },
            },
        },
        sortOptions = new
        {
            sortBy = new[] { "a", "b" }, sortFieldType = new[] { "float", "string" },
            sortDirection = new[] { "ascending", "descending" },
        },
        groupOptions = new { groupBy = new[] { "sys/group_tags" }, groupByFieldType = new[] { "stringSet" } },
        quickFilters = new { owner = new[] { "ann" }, relativeTime = "lastWeek" },
        query = "(`lr`:float > 0.1)",
        experimentsOnly = true,
        archivedToo = true,
    };

    static async Task<JsonElement> CreateAsync(HttpClient client, object body)
    {
        var answer = await client.PostAsJsonAsync(Root + InProject, body, Token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await TestServer.JsonAsync(answer);
    }

    static string Id(JsonElement view) => view.GetProperty("id").GetString()!;

    [Fact]
    public async Task Keeps_a_view_with_all_that_was_sent()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);

        var created = await CreateAsync(client, Body("mine"));
        var found = await client.GetFromJsonAsync<JsonElement>($"{Root}/{Id(created)}{InProject}", Token);
        var list = await client.GetFromJsonAsync<JsonElement>(Root + InProject, Token);

        Assert.Equal(created.GetRawText(), found.GetRawText());
        Assert.Equal(created.GetRawText(), Assert.Single(list.GetProperty("views").EnumerateArray()).GetRawText());
        var sent = JsonSerializer.SerializeToElement(Body("mine"));
        foreach (var property in sent.EnumerateObject())
            Assert.True(JsonElement.DeepEquals(property.Value, created.GetProperty(property.Name)), property.Name);
        Assert.False(created.GetProperty("runsLineage").GetBoolean());
    }

    [Fact]
    public async Task Changes_deletes_and_chooses_the_default()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        var first = await CreateAsync(client, Body("first", isDefault: true));
        var second = await CreateAsync(client, Body("second"));

        var renamed = await SaveAsync(client, second, Body("new name"), "\"1\"");
        Assert.Equal("new name", (await TestServer.JsonAsync(renamed)).GetProperty("name").GetString());
        var chosen = await client.PostAsJsonAsync(
            Root + "/setDefault", new { projectIdentifier = "team/llm", viewId = Id(second) }, Token);
        Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
        Assert.Equal([false, true], await DefaultsAsync(client));
        await client.PostAsJsonAsync(Root + "/setDefault", new { projectIdentifier = "team/llm" }, Token);
        Assert.Equal([false, false], await DefaultsAsync(client));

        Assert.Equal(HttpStatusCode.OK, (await DeleteAsync(client, first, "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(client, first, "\"1\"")).StatusCode);
    }

    [Fact]
    public async Task Tells_who_saved_it_and_when_and_counts_the_saves()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        var created = await CreateAsync(client, Body("mine"));
        server.Time.Advance(TimeSpan.FromMinutes(1));

        // Sent back as it was read: what only the server tells is not kept as what the view says.
        var answer = await SaveAsync(client, created, created, "W/\"1\"");
        var saved = await TestServer.JsonAsync(answer);

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (answer.StatusCode, answer.Headers.ETag?.ToString()));
        Assert.Equal((1, 2), (Revision(created), Revision(saved)));
        Assert.Equal("admin", saved.GetProperty("author").GetString());
        Assert.Equal("admin", saved.GetProperty("updatedBy").GetString());
        Assert.Equal(created.GetProperty("created").GetString(), saved.GetProperty("created").GetString());
        Assert.InRange(
            saved.GetProperty("updated").GetDateTimeOffset() - saved.GetProperty("created").GetDateTimeOffset(),
            TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
        var read = await client.GetAsync($"{Root}/{Id(created)}{InProject}", Token);
        Assert.Equal("\"2\"", read.Headers.ETag?.ToString());
        Assert.Equal(saved.GetRawText(), (await TestServer.JsonAsync(read)).GetRawText());
    }

    [Fact]
    public async Task Refuses_a_stale_save_and_deletion_with_what_is_there_now()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        var read = await CreateAsync(client, Body("both read this"));
        using var bob = await BobAsync(server);
        var theirs = await TestServer.JsonAsync(await SaveAsync(bob, read, Body("theirs"), "\"1\""));

        foreach (var refused in new[]
        {
            await SaveAsync(client, read, Body("mine"), "\"1\""), await DeleteAsync(client, read, "\"1\""),
        })
        {
            var error = await TestServer.JsonAsync(refused);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Equal("DOCUMENT_CHANGED", error.GetProperty("errorType").GetString());
            Assert.Contains("'bob' saved this view", error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.True(JsonElement.DeepEquals(theirs, error.GetProperty("current")));
        }

        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(client, read, Body("mine"), "*")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await DeleteAsync(client, read, "*")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SaveAsync(client, read, Body("mine"), "\"3\"")).StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.PreconditionRequired)]
    [InlineData("\"one\"", HttpStatusCode.BadRequest)]
    [InlineData("1", HttpStatusCode.BadRequest)]
    public async Task Asks_which_revision_is_changed(string? ifMatch, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        var view = await CreateAsync(client, Body("a"));

        foreach (var refused in new[]
        {
            await SaveAsync(client, view, Body("b"), ifMatch), await DeleteAsync(client, view, ifMatch),
        })
        {
            Assert.Equal(status, refused.StatusCode);
            Assert.Contains(
                "If-Match", (await TestServer.JsonAsync(refused)).GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    /// <summary>Another person with a token of their own.</summary>
    static async Task<HttpClient> BobAsync(TestServer server)
    {
        var client = server.Client();
        var token = await server.Service<ApiTokens>().CreateAsync("bob", client.BaseAddress!.ToString().TrimEnd('/'), Token); // it has one
        var tokens = await TestServer.ExchangeAsync(client, token.Text);
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        return client;
    }

    static int Revision(JsonElement view) => view.GetProperty("revision").GetInt32();

    static Task<HttpResponseMessage> SaveAsync(HttpClient client, JsonElement view, object body, string? ifMatch) =>
        SendAsync(client, HttpMethod.Put, view, ifMatch, JsonContent.Create(body));

    static Task<HttpResponseMessage> DeleteAsync(HttpClient client, JsonElement view, string? ifMatch) =>
        SendAsync(client, HttpMethod.Delete, view, ifMatch, null);

    static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, JsonElement view, string? ifMatch, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, $"{Root}/{Id(view)}{InProject}") { Content = content };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request, Token);
    }

    static async Task<IEnumerable<bool>> DefaultsAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>(Root + InProject, Token)).GetProperty("views").EnumerateArray()
        .Select(view => view.GetProperty("defaultView").GetBoolean());

    [Fact]
    public async Task Refuses_what_cannot_be_kept_and_says_why()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ClientAsync(server);
        await CreateAsync(client, Body("taken"));
        async Task<(HttpStatusCode Status, string Type)> PostAsync(object body, string query = InProject)
        {
            var answer = await client.PostAsJsonAsync(Root + query, body, Token);
            return (answer.StatusCode, (await TestServer.JsonAsync(answer)).GetProperty("errorType").GetString()!);
        }

        Assert.Equal((HttpStatusCode.Conflict, "VIEW_NAME_COLLISION"), await PostAsync(Body("taken")));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(Body(" ")));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(Body(null)));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(Body(new string('x', 201))));
        Assert.Equal((HttpStatusCode.BadRequest, "BAD_REQUEST"), await PostAsync(new { name = "no columns" }));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "BAD_REQUEST"),
            await PostAsync(new
            {
                name = "large", columnList = new { columns = Array.Empty<int>() }, query = new string('x', 1_200_000),
            }));
        Assert.Equal(
            (HttpStatusCode.Forbidden, "ACCESS_DENIED"), await PostAsync(Body("x"), "?projectIdentifier=team%2Fnone"));
    }
}
