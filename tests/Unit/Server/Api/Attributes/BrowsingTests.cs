using System.IO.Compression;
using System.Net;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Attributes;

/// <summary>Folders, suggestions, attributes of named runs, the home page, and points as CSV.</summary>
[Collection(EngineCollection.Name)]
public class BrowsingTests(EngineFixture engine)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static string?[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString())];

    static string?[] Names(JsonElement answer) =>
        [.. answer.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString())];

    /// <summary>Two runs: LLM-1 of ann with folders, LLM-2 of bob.</summary>
    async Task<RetrievalWorld> StartAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        var first = (await world.AddRunAsync("one", experiment: "exp")).Number;
        var second = (await world.AddRunAsync("two")).Number;
        foreach (var (run, owner) in new[] { (first, "ann"), (second, "bob \"x\"") })
        {
            world.Table.AddText(run, "sys/owner", owner);
            world.Table.AddText(run, "model", owner == "ann" ? "a.b" : "axb");
            world.Table.Add(new StoredAttribute(run, "seed", AttributeType.Int) { IntValue = (long)run });
            world.Table.Add(new StoredAttribute(run, "sys/tags", AttributeType.StringSet)
            {
                SetValue = owner == "ann" ? ["x", "y"] : ["y"],
            });
        }

        world.Table.AddText(first, "a", "an attribute beside a folder");
        world.Table.AddText(first, "a/b", "1");
        world.Table.AddText(first, "a/b/c", "2");
        world.Table.AddText(first, "a/b/d/e", "3");
        world.Table.Add(new StoredAttribute(first, "a/n", AttributeType.Float) { FloatValue = 0.5 });
        world.Table.AddFloatSeries(first, "loss", 1, 3, (2_000_000, 3), false);
        await world.InsertAsync();
        await world.Store.ExecuteAsync("INSERT INTO heads SELECT project, 'exp', run FROM attributes WHERE path = 'a'", Token);
        return world;
    }

    [Fact]
    public async Task Shows_attributes_folder_by_folder()
    {
        await using var world = await StartAsync();
        async Task<(string?[] Entries, string?[] Folders, int Total)> FolderAsync(string query)
        {
            var answer = await world.GetAsync($"/attributes/queryAttributeDefinitions?experimentIdentifier=LLM-1&{query}");
            return (Names(answer), Texts(answer.GetProperty("subPaths")), answer.GetProperty("totalCount").GetInt32());
        }

        var (entries, folders, total) = await FolderAsync("");
        Assert.Equal(["a", "loss", "model", "seed"], entries);
        Assert.Equal(["a", "sys"], folders);
        Assert.Equal(6, total);
        (entries, folders, _) = await FolderAsync("prefix=a/b");
        Assert.Equal(["a/b/c"], entries);
        Assert.Equal(["a/b/d"], folders);
        (entries, folders, total) = await FolderAsync("prefix=a/&attributeType=string&limit=1&offset=1");
        Assert.Equal(["a/b"], entries);
        Assert.Empty(folders);
        Assert.Equal(2, total);
        (entries, folders, total) = await FolderAsync("prefix=none");
        Assert.Equal((0, 0, 0), (entries.Length, folders.Length, total));
        var refused = await world.Client.GetAsync(
            "/api/leaderboard/v1/attributes/queryAttributeDefinitions?experimentIdentifier=LLM-1&limit=-1", Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Lists_attributes_of_a_run_that_match_a_filter()
    {
        await using var world = await StartAsync();

        var answer = await world.PostAsync(
            "/attributes/queryAttributeDefinitions?experimentIdentifier=LLM-1&attributeType=string",
            new { attributeNameFilter = new { mustMatchRegexes = new[] { "^a/" }, mustNotMatchRegexes = new[] { "d" } } });

        Assert.Equal(["a/b", "a/b/c"], Names(answer));
    }

    [Fact]
    public async Task Suggests_attributes_of_runs_that_match()
    {
        await using var world = await StartAsync();
        async Task<string?[]> SearchAsync(string query, object body) =>
            Names(await world.PostAsync($"/leaderboard/attributes/search?{query}", body));

        Assert.Equal(["a/b", "a/b/c", "a/b/d/e"], await SearchAsync("search=A%2Fb", new { }));
        Assert.Equal(
            ["model", "sys/id", "sys/owner"],
            (await SearchAsync("attributeType=string", new { query = new { query = "`sys/owner` != \"ann\"" } }))
            .Except(["sys/diagnostics/run_uuid"]));
        Assert.Single(await SearchAsync("limit=1", new { }));
    }

    [Fact]
    public async Task Lists_values_that_an_attribute_has()
    {
        await using var world = await StartAsync();
        async Task<string[]> ValuesAsync(string name, string type, string? regex = null)
        {
            var answer = await world.PostAsync(
                "/leaderboard/attributes/values/unique",
                new { attributeName = name, attributeType = type, regexValueFilter = regex });
            return [.. answer.GetProperty("attributes").EnumerateArray().Select(one =>
            {
                var properties = one.GetProperty(type + "Properties");
                return properties.TryGetProperty("value", out var value) ? value.ToString() : properties.GetProperty("values")[0].ToString();
            })];
        }

        Assert.Equal(["a.b", "axb"], await ValuesAsync("model", "string"));
        Assert.Equal(["a.b"], await ValuesAsync("model", "string", @"a\.b"));
        Assert.Equal(["y", "x"], await ValuesAsync("sys/tags", "stringSet"));
        Assert.Equal(["1", "2"], await ValuesAsync("seed", "int"));
        Assert.Empty(await ValuesAsync("model", "int"));
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RefusalAsync(
            "/leaderboard/attributes/values/unique", new { attributeName = "loss", attributeType = "floatSeries" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RefusalAsync(
            "/leaderboard/attributes/values/unique",
            new { attributeName = "model", attributeType = "string", regexValueFilter = "(" })).Status);
    }

    [Fact]
    public async Task Reads_attributes_of_named_runs_and_experiments()
    {
        await using var world = await StartAsync();

        var answer = await world.PostAsync("/attributes/listForRuns", new
        {
            projectIdentifier = "team/llm",
            attributePathsFilter = new[] { "model", "seed", "none" },
            runsIds = new[] { "LLM-1", "two", "missing" },
            experimentNames = new[] { "exp", "no exp" },
        });

        string[] Values(string group, string name) => [.. answer.GetProperty(group).GetProperty(name)
            .GetProperty("attributes").EnumerateArray().Select(one => one.GetProperty("name").GetString()!).Order()];
        Assert.Equal(["model", "seed"], Values("runsAttributes", "LLM-1"));
        Assert.Equal(["model", "seed"], Values("runsAttributes", "two"));
        Assert.False(answer.GetProperty("runsAttributes").TryGetProperty("missing", out _));
        Assert.Equal(["model", "seed"], Values("experimentsAttributes", "exp"));
        Assert.Equal("team", answer.GetProperty("organizationName").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RefusalAsync("/attributes/listForRuns", new
        {
            projectIdentifier = "team/llm", runsIds = Enumerable.Range(0, 1001).Select(i => $"{i}"),
        })).Status);
    }

    [Fact]
    public async Task Finds_runs_of_a_user_in_all_projects()
    {
        await using var world = await StartAsync();
        async Task<int> CountAsync(object body) => (await world.PostAsync("/leaderboard/entries/searchUserRuns", body))
            .GetProperty("matchingItemCount").GetInt32();

        Assert.Equal(2, await CountAsync(new { }));
        Assert.Equal(1, await CountAsync(new { username = "bob \"x\"" }));
        Assert.Equal(0, await CountAsync(new { username = "ann", query = new { query = "`seed` > 1" } }));
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RefusalAsync(
            "/leaderboard/entries/searchUserRuns", new { query = new { query = "(" } })).Status);
    }

    [Fact]
    public async Task Writes_points_as_csv()
    {
        await using var world = await StartAsync();
        using var block = new NativeBlock()
            .Add("run", new ulong[] { 1, 1, 1 })
            .Add("series", new uint[] { 1, 1, 1 })
            .Add("step", new long[] { 0, 1_500_000, 2_000_000 })
            .Add("ts", new long[] { 1, 2, 3 })
            .Add("value", new[] { 0.1, double.NaN, double.NegativeInfinity })
            .Add("part", new ushort[] { 0, 0, 0 })
            .Add("off", new ulong[] { 1, 1, 1 });
        await world.Store.InsertAsync("points", block, null, Token);
        const string address = "/api/leaderboard/v1/attributes/floatSeries/csv?experimentId=LLM-1&attribute=loss";

        var answer = await world.Client.GetAsync(address, Token);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("LLM-1_loss.csv", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(
            "step,timestampMillis,value\r\n0,1,0.1\r\n1.5,2,NaN\r\n2,3,-Infinity\r\n",
            await answer.Content.ReadAsStringAsync(Token));
        await using var gzip = new GZipStream(
            await world.Client.GetStreamAsync(address + "&gzipped=true", Token), CompressionMode.Decompress);
        Assert.Equal(
            "step,timestampMillis,value\r\n0,1,0.1\r\n1.5,2,NaN\r\n2,3,-Infinity\r\n",
            await new StreamReader(gzip).ReadToEndAsync(Token));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await world.Client.GetAsync(address.Replace("LLM-1", "LLM-9", StringComparison.Ordinal), Token)).StatusCode);
    }
}
