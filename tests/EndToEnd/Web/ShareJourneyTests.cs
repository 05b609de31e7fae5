using System.Collections.Concurrent;
using System.Net;
using Microsoft.Playwright;
using NeptuneAlt.EndToEnd.Mutations;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>A board is shown by a link: to a stranger in a browser of their own, in a frame of another page, and to nobody else.
/// </summary>
public sealed class ShareJourneyTests : IAsyncLifetime
{
    const string Project = "team/share";
    const string Widgets =
        """
        [{"id": "w1", "type": "chart", "name": "Training loss", "options": {"v": 1, "kind": "line", "lines": [{"formula": "${train/loss}"}]}},
         {"id": "w2", "type": "singleValue", "name": "Newest", "options": {"v": 1, "kind": "value", "value": "last(${shared/count})"}},
         {"id": "w3", "type": "textNode", "freeText": "The lowest loss is {{ run_min(${train/loss}) | .3f }}."},
         {"id": "w4", "type": "table", "options": {"v": 1, "kind": "runs", "fields": [{"path": "train/loss", "type": "floatSeries", "aggregation": "min"}]}},
         {"id": "w5", "type": "gallery", "name": "Samples", "options": {"v": 1, "kind": "media"}}]
        """;

    readonly EmbeddingPages _pages = new();
    ServerProcess _server = null!; // set before each test
    Chromium _chromium = null!; // likewise
    IPage _member = null!; // likewise

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Chromium.SkipWithout();
        _server = await ServerProcess.StartAsync("--no-local-sign-in", "--public-links", "--embed-origins", _pages.Allowed);
        _chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(_server.Address, _server.Token, Project, runs: 2, steps: 100, odd: false);
        using var client = await WireClient.SignInAsync(_server);
        Assert.Empty(await client.DoneAsync(await client.UpdateAsync(Project, "llm-001", WireClient.Point("shared/count", 1, 41))));
        _member = await _chromium.OpenAsync(_server.Address);
        var answer = await _member.Context.APIRequest.PostAsync(
            _server.Address + "/api/session", new() { DataObject = new { token = _server.Token } });
        Assert.True(answer.Ok, await answer.TextAsync());
        await _member.GotoAsync("/");
        await _member.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
    }

    public async ValueTask DisposeAsync()
    {
        _pages.Dispose();
        if (_chromium is not null) await _chromium.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_sees_the_report_live_and_nothing_else_until_the_link_is_withdrawn()
    {
        var report = await PublishAsync();
        await _member.GotoAsync($"/{Project}/reports/{report}");
        var link = await ShareAsync(_member);
        await PictureAsync(_member, "sharing-dialog");

        var stranger = await _chromium.OpenAsync(_server.Address);
        var asked = new ConcurrentBag<string>();
        var errors = new List<string>();
        stranger.Request += (_, request) => asked.Add(request.Url);
        stranger.PageError += (_, error) => errors.Add(error);
        await stranger.GotoAsync(link);
        await Expect(stranger.GetByRole(AriaRole.Heading, new() { Name = "Weekly", Level = 1 })).ToBeVisibleAsync();
        await Expect(stranger.GetByRole(AriaRole.Region, new() { Name = "Training loss" }).Locator("canvas").First).ToBeVisibleAsync();
        await Expect(stranger.GetByText("41", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(stranger.GetByText("The lowest loss is")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"is \d+\.\d{3}\."));
        // Files that runs log by step come, too, by the same root.
        await Expect(stranger.GetByRole(AriaRole.Group, new() { Name = "Samples" }).Locator("img[src^='blob:']").First).ToBeVisibleAsync();
        await Expect(stranger.Locator("[data-widget='w4'] tbody tr")).ToHaveCountAsync(1);
        await Expect(stranger.Locator("a[href]:not([href^='blob:'])")).ToHaveCountAsync(0);
        await Expect(stranger.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Add|Edit|Comment|Share|Settings of the)") })).ToHaveCountAsync(0);
        await PictureAsync(stranger, "sharing-link");

        // What the run logs now comes by itself.
        using (var client = await WireClient.SignInAsync(_server))
            Assert.Empty(await client.DoneAsync(await client.UpdateAsync(Project, "llm-001", WireClient.Point("shared/count", 2, 42))));
        await Expect(stranger.GetByText("42", new() { Exact = true })).ToBeVisibleAsync();

        var outside = asked.Select(url => new Uri(url)).Where(url => url.GetLeftPart(UriPartial.Authority) == _server.Address)
            .Select(url => url.AbsolutePath)
            .Where(path => !path.StartsWith("/share/", StringComparison.Ordinal) && !path.StartsWith("/assets/", StringComparison.Ordinal)
                && !path.StartsWith("/api/public/v1/", StringComparison.Ordinal) && !path.StartsWith("/favicon", StringComparison.Ordinal));
        Assert.Empty(outside);
        Assert.All(asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal)),
            url => Assert.StartsWith(_server.Address, url, StringComparison.Ordinal));
        Assert.Empty(await stranger.Context.CookiesAsync());
        Assert.Empty(errors);

        await _member.GetByRole(AriaRole.List, new() { Name = "Public links" }).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await Expect(_member.GetByRole(AriaRole.List, new() { Name = "Public links" })).ToHaveCountAsync(0);
        await stranger.ReloadAsync();
        await Expect(stranger.GetByText("Nothing is shown by this link")).ToBeVisibleAsync();
        // The page of who never had a link says so as well, and asks nobody to sign in.
        await stranger.GotoAsync("/share/nothing");
        await Expect(stranger.GetByText("Nothing is shown by this link")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dashboard_shows_the_runs_that_were_chosen_for_the_link()
    {
        var board = await _member.EvaluateAsync<string>(
            """
            async ([project, text]) => {
              const widgets = JSON.parse(text);
              const xl = widgets.map(({ id }, at) => ({ id, x: (at % 2) * 12, y: Math.floor(at / 2) * 7, w: 12, h: 7 }));
              const answer = await fetch(`/api/leaderboard/v1/dashboards?projectIdentifier=${encodeURIComponent(project)}`, {
                method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'fetch' },
                body: JSON.stringify({ name: 'Overview', type: 'compare', widgets, layouts: { xl, lg: [], md: [], sm: [], xs: [] } }),
              });
              if (!answer.ok) throw new Error(await answer.text());
              return (await answer.json()).versionBranch;
            }
            """,
            new[] { Project, Widgets });
        await _member.GotoAsync($"/{Project}/runs?tab=dashboards&mode=runs&board={board}&name=llm-002");
        await Expect(_member.Locator("[data-widget='w4'] tbody tr")).ToHaveCountAsync(1);
        await _member.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        await _member.GetByText("that the table’s filters find").ClickAsync();
        await _member.GetByRole(AriaRole.Button, new() { Name = "Make a public link" }).ClickAsync();
        var link = await _member.GetByRole(AriaRole.Textbox, new() { Name = "Public link" }).InputValueAsync();

        var stranger = await _chromium.OpenAsync(_server.Address, ColorScheme.Dark);
        await stranger.GotoAsync(link);
        await Expect(stranger.Locator("[data-widget='w4'] tbody tr")).ToHaveCountAsync(1);
        await Expect(stranger.Locator("[data-widget='w4'] tbody th")).ToContainTextAsync("llm-002");
        await Expect(stranger.GetByRole(AriaRole.Region, new() { Name = "Training loss" }).Locator("canvas").First).ToBeVisibleAsync();
        await PictureAsync(stranger, "sharing-dashboard-dark");
    }

    [Fact]
    public async Task A_frame_of_an_allowed_page_shows_it_and_one_of_another_page_does_not()
    {
        var report = await PublishAsync();
        await _member.GotoAsync($"/{Project}/reports/{report}");
        var link = await ShareAsync(_member);
        using (var client = new HttpClient())
        {
            Assert.Equal(_pages.Allowed, await AncestorsAsync(client, link + "?embed"));
            foreach (var other in (string[])[link, $"{_server.Address}/?embed", $"{_server.Address}/{Project}/runs?embed", $"{_server.Address}/share/a/b?embed"])
                Assert.Equal("'none'", await AncestorsAsync(client, other));
            using var page = await client.GetAsync(link, Token);
            Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        }

        var framed = link + "?embed&theme=dark&widget=w1";
        var allowed = await _chromium.OpenAsync(_pages.Allowed);
        await allowed.GotoAsync($"{_pages.Allowed}/?{Uri.EscapeDataString(framed)}");
        var frame = allowed.FrameLocator("iframe");
        await Expect(frame.GetByRole(AriaRole.Region, new() { Name = "Training loss" }).Locator("canvas").First).ToBeVisibleAsync();
        await Expect(frame.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", "dark");
        await Expect(frame.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(0);
        await Expect(frame.Locator("[data-widget]")).ToHaveCountAsync(1);
        await PictureAsync(allowed, "sharing-frame", 722, 442);

        var refused = await _chromium.OpenAsync(_pages.Other);
        await refused.GotoAsync($"{_pages.Other}/?{Uri.EscapeDataString(framed)}");
        await Expect(refused.Locator("iframe")).ToBeVisibleAsync();
        await ServerProcess.EventuallyAsync(
            () => refused.Frames.Any(one => one.Url.StartsWith("chrome-error:", StringComparison.Ordinal)), "The frame was not refused.");
    }

    [Fact]
    public async Task A_copied_link_opens_the_view_as_it_was_for_who_signs_in_also_after_a_restart()
    {
        await _member.GotoAsync($"/{Project}/runs?tab=charts&mode=runs&metrics=loss");
        await _member.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        var link = await _member.GetByRole(AriaRole.Textbox, new() { Name = "Link to this view" }).InputValueAsync();
        Assert.StartsWith($"{_server.Address}/s/", link, StringComparison.Ordinal);

        await _server.StopAsync();
        await _server.StartAgainAsync();
        await _member.GotoAsync(link);
        await _member.WaitForURLAsync($"**/{Project}/runs?tab=charts&mode=runs&metrics=loss");
        await _member.GotoAsync("/s/unknownunkno");
        await Expect(_member.GetByText("This short link is not known")).ToBeVisibleAsync();

        var stranger = await _chromium.OpenAsync(_server.Address);
        await stranger.GotoAsync(link);
        await Expect(stranger.GetByText("API token").First).ToBeVisibleAsync();
    }

    /// <summary>Of each endpoint there is one recorded request, which a test of the description sees to.</summary>
    [Fact]
    public async Task A_key_opens_no_endpoint_but_those_under_its_own_root()
    {
        var report = await PublishAsync();
        await _member.GotoAsync($"/{Project}/reports/{report}");
        var key = (await ShareAsync(_member)).Split('/')[^1];
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        var opened = new List<string>();
        foreach (var recorded in RecordedRequest.All().Where(one => !one.Path.StartsWith("/api/public/", StringComparison.Ordinal)))
        {
            var without = await SendAsync(client, recorded, _ => { });
            foreach (var put in (Action<HttpRequestMessage>[])
                     [
                         request => request.Headers.Add("X-Neptunealt-Share", key),
                         request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}"),
                         request => request.Headers.Add("Cookie", $"neptunealt_session={key}; __Host-neptunealt_session={key}"),
                         request => request.Headers.Add("X-Neptune-Api-Token", key),
                         request => request.RequestUri = new Uri(request.RequestUri + (recorded.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"token={key}"),
                     ])
            {
                var with = await SendAsync(client, recorded, put);
                // What lets strangers in, such as signing in, lets in no more; all else refuses.
                if (with != without && with is not (HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest or HttpStatusCode.NotFound))
                    opened.Add($"{recorded.Method} {recorded.Path}: {without} became {with}");
                if (without == HttpStatusCode.OK && !s_open.Any(path => recorded.Path.StartsWith(path, StringComparison.Ordinal)))
                    opened.Add($"{recorded.Method} {recorded.Path} is open to everybody");
            }
        }

        Assert.Empty(opened);
    }

    /// <summary>What answers strangers: how to sign in, and what the API is.</summary>
    static readonly string[] s_open =
        ["/api/backend/v1/clients/config", "/auth/realms/neptune/.well-known", "/openapi/v1.json", "/api/session", "/health", "/api/leaderboard/v1/clients/config"];

    async Task<HttpStatusCode> SendAsync(HttpClient client, RecordedRequest recorded, Action<HttpRequestMessage> put)
    {
        using var request = new HttpRequestMessage(new HttpMethod(recorded.Method), _server.Address + recorded.Path);
        if (recorded.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(recorded.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", recorded.ContentType ?? "application/json");
        }

        put(request);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return answer.StatusCode;
    }

    static async Task<string> AncestorsAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Token);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        return policy[(policy.IndexOf("frame-ancestors ", StringComparison.Ordinal) + "frame-ancestors ".Length)..];
    }

    /// <summary>Where <c>NEPTUNEALT_PICTURES</c> names a folder, what docs/sharing.md shows.</summary>
    static async Task PictureAsync(IPage page, string name, int width = 1000, int height = 640)
    {
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") is not { Length: > 0 } folder) return;
        await page.SetViewportSizeAsync(width, height);
        await page.WaitForTimeoutAsync(1500);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        await page.SetViewportSizeAsync(1440, 900);
    }

    /// <summary>Makes a public link in the dialog of the board that is open.</summary>
    static async Task<string> ShareAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        await page.GetByLabel("Whom or what it is for").FillAsync("A test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a public link" }).ClickAsync();
        return await page.GetByRole(AriaRole.Textbox, new() { Name = "Public link" }).InputValueAsync();
    }

    /// <summary>A report that shows the first run.</summary>
    async Task<string> PublishAsync() => await _member.EvaluateAsync<string>(
        """
        async ([project, text]) => {
          const widgets = JSON.parse(text);
          const widgetLayouts = widgets.map(({ id }, at) => ({ id, x: (at % 2) * 12, y: Math.floor(at / 2) * 7, w: 12, h: 7 }));
          const group = { id: '00000000-0000-4000-8000-000000000012', runMemberKeys: ['llm-001'], experimentMemberKeys: [],
            firstMembersByQueryCount: 0, showOnlySelectedRuns: false, viewParams: { columnList: { columns: [] }, sortOptions: {} } };
          const gridProperties = { runGroups: [group], selectedRunGroups: [], openRunGroups: [], widgets, widgetLayouts,
            layoutSettings: { mode: 'CUSTOM', config: { gridMode: { columnsCount: '24' } } }, chartsConfig: {}, colorsConfig: {},
            inheritRunColorFromGroup: false, runsLineage: true, isRunTableCollapsed: true, isSectionCollapsed: false };
          const node = { id: '00000000-0000-4000-8000-000000000011', type: 'grid', name: 'Results', gridProperties };
          const globalConfig = { chartsConfig: {}, inheritRunColorFromGroup: false, runsLineage: true };
          const answer = await fetch(`/api/leaderboard/v1/reports?projectIdentifier=${encodeURIComponent(project)}`, {
            method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'fetch' },
            body: JSON.stringify({ reportName: 'Weekly', metadata: { draft: false }, globalConfig, nodes: [node] }),
          });
          if (!answer.ok) throw new Error(await answer.text());
          return (await answer.json()).metadata.reportId;
        }
        """,
        new[] { Project, Widgets });
}
