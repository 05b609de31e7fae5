using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>What large dashboards ask of the server, and how the page keeps up. Times are printed, and judged with room: tests
/// share the machine.</summary>
public class DashboardSpeedTests
{
    const int Widgets = 200;
    const string Drawn = "() => document.querySelectorAll('[data-widget] canvas').length";
    const string LineRequest = "timeseries/view";

    /// <summary>Ten times what a quiet machine takes.</summary>
    const double LongestTaskMs = 1000;

    [Fact]
    public async Task Large_dashboards_ask_for_what_is_near_in_few_requests()
    {
        Chromium.SkipWithout();
        await using var server = await ServerProcess.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(server.Address, server.Token, WebSite.Project, runs: 10, steps: 100, odd: false, layers: 90);
        var page = await chromium.OpenAsync(server.Address);
        var times = new FrameTimes(page);
        await times.InstallAsync();
        await page.GotoAsync("/");
        var requests = 0;
        var lines = 0;
        page.Request += (_, request) =>
        {
            if (!request.Url.Contains(LineRequest, StringComparison.Ordinal)) return;
            Interlocked.Increment(ref requests);
            Interlocked.Add(ref lines, request.PostData!.Split("\"customId\"").Length - 1); // what asks for lines has a body
        };

        await page.GotoAsync(BoardPages.PathOf(await BoardPages.MakeAsync(page, "200 widgets", Charts())) + "&runs=first-10");
        await page.WaitForFunctionAsync($"() => ({Drawn})() > 0");
        await WebPage.SettleAsync(page);
        var drawn = await page.EvaluateAsync<int>(Drawn);
        Assert.InRange(drawn, 1, Widgets);
        Assert.Equal(Widgets, await page.Locator("[data-widget]").CountAsync());
        // Charts of a moment share a request; on a busy machine there are more moments, and still far fewer than charts.
        Assert.InRange(requests, 1, 6);
        Assert.InRange(lines, 10, Widgets * 10 / 2);

        var scrolled = await times.DuringAsync("scroll through 200 charts of 10 runs", async () =>
        {
            await page.Mouse.MoveAsync(900, 500);
            for (var turn = 0; turn < 120; turn++)
            {
                await page.Mouse.WheelAsync(0, 120);
                await page.WaitForTimeoutAsync(33);
            }

            await WebPage.SettleAsync(page);
        });
        TestContext.Current.SendDiagnosticMessage(
            string.Create(CultureInfo.InvariantCulture, $"{scrolled}; {requests} requests of {lines} lines"));
        Assert.InRange(scrolled.BlockedMs, 0, LongestTaskMs);

        // A widget for each of 540 metrics: what is out of sight is neither drawn nor asked for.
        (requests, lines) = (0, 0);
        const string every =
            """
            [{"id": "d", "type": "dynamicSection", "name": "All", "attributeNameMustMatchRegexes": ["^train/layers/"],
              "options": {"by": "path", "template": {"kind": "line", "w": 8, "h": 7}}}]
            """;
        await page.GotoAsync(BoardPages.PathOf(await BoardPages.MakeAsync(page, "Each metric", every)) + "&runs=first-10");
        await page.WaitForFunctionAsync($"() => ({Drawn})() > 0");
        await WebPage.SettleAsync(page);
        Assert.Equal(500, await page.Locator("[data-widget]").CountAsync());
        Assert.InRange(requests, 1, 3);
        Assert.InRange(lines, 10, 400);
        await page.Context.CloseAsync();
    }

    static string Charts()
    {
        var charts = Enumerable.Range(0, Widgets).Select(at => new
        {
            id = $"c{at}", type = "chart",
            options = new { kind = "line", lines = new[] { new { formula = $"${{train/layers/{at % 90:00}/attn/grad_norm}}" } } },
        });
        return JsonSerializer.Serialize(charts);
    }
}
