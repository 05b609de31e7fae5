using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Client;
using NeptuneAlt.Server.Hosting.Commands.Dashboards;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Dashboards.DashboardWorld;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

/// <summary>Folder and server, one way and the other.</summary>
[Collection(EngineCollection.Name)]
public sealed class DashboardSyncTests(EngineFixture engine) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("dashboards-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pull_push_and_pull_change_nothing()
    {
        await using var world = await StartAsync(engine);
        await CreateAsync(world.Admin, Board("Overview 🚀"));
        await CreateAsync(world.Admin, JsonNode.Parse((await world.Retrieval.GetAsync("/dashboards/default")).GetRawText())!.AsObject());
        using var client = await ClientAsync(world);

        Assert.Equal("new default-dashboard (+4 -0)\nnew overview (+36 -0)\nunchanged: 0\n", await PullAsync(client));
        var files = Read();
        var before = (await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetRawText();
        Assert.Equal("unchanged: 2\n", await PushAsync(client));
        Assert.Equal("unchanged: 2\n", await PullAsync(client));
        Assert.Equal("", await DiffAsync(client));

        Assert.Equal(files, Read());
        Assert.Equal(before, (await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetRawText());
    }

    [Fact]
    public async Task A_changed_file_is_a_new_version_and_a_new_file_a_new_dashboard()
    {
        await using var world = await StartAsync(engine);
        var first = await CreateAsync(world.Admin, JsonNode.Parse(
            """
            {"name": "Overview", "type": "compare", "widgets": [], "layouts": {"xl": [], "lg": [], "md": [], "sm": [], "xs": []}}
            """)!.AsObject());
        using var client = await ClientAsync(world);
        await PullAsync(client);
        var file = Path.Combine(_folder, "overview.yaml");
        var changed = (await File.ReadAllTextAsync(file, Token)).Replace("name: Overview", "name: Renamed", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, changed, Token);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "second.yaml"), "neptunealt: dashboard/1\nname: Second\ntype: compare\nwidgets: []\n", Token);

        Assert.Equal("changed overview (+1 -1)\nnew second (+4 -0)\nunchanged: 0\n", await PushAsync(client, isDry: true));
        Assert.Contains("- name: Overview\n+ name: Renamed\n", await DiffAsync(client), StringComparison.Ordinal);
        Assert.Single((await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
        Assert.Equal("changed overview (+1 -1)\nnew second (+4 -0)\nunchanged: 0\n", await PushAsync(client));
        Assert.Equal("unchanged: 2\n", await PushAsync(client));
        Assert.Equal(changed, await File.ReadAllTextAsync(file, Token));
        Assert.Equal("unchanged: 2\n", await PullAsync(client));

        // It is the same dashboard, under the key of its file, although it is called otherwise.
        var versions = await AnswerAsync(world.Admin, HttpMethod.Get, $"/list/versions/{first.GetProperty("versionBranch").GetString()}");
        Assert.Equal(
            ["From overview.yaml", null],
            versions.GetProperty("entries").EnumerateArray().Select(one => one.TryGetProperty("versionDescription", out var text) ? text.GetString() : null));
        File.Delete(file);
        Assert.Equal("only there overview\nunchanged: 1\n", await PushAsync(client));
        Assert.Equal("deleted overview\nunchanged: 1\n", await PushAsync(client, deletes: true));
        Assert.Single((await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
    }

    [Fact]
    public async Task Takes_neptunes_json_and_says_what_it_does_not_know()
    {
        await using var world = await StartAsync(engine);
        using var client = await ClientAsync(world);
        var json = Board("From Neptune").With("id", "x").With("owner", "ann");
        json["widgets"]!.AsArray().Add(new JsonObject { ["id"] = "n", ["type"] = "notebook" });
        await File.WriteAllTextAsync(Path.Combine(_folder, "theirs.json"), json.ToJsonString(), Token);

        var told = await PushAsync(client);

        Assert.Contains("theirs.json: widgets[0].ours is kept, but this version does not know it\n", told, StringComparison.Ordinal);
        Assert.Contains("theirs.json: newer is kept", told, StringComparison.Ordinal);
        Assert.Contains("theirs.json: the notebook n is kept", told, StringComparison.Ordinal);
        Assert.DoesNotContain("owner", told, StringComparison.Ordinal);
        Assert.Equal("unchanged: 1\n", await PullAsync(client));
        var kept = Assert.Single((await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(json["newer"]), kept.GetProperty("newer")));
    }

    [Theory]
    [InlineData("a.yaml", "neptunealt: dashboard/1\nname: x\ntype: pie\nwidgets: []\n", "a.yaml: type has to be one of")]
    [InlineData("a.json", "{", "a.json: ")]
    [InlineData("a.json", "{\"name\":\"a\",\"name\":\"b\"}", "a.json: ")]
    [InlineData("a.yaml", "{", "a.yaml: line ")]
    [InlineData("a b.yaml", "x", "a b.yaml: call the file by")]
    public async Task Changes_nothing_where_a_file_is_wrong(string file, string text, string said)
    {
        await using var world = await StartAsync(engine);
        using var client = await ClientAsync(world);
        await File.WriteAllTextAsync(Path.Combine(_folder, "0.yaml"), "neptunealt: dashboard/1\nname: fine\ntype: compare\nwidgets: []\n", Token);
        await File.WriteAllTextAsync(Path.Combine(_folder, file), text, Token);

        var refused = await Assert.ThrowsAsync<FormatException>(() => PushAsync(client));

        Assert.StartsWith(said, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await AnswerAsync(world.Admin, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
    }

    [Fact]
    public async Task Passes_on_what_the_server_refuses_with_the_file()
    {
        await using var world = await StartAsync(engine);
        using var client = await ClientAsync(world);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "a.yaml"), "neptunealt: dashboard/1\nname: a\ntype: compare\ncolor: '#zz'\nwidgets: []\n", Token);

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => PushAsync(client));
        Assert.StartsWith("a.yaml: $.color is no color", refused.Message, StringComparison.Ordinal);
    }

    static async Task<NeptuneClient> ClientAsync(DashboardWorld world)
    {
        var made = await TestServer.JsonAsync(await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            world.Admin, "/api/tokens", new { username = "ci" }, Token));
        return await NeptuneClient.ConnectAsync(world.Admin.BaseAddress!, made.GetProperty("token").GetString()!, 2, Token);
    }

    Task<string> PullAsync(NeptuneClient client) => RunAsync(client, sync => sync.PullAsync(Token));

    Task<string> DiffAsync(NeptuneClient client) => RunAsync(client, sync => sync.DiffAsync(Token));

    Task<string> PushAsync(NeptuneClient client, bool isDry = false, bool deletes = false) =>
        RunAsync(client, sync => sync.PushAsync(Token), isDry, deletes);

    async Task<string> RunAsync(NeptuneClient client, Func<DashboardSync, Task> run, bool isDry = false, bool deletes = false)
    {
        using var told = new StringWriter { NewLine = "\n" };
        await run(new DashboardSync(new DashboardServer(client, "team/llm"), new DashboardFolder(_folder), told, isDry, deletes));
        return told.ToString();
    }

    SortedDictionary<string, string> Read() =>
        new(Directory.EnumerateFiles(_folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText));
}
