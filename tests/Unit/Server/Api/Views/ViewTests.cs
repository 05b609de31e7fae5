using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Views;

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

        var renamed = await client.PutAsJsonAsync($"{Root}/{Id(second)}{InProject}", Body("new name"), Token);
        Assert.Equal("new name", (await TestServer.JsonAsync(renamed)).GetProperty("name").GetString());
        var chosen = await client.PostAsJsonAsync(
            Root + "/setDefault", new { projectIdentifier = "team/llm", viewId = Id(second) }, Token);
        Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
        Assert.Equal([false, true], await DefaultsAsync(client));
        await client.PostAsJsonAsync(Root + "/setDefault", new { projectIdentifier = "team/llm" }, Token);
        Assert.Equal([false, false], await DefaultsAsync(client));

        Assert.Equal(
            HttpStatusCode.OK, (await client.DeleteAsync($"{Root}/{Id(first)}{InProject}", Token)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound, (await client.DeleteAsync($"{Root}/{Id(first)}{InProject}", Token)).StatusCode);
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
            (HttpStatusCode.Forbidden, "ACCESS_DENIED"), await PostAsync(Body("x"), "?projectIdentifier=team%2Fnone"));
    }
}
