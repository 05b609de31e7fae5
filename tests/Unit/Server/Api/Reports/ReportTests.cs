using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Unit.Server.Api.Dashboards;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Dashboards.DashboardWorld;

namespace NeptuneAlt.Unit.Server.Api.Reports;

/// <summary>Each row of Neptune's contract of reports.</summary>
[Collection(EngineCollection.Name)]
public class ReportTests(EngineFixture engine)
{
    const string Root = "/api/leaderboard/v1/reports";
    const string Nobody = "00000000-0000-4000-8000-000000000001";

    [Fact]
    public async Task Gives_back_all_that_was_sent_and_tells_what_it_is()
    {
        await using var world = await StartAsync(engine);
        var sent = Report("Weekly 🚀", isDraft: false);
        sent["metadata"]!["versionName"] = "first";
        sent["metadata"]!["reportId"] = Nobody;
        sent["metadata"]!["mood"] = "good";

        var made = await AnswerAsync(world.Admin, HttpMethod.Post, Root, sent);
        var read = await AnswerAsync(world.Admin, HttpMethod.Get, $"{Path(made)}");
        var latest = await AnswerAsync(world.Admin, HttpMethod.Get, $"{Root}/{ReportId(made)}/latestVersion");

        Assert.Equal(made.GetRawText(), read.GetRawText());
        Assert.Equal(made.GetRawText(), latest.GetRawText());
        foreach (var (name, value) in sent.Where(field => field.Key != "metadata"))
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(made.GetProperty(name).GetRawText())), name);
        Assert.Contains("{\"field\":12345678901234567890}", made.GetRawText(), StringComparison.Ordinal);
        var metadata = made.GetProperty("metadata");
        Assert.Equal(
            (false, "admin", "first", "good", "Weekly 🚀"),
            (metadata.GetProperty("draft").GetBoolean(), metadata.GetProperty("versionAuthor").GetString(),
             metadata.GetProperty("versionName").GetString(), metadata.GetProperty("mood").GetString(),
             metadata.GetProperty("versionContentPreview").GetProperty("reportName").GetString()));
        Assert.NotEqual(Nobody, ReportId(made));
        Assert.Empty(metadata.GetProperty("externalProjectsDependencies").EnumerateArray());
    }

    [Fact]
    public async Task Keeps_drafts_to_their_author_one_each_and_publishes_them_unless_somebody_did_since()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var first = await AnswerAsync(world.Admin, HttpMethod.Post, Root, Report("r", isDraft: false));
        var report = ReportId(first);
        var hers = await AnswerAsync(ann, HttpMethod.Post, $"{Root}?reportId={report}", Report("hers", isDraft: true));
        var his = await AnswerAsync(world.Admin, HttpMethod.Post, $"{Root}?reportId={report}", Report("his", isDraft: true));

        Assert.Equal(
            (HttpStatusCode.Conflict, "DRAFT_ALREADY_EXISTS"),
            Kind(await RefusedAsync(ann, HttpMethod.Post, $"{Root}?reportId={report}", Report("x", isDraft: true))));
        foreach (var (method, body) in new[] { (HttpMethod.Get, null), (HttpMethod.Put, Report("x", true)), (HttpMethod.Delete, null) })
            Assert.Equal(
                (HttpStatusCode.Forbidden, "REPORT_VERSION_OWNER_MISMATCH"),
                Kind(await RefusedAsync(world.Admin, method, Path(hers), body)));
        Assert.Equal(["hers"], await NamesAsync(ann, "/versions/drafts?owner=ann"));
        Assert.Empty(await NamesAsync(world.Admin, "/versions/drafts?owner=ann"));
        Assert.Equal(["r"], await NamesAsync(ann, $"/versions?reportIds={report}"));

        // A draft is saved whatever was published.
        var since = Uri.EscapeDataString(Time(first));
        await AnswerAsync(ann, HttpMethod.Put, $"{Path(hers)}?publishIfUnmodifiedSince={since}", Report("hers now", isDraft: true));
        await AnswerAsync(
            world.Admin, HttpMethod.Put, $"{Path(his)}?publishIfUnmodifiedSince={since}", Report("his now", isDraft: false));
        Assert.Equal(
            "his now", (await AnswerAsync(ann, HttpMethod.Get, $"{Root}/{report}/latestVersion")).GetProperty("reportName").GetString());

        var mine = Report("hers, too", isDraft: false);
        Assert.Equal(
            (HttpStatusCode.Conflict, "REPORT_PUBLISHING_CONFLICT"),
            Kind(await RefusedAsync(ann, HttpMethod.Put, $"{Path(hers)}?publishIfUnmodifiedSince={since}", mine)));
        Assert.Equal(
            (HttpStatusCode.Conflict, "REPORT_PUBLISHING_CONFLICT"),
            Kind(await RefusedAsync(
                ann, HttpMethod.Patch, $"{Path(hers)}?publishIfUnmodifiedSince={since}", new { draft = false })));
        Assert.Equal("hers now", (await AnswerAsync(ann, HttpMethod.Get, Path(hers))).GetProperty("reportName").GetString());
        Assert.Equal(
            HttpStatusCode.BadRequest, (await RefusedAsync(ann, HttpMethod.Put, Path(hers), mine)).Status);

        var newest = Time(await AnswerAsync(ann, HttpMethod.Get, $"{Root}/{report}/latestVersion"));
        var published = await AnswerAsync(
            ann, HttpMethod.Patch, $"{Path(hers)}?publishIfUnmodifiedSince={Uri.EscapeDataString(newest)}",
            new { draft = false, versionName = "v3" });
        Assert.Equal(
            (false, "v3"), (published.GetProperty("draft").GetBoolean(), published.GetProperty("versionName").GetString()));
        Assert.Equal(["hers now", "his now", "r"], await NamesAsync(ann, $"/versions?reportIds={report}"));
        Assert.Equal(["hers now"], await NamesAsync(ann, $"/versions?reportIds={report}&searchTerm=V3"));
    }

    [Fact]
    public async Task Leaves_published_versions_as_they_are()
    {
        await using var world = await StartAsync(engine);
        var made = await AnswerAsync(world.Admin, HttpMethod.Post, Root, Report("r", isDraft: false));

        Assert.Equal(
            (HttpStatusCode.Conflict, "REPORT_DRAFT_NOT_FOUND"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Put, Path(made), Report("x", isDraft: true))));
        Assert.Equal(
            (HttpStatusCode.Conflict, "ATTEMPTED_CONVERSION_FROM_PUBLISHED_VERSION_TO_DRAFT"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Patch, Path(made), new { draft = true })));
        Assert.Equal(
            (HttpStatusCode.Conflict, "ATTEMPTED_CHANGE_OF_A_VERSION_AUTHOR"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Patch, Path(made), new { draft = false, versionAuthor = "eve" })));
        Assert.Equal(
            (HttpStatusCode.Conflict, "ATTEMPTED_DELETION_OF_PUBLISHED_VERSION"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Delete, Path(made))));

        var named = await AnswerAsync(world.Admin, HttpMethod.Patch, Path(made), new { draft = false, versionDescription = "d" });
        Assert.Equal("d", named.GetProperty("versionDescription").GetString());
        Assert.Equal(Time(made), named.GetProperty("versionLastModificationTime").GetString());
    }

    [Fact]
    public async Task Lists_reports_and_to_their_author_those_that_were_never_published()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var hers = await AnswerAsync(ann, HttpMethod.Post, Root, Report("hers", isDraft: true));
        var made = await AnswerAsync(world.Admin, HttpMethod.Post, Root, Report("r", isDraft: false));

        Assert.Equal(["r", "hers"], await ReportsAsync(ann, ""));
        Assert.Equal(["r"], await ReportsAsync(world.Admin, "/"));
        Assert.Equal(["hers"], await ReportsAsync(ann, $"?reportIds={ReportId(hers)}"));
        Assert.Equal(
            (HttpStatusCode.NotFound, "REPORT_WITH_NO_VERSIONS"),
            Kind(await RefusedAsync(ann, HttpMethod.Get, $"{Root}/{ReportId(hers)}/latestVersion")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "REPORT_NOT_FOUND"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Get, $"{Root}/{ReportId(hers)}/latestVersion")));
        Assert.Equal(
            (HttpStatusCode.NotFound, "REPORT_VERSION_NOT_FOUND"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Get, $"{Root}/{ReportId(made)}/versions/{Nobody}")));
        // No dashboard is a report, and no report a dashboard.
        Assert.Empty((await AnswerAsync(ann, HttpMethod.Get, "")).GetProperty("dashboards").EnumerateArray());
        Assert.Equal(
            (HttpStatusCode.NotFound, "DASHBOARD_NOT_FOUND"),
            Kind(await RefusedAsync(world.Admin, HttpMethod.Get, $"/{made.GetProperty("metadata").GetProperty("versionId")}")));

        using var gone = await SendAsync(ann, HttpMethod.Delete, Path(hers));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(["r"], await ReportsAsync(ann, ""));
        using var deleted = await SendAsync(ann, HttpMethod.Delete, $"{Root}/{ReportId(made)}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await ReportsAsync(ann, ""));
        Assert.Equal(["r"], await ReportsAsync(ann, "/trash"));
        await AnswerAsync(ann, HttpMethod.Post, $"{Root}/{ReportId(made)}/restore");
        Assert.Equal(["r"], await ReportsAsync(ann, ""));
    }

    [Fact]
    public async Task Names_the_projects_it_draws_from_and_refuses_those_that_are_not_there()
    {
        await using var world = await StartAsync(engine);
        using var project = await world.Admin.PostAsJsonAsync(
            "/api/backend/v1/projects", new { organizationIdentifier = "team", name = "other" }, TestContext.Current.CancellationToken);
        var other = (await TestServer.JsonAsync(project)).GetProperty("id").GetString();
        var sent = Report("r", isDraft: false);
        sent["nodes"]![0]!["gridProperties"]!["runGroups"]![0]!["projectId"] = other;

        var made = await AnswerAsync(world.Admin, HttpMethod.Post, Root, sent);
        Assert.Equal(
            [other], made.GetProperty("metadata").GetProperty("externalProjectsDependencies").EnumerateArray().Select(id => id.GetString()));

        sent["metadata"]!["externalProjectsDependencies"] = new JsonArray(Nobody);
        using var refused = await SendAsync(world.Admin, HttpMethod.Post, Root, sent);
        var error = await TestServer.JsonAsync(refused);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("DEPENDENCY_ON_INACCESSIBLE_PROJECTS", error.GetProperty("errorType").GetString());
        Assert.Equal([Nobody], error.GetProperty("inaccessibleProjects").EnumerateArray().Select(id => id.GetString()));
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "$.reportName is missing.")]
    [InlineData("{\"reportName\": \" \"}", HttpStatusCode.BadRequest, "$.reportName has to have a letter: the report is called so.")]
    [InlineData("{\"metadata\": {\"draft\": 1}}", HttpStatusCode.BadRequest, "$.metadata.draft has to be true or false.")]
    [InlineData("{\"nodes\": [{}]}", HttpStatusCode.BadRequest, "$.nodes[0].id is missing.")]
    [InlineData(
        "{\"nodes\": [{\"id\": \"00000000-0000-4000-8000-000000000001\", \"type\": \"list\"}]}", HttpStatusCode.BadRequest,
        "$.nodes[0].type has to be one of grid.")]
    [InlineData(
        "{\"nodes\": [{\"id\": \"00000000-0000-4000-8000-000000000001\", \"type\": \"grid\"}, {\"id\": \"00000000-0000-4000-8000-000000000001\", \"type\": \"grid\"}]}",
        HttpStatusCode.UnprocessableEntity,
        "$.nodes[1].id is '00000000-0000-4000-8000-000000000001', which another node has, too.")]
    public async Task Refuses_what_is_no_report_with_the_place(string change, HttpStatusCode status, string message)
    {
        await using var world = await StartAsync(engine);
        var sent = change == "{}" ? [] : Report("r", isDraft: false);
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) sent[name] = value?.DeepClone();

        var refused = await RefusedAsync(world.Admin, HttpMethod.Post, Root, sent);
        Assert.Equal((status, message), (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("widgets[0].id", "", "$.nodes[0].gridProperties.widgets[0].id is empty; a layout has to name it.")]
    [InlineData("widgetLayouts[0].id", "w2", "$.nodes[0].gridProperties.widgetLayouts[0].id is 'w2', but no widget has this id.")]
    [InlineData("widgetLayouts[0].x", -1, "$.nodes[0].gridProperties.widgetLayouts[0].x is below 0, where the grid begins.")]
    [InlineData("runGroups[0].firstMembersByQueryCount", 1001, "$.nodes[0].gridProperties.runGroups[0].firstMembersByQueryCount is 0 to 1000.")]
    public async Task Refuses_a_grid_whose_parts_do_not_fit_together(string path, object value, string message)
    {
        await using var world = await StartAsync(engine);
        var sent = Report("r", isDraft: false);
        var (list, field) = (path[..path.IndexOf('[', StringComparison.Ordinal)], path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        sent["nodes"]![0]!["gridProperties"]![list]![0]![field] = JsonValue.Create(value);

        var refused = await RefusedAsync(world.Admin, HttpMethod.Post, Root, sent);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, message), (refused.Status, refused.Message));
    }

    /// <summary>A report of one grid with one chart and one run group.</summary>
    static JsonObject Report(string name, bool isDraft) => JsonNode.Parse(
        """
        {
          "globalConfig": {"chartsConfig": {"smoothing": 3}, "inheritRunColorFromGroup": false, "runsLineage": true, "ours": 1},
          "nodes": [{"id": "0198c7a2-53f0-7000-8000-000000000001", "type": "grid", "name": "Loss", "gridProperties": {
            "runGroups": [{"id": "0198c7a2-53f0-7000-8000-000000000002", "name": "best", "runMemberKeys": ["base"],
                           "showOnlySelectedRuns": false, "viewParams": {"columnList": {"columns": []}, "sortOptions": {}}}],
            "selectedRunGroups": [], "openRunGroups": [],
            "widgets": [{"id": "w1", "type": "chart", "attributes": [{"name": "train/loss", "type": "floatSeries"}]}],
            "widgetLayouts": [{"id": "w1", "x": 0, "y": 0, "w": 12, "h": 10}],
            "layoutSettings": {"mode": "CUSTOM", "config": {"gridMode": {"columnsCount": "2"}}},
            "chartsConfig": {"new": {"field": 12345678901234567890}}, "colorsConfig": {},
            "inheritRunColorFromGroup": false, "runsLineage": true, "isRunTableCollapsed": true, "isSectionCollapsed": false}}],
          "extra": {"v": 1}
        }
        """)!.AsObject().With("reportName", name).With("metadata", new JsonObject { ["draft"] = isDraft });

    static string ReportId(JsonElement version) => version.GetProperty("metadata").GetProperty("reportId").GetString()!; // every version has one

    static string Path(JsonElement version) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Root}/{ReportId(version)}/versions/{version.GetProperty("metadata").GetProperty("versionId").GetString()}");

    static string Time(JsonElement version) =>
        version.GetProperty("metadata").GetProperty("versionLastModificationTime").GetString()!; // every version has one

    static (HttpStatusCode Status, string Type) Kind((HttpStatusCode Status, string Type, string Message) refused) =>
        (refused.Status, refused.Type);

    static async Task<List<string?>> NamesAsync(HttpClient client, string path) =>
    [
        .. (await AnswerAsync(client, HttpMethod.Get, Root + path)).GetProperty("reportVersionsMetadata").EnumerateArray()
            .Select(NameOf),
    ];

    static async Task<List<string?>> ReportsAsync(HttpClient client, string path) =>
    [
        .. (await AnswerAsync(client, HttpMethod.Get, Root + path)).GetProperty("reportsMetadata").EnumerateArray()
            .Select(report => NameOf(report.GetProperty("latestVersionMetadata"))),
    ];

    static string? NameOf(JsonElement metadata) => metadata.GetProperty("versionContentPreview").GetProperty("reportName").GetString();
}
