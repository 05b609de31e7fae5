using System.Globalization;
using Microsoft.Playwright;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>What a person does, in the system's Chromium, by roles and labels.</summary>
[Collection(WebCollection.Name)]
public class JourneyTests(WebSite site)
{
    [Fact]
    public async Task From_the_projects_over_the_default_dashboard_a_filter_and_a_chart_to_the_logs_of_a_run()
    {
        var (page, errors) = await site.OpenAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "llm", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Default dashboard" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Radiogroup, new() { Name = "What the rows are" }).GetByText("Runs").ClickAsync();
        await page.GetByLabel("Search names (regex)").FillAsync("llm-00[12]$");
        await Expect(page.GetByText("2 runs", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Charts" }).ClickAsync();
        await Expect(page.Locator("canvas").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "llm-002" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Logs" }).ClickAsync();
        await page.GetByLabel("Search lines (regex)").FillAsync("loss");
        await Expect(page.GetByText("loss", new() { Exact = false }).First).ToBeVisibleAsync();

        Assert.StartsWith($"/{WebSite.Project}/runs/", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        // The project opens as it was left.
        await page.GotoAsync($"/{WebSite.Project}");
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Charts" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Only_what_differs_is_left_side_by_side()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=compare&mode=runs&name=llm-00&attributes=config");
        var same = page.GetByRole(AriaRole.Rowheader, new() { Name = "config/data/batch_tokens" });
        await Expect(same).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = "Only differences" }).ClickAsync();
        await Expect(same).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "config/seed" })).ToBeVisibleAsync();
        Assert.Contains("diff=1", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_part_of_a_chart_is_a_link_and_two_clicks_show_all_again()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=charts&mode=runs&metrics=^train/loss$");
        var plot = page.GetByRole(AriaRole.Region, new() { Name = "train/loss", Exact = true }).Locator(".u-over");
        var box = (await plot.BoundingBoxAsync())!; // It is in sight.
        await page.Mouse.MoveAsync(box.X + 60, box.Y + (box.Height * 0.3f));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.8f), box.Y + (box.Height * 0.8f), new() { Steps = 5 });
        await page.Mouse.UpAsync();
        var whole = page.GetByRole(AriaRole.Button, new() { Name = "Reset y zoom of train/loss" });
        await Expect(whole).ToBeVisibleAsync();
        Assert.Contains("zoom=", page.Url, StringComparison.Ordinal);

        await page.ReloadAsync();
        await Expect(whole).ToBeVisibleAsync();
        await plot.DblClickAsync();
        await Expect(whole).ToHaveCountAsync(0);
        Assert.DoesNotContain("zoom=", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Tags_of_a_run_are_edited_with_the_keyboard()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/-/run/?customId=llm-001");
        var tags = page.GetByRole(AriaRole.Button, new() { Name = "Edit tags" }).First;
        await tags.PressAsync("Enter");
        var box = page.GetByLabel("Tags", new() { Exact = true }).And(page.Locator("input"));
        await box.FillAsync("<b>kept</b>");
        await box.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Expect(tags).ToContainTextAsync("<b>kept</b>");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        // What is typed and not entered closes with the form.
        await tags.PressAsync("Enter");
        await box.PressSequentiallyAsync("half");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(tags).Not.ToContainTextAsync("half");

        // The slash goes to the search, digits to the views, G and H home.
        await page.Keyboard.PressAsync("4");
        await Expect(page.GetByLabel("Search lines (regex)")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Search lines (regex)")).ToBeFocusedAsync();
        await page.GetByLabel("Search lines (regex)").BlurAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("h");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_chart_follows_a_live_run_and_a_server_that_comes_back_needs_no_reload()
    {
        Chromium.SkipWithout();
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.CreateAsync("team/vision", "run-1", "warm-up");
        await client.DoneAsync(await client.UpdateAsync("team/vision", "run-1", [.. Points(0, 50)]));
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(server.Address);
        await page.GotoAsync("/team/vision/-/run/?customId=run-1");
        await page.GetByRole(AriaRole.Link, new() { Name = "Charts" }).ClickAsync();
        await page.Locator("canvas").First.WaitForAsync();

        await FollowsAsync(page, client, 50);
        await server.KillAsync();
        await Expect(page.GetByText("Temporarily unavailable.")).ToBeVisibleAsync();
        await server.StartAgainAsync();
        await Expect(page.GetByText("Temporarily unavailable.")).ToHaveCountAsync(0);
        using var again = await WireClient.SignInAsync(server);
        await FollowsAsync(page, again, 100);
    }

    [Fact]
    public async Task More_tabs_than_a_browser_has_connections_all_follow_their_project()
    {
        var (first, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=table");
        List<IPage> tabs = [first];
        for (var tab = 1; tab < 8; tab++)
        {
            tabs.Add(await first.Context.NewPageAsync());
            await tabs[^1].GotoAsync($"/{WebSite.Project}/runs?tab=table");
            await Expect(tabs[^1].GetByRole(AriaRole.Link, new() { Name = "Charts" })).ToBeVisibleAsync();
        }

        foreach (var tab in tabs) await Expect(tab.GetByText("LLM-1", new() { Exact = true })).ToBeVisibleAsync();
        using var client = await WireClient.SignInAsync(site.Server);
        await client.CreateAsync(WebSite.Project, "late", "comes-late");
        foreach (var tab in tabs)
        {
            await tab.BringToFrontAsync();
            await Expect(tab.GetByRole(AriaRole.Link, new() { Name = "comes-late" })).ToBeVisibleAsync();
        }

        await first.Context.CloseAsync();
        Assert.Empty(errors);
    }

    /// <summary>The line grows by what is logged, and all of it that was there stays.</summary>
    static async Task FollowsAsync(IPage page, WireClient client, int from)
    {
        const int more = 50;
        await client.DoneAsync(await client.UpdateAsync("team/vision", "run-1", [.. Points(from, from + more)]));
        int[] counts = [];
        for (var attempt = 0; attempt < 100 && counts.Sum() < from + more; attempt++)
        {
            await page.WaitForTimeoutAsync(200);
            counts = await CountsAsync(page);
        }

        Assert.Equal(Enumerable.Repeat(1, from + more), counts);
    }

    /// <summary>How many points each bucket of the chart has, from the table that the chart makes.</summary>
    static async Task<int[]> CountsAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Download train/loss" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Menuitem, new() { Name = "Data (CSV)" }).ClickAsync());
        using var table = new StreamReader(await download.CreateReadStreamAsync());
        var rows = (await table.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(row => row.Split(',')).ToArray();
        var count = Array.IndexOf(rows[0], "count");
        return [.. rows[1..].Select(row => int.Parse(row[count], CultureInfo.InvariantCulture))];
    }

    static IEnumerable<UpdateRunSnapshot> Points(int from, int to) =>
        Enumerable.Range(from, to - from).Select(step => WireClient.Point("train/loss", step, Math.Exp(-step / 20.0)));
}
