using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Sharing.SharedWorld;

namespace NeptuneAlt.Unit.Server.Api.Sharing;

/// <summary>What who has a public link can read, and what not, asked as an attacker would.</summary>
[Collection(EngineCollection.Name)]
public class SharedReadTests(EngineFixture engine)
{
    const HttpStatusCode Denied = HttpStatusCode.Forbidden;

    [Fact]
    public async Task Shows_the_published_board_without_queries_ids_of_runs_and_people()
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        var (status, board) = await world.AskAsync(key, "/board");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("report", "Weekly"), (board.GetProperty("kind").GetString(), board.GetProperty("name").GetString()));
        var set = board.GetProperty("sets")[0];
        Assert.Equal("shared/0", set.GetProperty("project").GetString());
        Assert.Equal(["LLM-1"], set.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()));
        var text = board.GetRawText();
        foreach (var hidden in (string[])["ann", "admin", "LLM-2", "team", "secret", "runMemberKeys", "versionId"])
            Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        var withheld = board.GetProperty("document").GetProperty("nodes")[0].GetProperty("gridProperties").GetProperty("widgets")[5];
        Assert.Equal("withheld", withheld.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Reads_what_the_widgets_read()
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        foreach (var formula in (string[])
                 ["${train/loss}", "${val/loss}", "(${train/loss}) - (1)", "(${train/loss}) + (1)"])
            Assert.Equal((formula, 200), (formula, await world.ChartAsync(key, Chart(formula))));
        Assert.Equal(
            200, await world.ChartAsync(key, Chart("${train/loss}", xaxis: new { custom = new { customXFormula = "${train/tokens}" } })));
        foreach (var formula in (string[])["run_min(${train/loss}) * 2", "run_max(${train/loss})", "last(${train/loss})"])
            Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(key, "/formulas", Values(formula)));
        Assert.Equal(["config/lr", "sys/name", "train/loss"], await NamesAsync(world, key, "sys/name", "config/lr", "train/loss"));
        var (_, found) = await world.AskAsync(
            key, "/sections", new { projectIdentifier = "shared/0", sections = new[] { new { id = "s", must = new[] { "loss" } } } });
        Assert.Equal(
            ["train/loss", "val/loss"],
            found.GetProperty("sections")[0].GetProperty("entries").EnumerateArray().Select(one => one.GetProperty("key").GetString()));
    }

    /// <summary>All points of train/loss were stored with offset 1 of the log.</summary>
    [Theory]
    [InlineData(5, true)]
    [InlineData(0, false)]
    public async Task Shows_a_frozen_section_as_of_its_moment(long stored, bool isThere)
    {
        await using var world = await StartAsync(engine);
        var moment = new StoreMoment(1_790_000_000_000, [stored]);
        var key = await world.KeyAsync(await world.PublishAsync(Frozen(moment.Text)));

        var (_, board) = await world.AskAsync(key, "/board");
        var (_, answer) = await world.AskAsync(key, "/formulas", Values("last(${train/loss})"));

        Assert.Equal("2026-09-21T14:13:20+00:00", board.GetProperty("sets")[0].GetProperty("frozen").GetString());
        Assert.Equal(isThere, answer.GetProperty("values")[0].TryGetProperty("value", out var value) && value.ToString() == "1");
        Assert.Equal(isThere ? ["train/loss"] : Array.Empty<string>(), await NamesAsync(world, key, "train/loss"));
        Assert.Equal(200, await world.ChartAsync(key, Chart("${train/loss}")));
    }

    [Theory]
    [InlineData("no moment!")]
    [InlineData("")]
    public async Task Shows_nothing_of_a_section_whose_moment_it_cannot_read(string moment)
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Frozen(moment)));

        var (_, board) = await world.AskAsync(key, "/board");

        var grid = board.GetProperty("document").GetProperty("nodes")[0].GetProperty("gridProperties");
        Assert.Equal("withheld", grid.GetProperty("widgets")[0].GetProperty("type").GetString());
        Assert.Empty(board.GetProperty("sets")[0].GetProperty("runs").EnumerateArray());
        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}")));
    }

    [Fact]
    public async Task Runs_have_the_names_and_colors_that_the_report_gives_them()
    {
        await using var world = await StartAsync(engine);
        using var projects = await world.Admin.GetAsync(new Uri("/api/backend/v1/projects/get?projectIdentifier=team/llm", UriKind.Relative), TestContext.Current.CancellationToken);
        var own = Guid.Parse((await TestServer.JsonAsync(projects)).GetProperty("id").GetString()!); // the contract has it
        var report = Report();
        report["runAliases"] = new JsonArray(Aliases(own, "one", "Is called so as an experiment"));
        report["experimentAliases"] = new JsonArray(
            Aliases(Guid.NewGuid(), "one", "Of another project"), Aliases(own, "one", "With warm-up"), Aliases(own, "two", "Not shown"));
        report["nodes"]![0]!["gridProperties"]!["colorsConfig"] = JsonNode.Parse("""{"colors": [{"owner": "one", "color": "#D1373C"}, {"owner": "two", "color": "#000000"}]}""");
        var key = await world.KeyAsync(await world.PublishAsync(report));

        var (_, board) = await world.AskAsync(key, "/board");
        var run = Assert.Single(board.GetProperty("sets")[0].GetProperty("runs").EnumerateArray().ToList());

        Assert.Equal(("one", "With warm-up", "#d1373c"), (
            run.GetProperty("customId").GetString(), run.GetProperty("label").GetString(), run.GetProperty("color").GetString()));
        // Names of what is not shown are nobody's business.
        Assert.DoesNotContain("Is called so", board.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Not shown", board.GetRawText(), StringComparison.Ordinal);
    }

    static JsonObject Aliases(Guid project, string run, string name) => new()
    {
        ["projectId"] = project.ToString(), ["aliases"] = new JsonArray(new JsonObject { ["originalId"] = run, ["nameAlias"] = name }),
    };

    static JsonObject Frozen(string moment)
    {
        var report = Report();
        report["nodes"]![0]!["gridProperties"]!["runGroups"]![0]!["extra"] = new JsonObject
        {
            ["frozen"] = new JsonObject { ["moment"] = moment, ["time"] = "2026-12-01T00:00:00Z" },
        };
        return report;
    }

    [Fact]
    public async Task Answers_nothing_of_other_attributes()
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        foreach (var formula in (string[])
                 [
                     "${secret/loss}", "${train/loss} + ${secret/loss}", "${train/loss} * 1", "parent(${train/loss})",
                     "max($~{.*})", "baseline(${train/loss})", "@mine", "2", "",
                 ])
        {
            Assert.Equal((formula, 403), (formula, Refused(await world.ChartAsync(key, Chart(formula)))));
            Assert.NotEqual((formula, HttpStatusCode.OK), (formula, await world.StatusAsync(key, "/formulas", Values(formula))));
            Assert.NotEqual((formula, HttpStatusCode.OK), (formula, await world.StatusAsync(key, "/histograms", Chart(formula))));
        }

        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}", xaxis: new { custom = new { customXFormula = "${secret/loss}" } })));
        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}", entity: "EXPERIMENT")));
        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}", baseline: new { identifier = "shared/0/LLM-1" })));
        Assert.Equal(Denied, await world.StatusAsync(key, "/series", Series("secret/log", "shared/0/LLM-1")));
        Assert.Empty(await NamesAsync(world, key, "secret/key", "secret/loss", "sys/owner", "sys/tags"));
        var (_, definitions) = await world.AskAsync(
            key, "/definitions?projectIdentifier=shared/0",
            new { attributeNameFilter = new { mustMatchAny = new[] { new { mustMatchRegexes = new[] { "secret|owner|loss" } } } } });
        Assert.Equal(
            ["train/loss", "val/loss"],
            definitions.GetProperty("entries").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Reads_files_that_are_shown_by_names_that_only_this_link_was_told()
    {
        await using var world = await StartAsync(engine);
        var report = await world.PublishAsync(Report());
        var (key, other) = (await world.KeyAsync(report), await world.KeyAsync(report));
        await world.UploadAsync("runs/1/sample.png", "a picture");

        var (_, values) = await world.AskAsync(
            key, "/values?projectIdentifier=shared/0", new { experimentIdsFilter = new[] { "LLM-1" }, attributeNamesFilter = new[] { "samples/image", "secret/file" } });
        var attribute = Assert.Single(values.GetProperty("entries")[0].GetProperty("attributes").EnumerateArray());
        var name = attribute.GetProperty("fileRefProperties").GetProperty("path").GetString()!; // a file has one
        Assert.Equal("a picture", await world.FileAsync(key, name));

        Assert.Equal("403", await world.FileAsync(other, name));
        foreach (var wrong in (string[])["runs/1/sample.png", "", ".", name + "A", name.Split('.')[0] + ".", "e30.e30", new string('a', 6000)])
            Assert.Equal("403", await world.FileAsync(key, wrong));

        // The name is the same, and the board shows it no more.
        await world.PublishAsync(Report(widgets: "[]"), report);
        Assert.Equal("403", await world.FileAsync(key, name));
    }

    [Theory]
    [InlineData("shared/0/LLM-2")]
    [InlineData("team/llm/LLM-1")]
    [InlineData("CUSTOM/team/llm/one")]
    [InlineData("shared/1/LLM-1")]
    [InlineData("shared/-1/LLM-1")]
    [InlineData("shared/00000000000/LLM-1")]
    [InlineData("shared/0/../0/LLM-1")]
    [InlineData("shared/0")]
    [InlineData("LLM-1")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Answers_nothing_of_other_runs(string? run)
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}", run!)));
        Assert.Equal(Denied, await world.StatusAsync(key, "/formulas", Values("run_max(${train/loss})", run)));
        Assert.Equal(Denied, await world.StatusAsync(key, "/histograms", Chart("${train/loss}", run!)));
        Assert.Equal(Denied, await world.StatusAsync(key, "/series", Series("train/loss", run)));
        if (run is not null and not "shared/0" and not "LLM-1")
            foreach (var path in (string[])["/values", "/definitions"])
                Assert.Equal(
                    Denied, await world.StatusAsync(key, $"{path}?projectIdentifier=shared/0", new { experimentIdsFilter = new[] { run } }));
    }

    [Theory]
    [InlineData("team/llm")]
    [InlineData("shared/1")]
    [InlineData("")]
    public async Task Answers_nothing_of_other_projects(string project)
    {
        await using var world = await StartAsync(engine);
        var key = await world.KeyAsync(await world.PublishAsync(Report()));

        foreach (var path in (string[])["/values", "/definitions"])
        {
            Assert.Equal(Denied, await world.StatusAsync(key, $"{path}?projectIdentifier={project}", new { }));
            Assert.Equal(Denied, await world.StatusAsync(key, path, new { }));
        }

        Assert.Equal(Denied, await world.StatusAsync(
            key, "/definitions?projectIdentifier=shared/0", new { projectIdentifiers = new[] { "team/llm" } }));
        Assert.Equal(Denied, await world.StatusAsync(
            key, "/sections", new { projectIdentifier = project, sections = new[] { new { must = new[] { "." } } } }));
    }

    [Fact]
    public async Task A_newly_published_version_and_a_run_in_the_trash_change_at_once_what_can_be_read()
    {
        await using var world = await StartAsync(engine);
        var report = await world.PublishAsync(Report());
        var key = await world.KeyAsync(report);
        Assert.Equal(200, await world.ChartAsync(key, Chart("${train/loss}")));

        await world.PublishAsync(
            Report("two", """[{"id": "w1", "type": "chart", "attributes": [{"name": "val/loss", "type": "floatSeries"}]}]"""), report);

        Assert.Equal(403, await world.ChartAsync(key, Chart("${train/loss}")));
        Assert.Equal(403, await world.ChartAsync(key, Chart("${val/loss}")));
        Assert.Equal(200, await world.ChartAsync(key, Chart("${val/loss}", "shared/0/LLM-2")));
        Assert.Empty(await NamesAsync(world, key, "LLM-2", ["train/loss", "config/lr"]));

        using var trashed = await world.Admin.DeleteAsync($"/api/leaderboard/v1/reports/{report}?projectIdentifier=team%2Fllm");
        Assert.Equal(HttpStatusCode.NotFound, await world.StatusAsync(key, "/board"));
    }

    [Fact]
    public async Task A_dashboard_shows_the_runs_that_the_link_says()
    {
        await using var world = await StartAsync(engine);
        var made = await TestServer.JsonAsync(await world.Admin.PostAsJsonAsync(
            DashboardsPath,
            JsonDocument.Parse(
                """
                {"name": "Board", "type": "compare", "widgets": WIDGETS, "layouts": {"xl": [], "lg": [], "md": [], "sm": [], "xs": []},
                 "extra": {"settings": {"yLog": true}, "note": "of ann"}}
                """.Replace("WIDGETS", Widgets, StringComparison.Ordinal)).RootElement,
            TestContext.Current.CancellationToken));
        var board = made.GetProperty("versionBranch").GetString();
        var first = KeyOf(await world.LinkAsync(new
        {
            boardId = board, kind = "dashboard", runs = new { query = "`sys/custom_run_id`:string = \"two\"", count = 5 },
        }));
        var one = KeyOf(await world.LinkAsync(new { boardId = board, kind = "dashboard", widget = "w2", runs = new { these = new[] { "LLM-1" }, baseline = "LLM-1" } }));

        Assert.Equal(200, await world.ChartAsync(first, Chart("${train/loss}", "shared/0/LLM-2")));
        Assert.Equal(403, await world.ChartAsync(first, Chart("${train/loss}")));
        Assert.DoesNotContain("ann", (await world.AskAsync(first, "/board")).Answer.GetRawText(), StringComparison.Ordinal);

        // Of one widget, only what that reads.
        Assert.Equal(HttpStatusCode.OK, await world.StatusAsync(one, "/formulas", Values("run_max(${train/loss})")));
        Assert.Equal(403, await world.ChartAsync(one, Chart("${val/loss}")));
        Assert.Equal(
            ["w2"],
            (await world.AskAsync(one, "/board")).Answer.GetProperty("document").GetProperty("widgets").EnumerateArray()
                .Select(widget => widget.GetProperty("id").GetString()));
    }

    static int Refused(int status) => status is 400 or 403 ? 403 : status;

    static object Values(string formula, string? run = "shared/0/LLM-1") => new
    {
        metrics = new[] { new { customId = "0", holder = new { identifier = run, type = "experiment" }, formula, lineage = "FULL", lineageEntityType = "RUN" } },
    };

    static object Series(string attribute, string? run) => new
    {
        requests = new[]
        {
            new { requestId = "0", series = new { holder = new { identifier = run, type = "experiment" }, attribute, lineage = "FULL", lineageEntityType = "RUN" } },
        },
        order = "ascending",
    };

    static Task<string[]> NamesAsync(SharedWorld world, string key, params string[] names) => NamesAsync(world, key, "LLM-1", names);

    static async Task<string[]> NamesAsync(SharedWorld world, string key, string run, string[] names)
    {
        var (status, values) = await world.AskAsync(
            key, "/values?projectIdentifier=shared/0", new { experimentIdsFilter = new[] { run }, attributeNamesFilter = names });
        Assert.Equal(HttpStatusCode.OK, status);
        return
        [
            .. values.GetProperty("entries").EnumerateArray().SelectMany(entry => entry.GetProperty("attributes").EnumerateArray())
                .Select(one => one.GetProperty("name").GetString()!).Order(), // every attribute has one
        ];
    }
}
