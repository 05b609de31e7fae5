using System.Diagnostics;
using System.Net;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

[Collection(EngineCollection.Name)]
public class DashboardSectionTests(EngineFixture engine)
{
    const string Route = "/dashboards/sections";

    [Fact]
    public async Task Matches_and_captures_names_of_a_project_or_of_runs()
    {
        await using var world = await WorldAsync();

        var answer = await world.Retrieval.PostAsync(Route, new
        {
            projectIdentifier = "team/llm",
            sections = new object[]
            {
                new { id = "layers", must = new[] { @"^layers/(\d+)/(\w+)$" }, capture = true },
                new { id = "loss", must = new[] { "loss" }, mustNot = new[] { "^val" } },
                new { id = "no groups", must = new[] { "^(?i)TRAIN/" }, capture = true },
                new { id = "none", must = new[] { "nothing" } },
                new { id = "types", must = new[] { "^stdout$" }, types = new[] { "floatSeries" } },
            },
        });

        Assert.Equal(
            [
                "layers: 2\u001fnorm=layers/2/norm floatSeries, 10\u001fnorm=layers/10/norm floatSeries, 10\u001frank=layers/10/rank floatSeries",
                "loss: train/loss=train/loss floatSeries", "no groups: train/loss=train/loss floatSeries", "none: ", "types: ",
            ],
            Sections(answer));
        var ofRun = await world.Retrieval.PostAsync(Route, new
        {
            projectIdentifier = "team/llm", runs = new[] { "LLM-2", "missing" },
            sections = new object[] { new { id = "a", must = new[] { @"^layers/(\d+)/" }, capture = true } },
        });
        Assert.Equal(["a: 10=layers/10/norm floatSeries+layers/10/rank floatSeries"], Sections(ofRun));
    }

    [Fact]
    public async Task Says_when_there_is_more()
    {
        await using var world = await WorldAsync();
        var answer = await world.Retrieval.PostAsync(Route, new
        {
            projectIdentifier = "team/llm", limit = 1,
            sections = new object[] { new { id = "a", must = new[] { "^layers/(.*)$" }, capture = true }, new { id = "b", must = new[] { "^val" } } },
        });

        Assert.Equal([true, false], answer.GetProperty("sections").EnumerateArray().Select(one => one.GetProperty("more").GetBoolean()));
        Assert.Equal("2/norm", answer.GetProperty("sections")[0].GetProperty("entries")[0].GetProperty("key").GetString());
    }

    [Fact]
    public async Task Refuses_expressions_that_are_none_and_names_the_section()
    {
        await using var world = await WorldAsync();
        foreach (var (sections, said) in new (object[], string)[]
        {
            ([new { must = new[] { "a" } }, new { must = new[] { "(" } }], "sections[1]: A regular expression is wrong"),
            ([new { must = new[] { "a[" }, capture = true }], "sections[0]: A regular expression is wrong"),
            ([new { must = new[] { new string('a', 2001) } }], "sections[0] has at most"),
            ([.. Enumerable.Repeat(new { id = "x" }, 101)], "at most 100 sections"),
        })
        {
            using var answer = await DashboardWorld.SendAsync(
                world.Admin, HttpMethod.Post, "/sections", new { projectIdentifier = "team/llm", sections });
            Assert.Equal((said, HttpStatusCode.BadRequest), (said, answer.StatusCode));
            Assert.Contains(
                said, (await TestServer.JsonAsync(answer)).GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Computes_the_default_dashboard_of_a_project_and_of_a_run()
    {
        await using var world = await WorldAsync();
        var ofProject = await world.Retrieval.GetAsync("/dashboards/default");
        var ofRun = await world.Retrieval.GetAsync("/dashboards/default?run=LLM-2");

        Assert.Equal(
            ("00000000-0000-0000-0000-000000000000", "compare"),
            (ofProject.GetProperty("id").GetString(), ofProject.GetProperty("type").GetString()));
        Assert.Equal(["Key metrics", "Train and evaluation", "layers/10", "train", "val"], SectionNames(ofProject));
        Assert.Equal("experiment", ofRun.GetProperty("type").GetString());
        Assert.Equal(["layers/10"], SectionNames(ofRun));

        // It can be saved as it is.
        await DashboardWorld.AnswerAsync(world.Admin, HttpMethod.Post, "", ofProject.GetRawText(), HttpStatusCode.Created);
        using var missing = await DashboardWorld.SendAsync(world.Admin, HttpMethod.Get, "/default?run=none");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Finds_and_bounds_what_it_is_asked_for_among_500_000_names()
    {
        await using var world = await WorldAsync();
        await world.Retrieval.Store.ExecuteAsync(
            "INSERT INTO definitions SELECT 1, concat('block/', toString(number % 1000), '/head/', toString(intDiv(number, 1000)), '/norm'), 8 FROM numbers(500000)",
            TestContext.Current.CancellationToken);
        var started = Stopwatch.GetTimestamp();

        var answer = await world.Retrieval.PostAsync(Route, new
        {
            projectIdentifier = "team/llm",
            sections = new object[]
            {
                new { id = "some", must = new[] { @"^block/(\d+)/head/7/norm$" }, capture = true },
                new { id = "all", must = new[] { "norm" } },
            },
        });
        var sections = Stopwatch.GetElapsedTime(started);
        var board = await world.Retrieval.GetAsync("/dashboards/default");
        TestContext.Current.SendDiagnosticMessage($"sections {sections.TotalMilliseconds:F0} ms, both {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");

        var (some, all) = (answer.GetProperty("sections")[0], answer.GetProperty("sections")[1]);
        Assert.Equal(("0", "499", true), (KeyAt(some, 0), KeyAt(some, 499), some.GetProperty("more").GetBoolean()));
        Assert.True(all.GetProperty("more").GetBoolean());
        Assert.Equal(500, all.GetProperty("entries").GetArrayLength());
        var family = board.GetProperty("widgets").EnumerateArray().Single(widget => widget.GetProperty("name").GetString() == "block/#/head/#/norm");
        Assert.Equal("^block/([0-9]+)/head/([0-9]+)/norm$", family.GetProperty("attributeNameMustMatchRegexes")[0].GetString());

        static string? KeyAt(JsonElement section, int at) => section.GetProperty("entries")[at].GetProperty("key").GetString();
    }

    async Task<DashboardWorld> WorldAsync()
    {
        var world = await DashboardWorld.StartAsync(engine);
        var one = await world.Retrieval.AddRunAsync("one");
        var two = await world.Retrieval.AddRunAsync("two");
        foreach (var path in new[] { "train/loss", "val/loss", "layers/2/norm" }) world.Retrieval.Table.Add(new StoredAttribute(one.Number, path, AttributeType.FloatSeries));
        foreach (var path in new[] { "layers/10/norm", "layers/10/rank" }) world.Retrieval.Table.Add(new StoredAttribute(two.Number, path, AttributeType.FloatSeries));
        await world.Retrieval.InsertAsync();
        return world;
    }

    static IEnumerable<string> Sections(JsonElement answer) => answer.GetProperty("sections").EnumerateArray().Select(section =>
        $"{section.GetProperty("id").GetString()}: " + string.Join(", ", section.GetProperty("entries").EnumerateArray().Select(entry =>
            $"{entry.GetProperty("key").GetString()}=" + string.Join('+', entry.GetProperty("attributes").EnumerateArray().Select(one =>
                $"{one.GetProperty("name").GetString()} {one.GetProperty("type").GetString()}")))));

    static IEnumerable<string?> SectionNames(JsonElement board) => board.GetProperty("widgets").EnumerateArray()
        .Where(widget => widget.GetProperty("type").GetString() == "section").Select(widget => widget.GetProperty("name").GetString());
}
