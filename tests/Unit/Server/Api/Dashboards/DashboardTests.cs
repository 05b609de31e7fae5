using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Jobs;
using NeptuneAlt.Unit.Store;
using Xunit;
using static NeptuneAlt.Unit.Server.Api.Dashboards.DashboardWorld;

namespace NeptuneAlt.Unit.Server.Api.Dashboards;

/// <summary>Each row of Neptune's contract of dashboards.</summary>
[Collection(EngineCollection.Name)]
public class DashboardTests(EngineFixture engine)
{
    const string Nobody = "00000000-0000-4000-8000-000000000001";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_back_all_that_was_sent_as_it_was_written()
    {
        await using var world = await StartAsync(engine);
        var sent = Board().With("icon", "🚀").With("color", "teal").With("versionName", "first").With("experimentShortId", "LLM-1")
            .With("owner", "somebody else").With("id", Nobody);

        var made = await CreateAsync(world.Admin, sent);
        var read = await AnswerAsync(world.Admin, HttpMethod.Get, $"/{Id(made)}");

        Assert.Equal(made.GetRawText(), read.GetRawText());
        foreach (var (name, value) in sent.Where(field => field.Key is not ("owner" or "id")))
            Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(made.GetProperty(name).GetRawText())), name);
        Assert.Equal(("admin", false), (made.GetProperty("owner").GetString(), made.GetProperty("draft").GetBoolean()));
        Assert.Contains("\"range\":[null,1.50],\"deep\":{\"a\":1e400}", made.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("{\"field\":12345678901234567890}", made.GetRawText(), StringComparison.Ordinal);
        Assert.NotEqual(Nobody, Id(made));
        Assert.True(made.GetProperty("createdTime").GetDateTimeOffset() <= made.GetProperty("lastUpdatedTime").GetDateTimeOffset());
        Assert.Equal('7', Id(made)[14]);
    }

    [Fact]
    public async Task Saves_what_it_reads_and_refuses_what_somebody_saved_over()
    {
        await using var world = await StartAsync(engine);
        using var made = await SendAsync(world.Admin, HttpMethod.Post, "", Board());
        var first = await TestServer.JsonAsync(made);
        var tag = made.Headers.ETag!.ToString(); // an answer has one
        Assert.Equal($"\"{Id(first)}.1\"", tag);

        using var saved = await SendAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}", first.GetRawText(), tag);
        var second = await TestServer.JsonAsync(saved);
        Assert.Equal((HttpStatusCode.OK, $"\"{Id(first)}.2\""), (saved.StatusCode, saved.Headers.ETag?.ToString()));
        Assert.Equal(
            JsonNode.Parse(first.GetRawText())!.AsObject().With("lastUpdatedTime", second.GetProperty("lastUpdatedTime").GetString()).ToJsonString(),
            JsonNode.Parse(second.GetRawText())!.ToJsonString());

        foreach (var stale in new[] { tag, $"\"{Nobody}.2\"", "\"x\"", "x" })
        {
            using var refused = await SendAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}", Board("mine"), stale);
            var error = await TestServer.JsonAsync(refused);
            Assert.Equal((HttpStatusCode.Conflict, "CONFLICT"), (refused.StatusCode, error.GetProperty("errorType").GetString()));
            var current = error.GetProperty("current");
            Assert.Equal((2, "admin"), (current.GetProperty("revision").GetInt32(), current.GetProperty("owner").GetString()));
            Assert.Equal(
                second.GetProperty("lastUpdatedTime").GetDateTimeOffset(), current.GetProperty("lastUpdatedTime").GetDateTimeOffset());
        }

        foreach (var held in new[] { $"W/\"{Id(first)}.2\"", "*", null })
        {
            using var taken = await SendAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}", Board("mine"), held);
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }
    }

    [Fact]
    public async Task Lists_the_newest_version_of_each_dashboard_by_kind_owner_and_branch()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var one = await CreateAsync(world.Admin, Board("one"));
        var two = await CreateAsync(ann, Board("two").With("type", "experiment"));
        var newer = await AnswerAsync(
            ann, HttpMethod.Post, $"/{Id(one)}/version", DraftOf(one).With("draft", false).With("name", "newer"), HttpStatusCode.Created);

        var all = await ListAsync(world.Admin, "");
        Assert.Equal([newer.GetRawText(), two.GetRawText()], all.Select(one => one.GetRawText()));
        Assert.Equal([Id(two)], await IdsAsync("?dashboardType=experiment"));
        Assert.Equal([Id(newer), Id(two)], await IdsAsync("?dashboardType=experiment&dashboardType=compare"));
        Assert.Empty(await IdsAsync("?dashboardType=report"));
        Assert.Equal([Id(newer), Id(two)], await IdsAsync("?owners=ann"));
        Assert.Empty(await IdsAsync("?owners=admin"));
        Assert.Equal([Id(newer)], await IdsAsync($"?branchIds={one.GetProperty("versionBranch").GetString()}&branchIds={Nobody}"));
        Assert.Empty(await IdsAsync("?drafts=true"));

        var meta = Assert.Single(await ListAsync(world.Admin, "?fields=meta&dashboardType=compare"));
        Assert.Equal((0, 1), (meta.GetProperty("widgets").GetArrayLength(), meta.GetProperty("widgetCount").GetInt32()));
        Assert.Equal(newer.GetProperty("config").GetRawText(), meta.GetProperty("config").GetRawText());
        async Task<IEnumerable<string>> IdsAsync(string query) => (await ListAsync(world.Admin, query)).Select(Id);
    }

    [Fact]
    public async Task Keeps_drafts_to_their_owner_and_browser()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var first = await CreateAsync(world.Admin);
        var mine = await DraftAsync(world.Admin, first, "browser 1");
        Assert.True(mine.GetProperty("draft").GetBoolean());

        var again = await SendAsync(world.Admin, HttpMethod.Post, $"/{Id(first)}/version", DraftOf(first), session: "browser 1");
        var error = await TestServer.JsonAsync(again);
        Assert.Equal((HttpStatusCode.Conflict, "DRAFT_ALREADY_EXISTS"), (again.StatusCode, error.GetProperty("errorType").GetString()));
        Assert.Equal(Id(mine), error.GetProperty("current").GetProperty("id").GetString());
        var other = await DraftAsync(world.Admin, first, "browser 2");
        var anns = await DraftAsync(ann, first);

        Assert.Equal([Id(mine)], (await ListAsync(world.Admin, "?drafts=true", "browser 1")).Select(Id));
        Assert.Equal([Id(other)], (await ListAsync(world.Admin, "?drafts=all", "browser 2")).Select(Id));
        Assert.Equal([Id(anns)], (await ListAsync(ann, "?drafts=true")).Select(Id));
        Assert.Equal([Id(first)], (await ListAsync(world.Admin, "")).Select(Id));
        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Put, "", Board()), (HttpMethod.Delete, "", null),
            (HttpMethod.Put, "/version", new { draft = false }), (HttpMethod.Post, "/version", DraftOf(first)),
        })
        {
            var (status, type, _) = await RefusedAsync(ann, method, $"/{Id(mine)}{path}", body);
            Assert.Equal((HttpStatusCode.NotFound, "DASHBOARD_NOT_FOUND"), (status, type));
        }

        var (_, _, message) = await RefusedAsync(world.Admin, HttpMethod.Get, "", session: new string('x', 65));
        Assert.Contains("64 characters", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishes_a_draft_once_it_is_of_the_newest_version()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var first = await CreateAsync(world.Admin);
        var (mine, theirs) = (await DraftAsync(world.Admin, first), await DraftAsync(ann, first));
        var published = await AnswerAsync(
            ann, HttpMethod.Put, $"/{Id(theirs)}/version", new { draft = false, versionName = "Ann's", versionDescription = "d" });
        Assert.Equal(
            (false, "Ann's", "ann"),
            (published.GetProperty("draft").GetBoolean(), published.GetProperty("versionName").GetString(),
                published.GetProperty("owner").GetString()));

        using var refused = await SendAsync(world.Admin, HttpMethod.Put, $"/{Id(mine)}/version", new { draft = false });
        var error = await TestServer.JsonAsync(refused);
        Assert.Equal((HttpStatusCode.Conflict, "CONFLICT"), (refused.StatusCode, error.GetProperty("errorType").GetString()));
        Assert.Equal(
            (Id(theirs), "ann"),
            (error.GetProperty("current").GetProperty("id").GetString(), error.GetProperty("current").GetProperty("owner").GetString()));

        await AnswerAsync(world.Admin, HttpMethod.Put, $"/{Id(mine)}", DraftOf(theirs).With("name", "merged"));
        await AnswerAsync(world.Admin, HttpMethod.Put, $"/{Id(mine)}/version", new { draft = false });
        Assert.Equal("merged", Assert.Single(await ListAsync(ann, "")).GetProperty("name").GetString());
        var (status, type, _) = await RefusedAsync(ann, HttpMethod.Put, $"/{Id(mine)}/version", new { draft = true });
        Assert.Equal((HttpStatusCode.Conflict, "ATTEMPTED_CONVERSION_FROM_PUBLISHED_VERSION_TO_DRAFT"), (status, type));
    }

    [Fact]
    public async Task Pages_through_versions_and_finds_them_by_name_description_and_owner()
    {
        await using var world = await StartAsync(engine);
        var ann = await world.PersonAsync("ann");
        var first = await CreateAsync(world.Admin, Board().With("versionName", "Before the LARGE run"));
        var second = await AnswerAsync(
            ann, HttpMethod.Post, $"/{Id(first)}/version", DraftOf(first).With("draft", false).With("versionDescription", "after large"),
            HttpStatusCode.Created);
        var draft = await DraftAsync(ann, second);
        var list = $"/list/versions/{first.GetProperty("versionBranch").GetString()}";

        var page = await AnswerAsync(ann, HttpMethod.Get, list);
        Assert.Equal((200, 0, 2), (Number("limit"), Number("offset"), Number("total")));
        Assert.Equal([Id(second), Id(first)], page.GetProperty("entries").EnumerateArray().Select(Id));
        Assert.Equal([Id(draft), Id(second), Id(first)], await IdsAsync("?drafts=all"));
        Assert.Equal([Id(draft)], await IdsAsync("?drafts=true"));
        Assert.Equal([Id(first)], await IdsAsync("?limit=1&offset=1"));
        Assert.Equal([Id(second), Id(first)], await IdsAsync("?substringQuery=large"));
        Assert.Equal([Id(second)], await IdsAsync("?substringQuery=AnN"));
        Assert.Empty(await IdsAsync("?substringQuery=nothing"));
        foreach (var wrong in new[] { "?limit=-1", "?limit=1001", "?offset=-1", "?drafts=x" })
            Assert.Equal(HttpStatusCode.BadRequest, (await RefusedAsync(ann, HttpMethod.Get, list + wrong)).Status);
        int Number(string field) => page.GetProperty(field).GetInt32();
        async Task<IEnumerable<string>> IdsAsync(string query) =>
            (await AnswerAsync(ann, HttpMethod.Get, list + query)).GetProperty("entries").EnumerateArray().Select(Id);
    }

    [Fact]
    public async Task Names_a_version_without_making_it_the_newest_unless_asked()
    {
        await using var world = await StartAsync(engine);
        var first = await CreateAsync(world.Admin);
        await AnswerAsync(
            world.Admin, HttpMethod.Post, $"/{Id(first)}/version", DraftOf(first).With("draft", false), HttpStatusCode.Created);

        var named = await AnswerAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}/version", new { versionName = "good" });
        Assert.Equal(first.GetProperty("lastUpdatedTime").GetString(), named.GetProperty("lastUpdatedTime").GetString());
        Assert.NotEqual(Id(first), Id(Assert.Single(await ListAsync(world.Admin, ""))));
        await AnswerAsync(world.Admin, HttpMethod.Put, $"/{Id(first)}/version?updateTimestamp=true", new { versionDescription = "d" });
        var newest = Assert.Single(await ListAsync(world.Admin, ""));
        Assert.Equal((Id(first), "good"), (Id(newest), newest.GetProperty("versionName").GetString()));
    }

    [Fact]
    public async Task Deletes_a_version_and_a_dashboard_which_can_come_back()
    {
        await using var world = await StartAsync(engine);
        var first = await CreateAsync(world.Admin);
        var branch = $"/branch/{first.GetProperty("versionBranch").GetString()}";
        var (status, type, _) = await RefusedAsync(world.Admin, HttpMethod.Delete, $"/{Id(first)}");
        Assert.Equal((HttpStatusCode.Conflict, "CANNOT_DELETE_LAST_CHECKPOINT"), (status, type));
        var draft = await DraftAsync(world.Admin, first);
        using (var deleted = await SendAsync(world.Admin, HttpMethod.Delete, $"/{Id(draft)}"))
            Assert.Equal((HttpStatusCode.OK, ""), (deleted.StatusCode, await deleted.Content.ReadAsStringAsync(Token)));

        using (var deleted = await SendAsync(world.Admin, HttpMethod.Delete, branch))
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await ListAsync(world.Admin, ""));
        Assert.Equal("VERSION_BRANCH_NOT_FOUND", (await RefusedAsync(world.Admin, HttpMethod.Delete, branch)).Type);
        var trash = Assert.Single((await AnswerAsync(world.Admin, HttpMethod.Get, "/trash")).GetProperty("dashboards").EnumerateArray());
        Assert.Equal(
            (Id(first), "admin", 1),
            (Id(trash), trash.GetProperty("deletedBy").GetString(), trash.GetProperty("widgetCount").GetInt32()));
        var restored = await AnswerAsync(world.Admin, HttpMethod.Post, branch + "/restore");
        Assert.Equal(Id(first), Id(restored));
        Assert.Equal(first.GetRawText(), Assert.Single(await ListAsync(world.Admin, "")).GetRawText());
        Assert.Equal(HttpStatusCode.NotFound, (await RefusedAsync(world.Admin, HttpMethod.Post, branch + "/restore")).Status);
    }

    [Fact]
    public async Task Empties_the_trash_and_drops_drafts_after_thirty_days()
    {
        await using var world = await StartAsync(engine);
        var (kept, gone) = (await CreateAsync(world.Admin, Board("kept")), await CreateAsync(world.Admin, Board("gone")));
        var draft = await DraftAsync(world.Admin, kept);
        (await SendAsync(world.Admin, HttpMethod.Delete, $"/branch/{gone.GetProperty("versionBranch").GetString()}")).Dispose();
        var time = (MovableTime)world.Retrieval.Service<TimeProvider>();
        using var job = new RetiredDashboards(
            world.Retrieval.Service<CatalogDashboardTrash>(), time, NullLogger<RetiredDashboards>.Instance);

        await job.SweepAsync(Token);
        Assert.Single((await AnswerAsync(world.Admin, HttpMethod.Get, "/trash")).GetProperty("dashboards").EnumerateArray());
        time.Advance(TimeSpan.FromHours(30 * 24 - 1));
        await job.SweepAsync(Token);
        Assert.NotNull(await FindAsync(draft));
        time.Advance(TimeSpan.FromHours(2));
        await job.SweepAsync(Token);

        Assert.Null(await FindAsync(draft));
        Assert.NotNull(await FindAsync(kept));
        Assert.Empty(await world.Retrieval.Service<CatalogDashboardTrash>().ListAsync(1, default, Token));
        async Task<object?> FindAsync(JsonElement version) => await world.Retrieval.Service<CatalogDashboards>().FindAsync(
            1, version.GetProperty("id").GetGuid(), new DashboardCaller("admin", "", default), Token);
    }

    [Fact]
    public async Task Tells_which_thing_is_not_there()
    {
        await using var world = await StartAsync(engine);
        var first = await CreateAsync(world.Admin);
        foreach (var (method, path, body, status, type) in new (HttpMethod, string, object?, int, string)[]
        {
            (HttpMethod.Get, $"/{Nobody}", null, 404, "DASHBOARD_NOT_FOUND"),
            (HttpMethod.Put, $"/{Nobody}", Board(), 404, "DASHBOARD_NOT_FOUND"),
            (HttpMethod.Delete, $"/{Nobody}", null, 404, "DASHBOARD_NOT_FOUND"),
            (HttpMethod.Post, $"/{Nobody}/version", DraftOf(first), 404, "DASHBOARD_NOT_FOUND"),
            (HttpMethod.Put, $"/{Nobody}/version", new { }, 404, "DASHBOARD_NOT_FOUND"),
            (HttpMethod.Post, $"/{Id(first)}/version", DraftOf(first).With("versionBranch", Nobody), 404, "VERSION_BRANCH_NOT_FOUND"),
            (HttpMethod.Get, $"/list/versions/{Nobody}", null, 404, "VERSION_BRANCH_NOT_FOUND"),
            (HttpMethod.Delete, $"/branch/{Nobody}", null, 404, "VERSION_BRANCH_NOT_FOUND"),
            (HttpMethod.Get, "/none", null, 400, "INCORRECT_IDENTIFIER"),
            (HttpMethod.Get, $"/Compare-{Nobody}", null, 400, "INCORRECT_IDENTIFIER"),
            (HttpMethod.Get, "?branchIds=x", null, 400, "INCORRECT_IDENTIFIER"),
            (HttpMethod.Get, "/list/versions/x", null, 400, "INCORRECT_IDENTIFIER"),
            (HttpMethod.Get, "?dashboardType=x", null, 400, "BAD_REQUEST"),
            (HttpMethod.Get, "?drafts=x", null, 400, "BAD_REQUEST"),
            (HttpMethod.Get, "?fields=x", null, 400, "BAD_REQUEST"),
        })
        {
            var refused = await RefusedAsync(world.Admin, method, path, body);
            Assert.Equal((path, (HttpStatusCode)status, type), (path, refused.Status, refused.Type));
        }
    }

    [Fact]
    public async Task Changes_nothing_in_an_archived_project()
    {
        await using var world = await StartAsync(engine);
        var first = await CreateAsync(world.Admin);
        await world.Retrieval.Service<CatalogProjects>().UpdateAsync(1, new ProjectChange(null, null, null, true), Token);

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Post, "", Board()), (HttpMethod.Put, $"/{Id(first)}", Board()), (HttpMethod.Delete, $"/{Id(first)}", null),
            (HttpMethod.Post, $"/{Id(first)}/version", DraftOf(first)), (HttpMethod.Put, $"/{Id(first)}/version", new { }),
            (HttpMethod.Delete, $"/branch/{first.GetProperty("versionBranch").GetString()}", null),
        })
        {
            var (status, type, _) = await RefusedAsync(world.Admin, method, path, body);
            Assert.Equal((HttpStatusCode.Forbidden, "WRITE_ACCESS_DENIED_TO_ARCHIVED_PROJECT"), (status, type));
        }

        Assert.Single(await ListAsync(world.Admin, ""));
    }

    static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client, string query, string? session = null) =>
        [.. (await AnswerAsync(client, HttpMethod.Get, query, session: session)).GetProperty("dashboards").EnumerateArray()];
}
