using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query;
using NeptuneAlt.Unit.Query.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Runs;

[Collection(EngineCollection.Name)]
public class GroupSearchTests(EngineFixture engine)
{
    const string Search = "/api/leaderboard/v1/leaderboard/entries/search?projectIdentifier=team%2Fllm&type=run";

    static readonly object[] ByModelAndSeed =
        [new { name = "model", type = "string" }, new { name = "seed", type = "int", aggregationMode = "auto" }];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Six runs: model a with seeds 1, 1, 2; b with 1; and two without a model.</summary>
    async Task<(TestServer Server, HttpClient Client)> StartAsync()
    {
        var store = await engine.NewDatabaseAsync();
        var server = await TestServer.StartAsync(store: store);
        var (project, _) = await server.Service<CatalogProjects>().CreateAsync(
            new NewProject("team", "llm", null, "priv", "", DateTimeOffset.UnixEpoch), Token);
        (string? Model, int? Seed)[] runs = [("a", 1), ("a", 1), ("a", 2), ("b", 1), (null, 5), (null, null)];
        var table = new AttributeTable();
        for (var run = 1; run <= runs.Length; run++)
        {
            var number = (ulong)run;
            table.AddText(number, "sys/id", $"LLM-{run}");
            table.AddText(number, "sys/diagnostics/run_uuid", new Guid(run, 0, 0, new byte[8]).ToString());
            table.Add(new StoredAttribute(number, "sys/tags", AttributeType.StringSet)
            {
                SetValue = run == 1 ? ["best", "Beta \"x\""] : ["beta"],
            });
            if (runs[run - 1].Model is { } model) table.AddText(number, "model", model);
            if (runs[run - 1].Seed is { } seed)
                table.Add(new StoredAttribute(number, "seed", AttributeType.Int) { IntValue = seed });
        }

        await table.InsertAsync(store, project.Number, Token);
        return (server, await server.LoggedInClientAsync());
    }

    static object Body(object grouping, int limit = 10) => new
    {
        attributeFilters = new[] { new { path = "sys/id" } },
        pagination = new { limit, offset = 0 },
        sorting = new { dir = "ascending", sortBy = new { name = "sys/id", type = "string" } },
        grouping,
    };

    static async Task<JsonElement> PostAsync(HttpClient client, object body, string address = Search)
    {
        var answer = await client.PostAsJsonAsync(address, body, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await TestServer.JsonAsync(answer);
    }

    static (string Key, int Count)[] Groups(JsonElement answer) =>
    [
        .. answer.GetProperty("groups").EnumerateArray().Select(group => (
            string.Join('|', group.GetProperty("key").EnumerateArray().Select(part =>
                part.TryGetProperty("value", out var value) ? value.ToString() : "-")),
            group.GetProperty("itemCount").GetInt32())),
    ];

    static string Id(JsonElement answer, int group) => answer.GetProperty("groups")[group].GetProperty("id").GetString()!;

    [Fact]
    public async Task Opens_groups_level_by_level()
    {
        var (server, client) = await StartAsync();
        await using var _ = server;

        var outer = await PostAsync(client, Body(new { groupBy = ByModelAndSeed }));
        var inner = await PostAsync(client, Body(new { groupBy = ByModelAndSeed, openedGroups = new[] { Id(outer, 0) } }));
        var leaf = await PostAsync(
            client, Body(new { groupBy = ByModelAndSeed, openedGroups = new[] { Id(outer, 0), Id(inner, 1) } }));

        Assert.Equal([("a", 3), ("b", 1), ("-", 2)], Groups(outer));
        Assert.Equal(3, outer.GetProperty("totalGroupCount").GetInt32());
        Assert.Equal(6, outer.GetProperty("matchingItemCount").GetInt32());
        Assert.Equal(0, outer.GetProperty("entries").GetArrayLength());
        Assert.Equal([("a", 3), ("a|1", 2), ("a|2", 1), ("b", 1), ("-", 2)], Groups(inner));
        Assert.Equal("auto", outer.GetProperty("groups")[0].GetProperty("key")[0].GetProperty("field")
            .GetProperty("aggregation").GetString());
        var ids = leaf.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("experimentId").GetString());
        Assert.Equal(
            ids, leaf.GetProperty("groups")[1].GetProperty("childrenIds").EnumerateArray().Select(child => child.GetString()));
        Assert.Equal(2, leaf.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Pages_through_groups_and_within_them()
    {
        var (server, client) = await StartAsync();
        await using var _ = server;
        object[] byModel = [new { name = "model", type = "string" }];

        var first = await PostAsync(client, Body(new { groupBy = byModel }, limit: 1));
        async Task<JsonElement> OpenAsync(string? token) => (await PostAsync(client, Body(new
        {
            groupBy = byModel,
            openedGroupsWithPagination = new[]
            {
                new { openedGroup = Id(first, 0), pagination = new { pagination = new { limit = 2 }, continuationToken = token } },
            },
        }))).GetProperty("groups")[0];

        var page = await OpenAsync(null);
        var next = await OpenAsync(page.GetProperty("continuationToken").GetString());

        Assert.Equal([("a", 3)], Groups(first));
        Assert.Equal(3, first.GetProperty("totalGroupCount").GetInt32());
        Assert.Equal(2, page.GetProperty("childrenIds").GetArrayLength());
        Assert.Equal(1, next.GetProperty("childrenIds").GetArrayLength());
        Assert.False(next.TryGetProperty("continuationToken", out var _));
        Assert.Equal("0", next.GetProperty("beforeToken").GetString());
    }

    [Fact]
    public async Task Answers_several_searches_in_their_order()
    {
        var (server, client) = await StartAsync();
        await using var _ = server;

        var answers = await PostAsync(
            client,
            new[]
            {
                new { projectIdentifier = "team/llm", searchLeaderboardEntriesParamsDTO = Body(new { groupBy = ByModelAndSeed }) },
                new { projectIdentifier = "team/llm", searchLeaderboardEntriesParamsDTO = (object)new { pagination = new { limit = 2 } } },
            },
            "/api/leaderboard/v1/leaderboard/entries/msearch");

        Assert.Equal(3, Groups(answers[0]).Length);
        Assert.Equal(2, answers[1].GetProperty("entries").GetArrayLength());
        Assert.Equal(6, answers[1].GetProperty("matchingItemCount").GetInt32());
    }

    [Fact]
    public async Task Finds_tags_by_a_part_of_them()
    {
        var (server, client) = await StartAsync();
        await using var _ = server;
        async Task<string?[]> TagsAsync(string search, object body) => [.. (await PostAsync(
            client, body, $"/api/leaderboard/v1/leaderboard/tags/search?projectIdentifier=team%2Fllm&search={search}"))
            .GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];

        Assert.Equal(["beta", "Beta \"x\"", "best"], await TagsAsync("", new { }));
        Assert.Equal(["beta", "Beta \"x\""], await TagsAsync("ETA", new { }));
        Assert.Equal(["beta"], await TagsAsync("eta", new { query = new { query = "`model`:string = \"b\"" } }));
    }

    [Fact]
    public async Task Refuses_groups_that_cannot_be()
    {
        var (server, client) = await StartAsync();
        await using var _ = server;
        foreach (var grouping in (object[])
        [
            new { groupBy = new[] { new { name = "model" } } },
            new { groupBy = Enumerable.Repeat(new { name = "model", type = "string" }, 6) },
            new { groupBy = ByModelAndSeed, openedGroups = new[] { "~" } },
            new { groupBy = ByModelAndSeed, openedGroups = new[] { "WyJhIiwiYiIsImMiXQ" } },
        ])
        {
            var answer = await client.PostAsJsonAsync(Search, Body(grouping), Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }
}
