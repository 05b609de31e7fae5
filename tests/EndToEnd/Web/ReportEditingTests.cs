using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>What makes a report a pleasure to write: blocks by a key, an outline, names of one's own, cards from elsewhere.</summary>
[Collection(WebCollection.Name)]
public class ReportEditingTests(WebSite site)
{
    const string Runs = """["llm-001", "llm-002"]""";

    static string Words(string id, string text) =>
        ReportPages.Widget(id, "", "textNode", "\"kind\": \"text\"", $", \"w\": 24, \"freeText\": \"{text}\"");

    [Fact]
    public async Task Blocks_come_by_a_key_headings_are_in_the_outline_and_runs_get_names_of_the_report()
    {
        var (page, errors) = await site.OpenAsync("/");
        var nodes = $"[{ReportPages.Node("", [Words("a", "# Question")])}, {ReportPages.Node("Answer", [Words("b", "## Loss"), .. Enumerable.Range(0, 8).Select(at => Words($"c{at}", $"## Part {at}"))], Runs)}]";
        var report = await ReportPages.MakeAsync(page, "Editing", nodes);
        await page.GotoAsync(ReportPages.PathOf(report));
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        var outline = page.GetByRole(AriaRole.Navigation, new() { Name = "Outline" });
        await Expect(outline.GetByRole(AriaRole.Button)).ToHaveTextAsync(
            ["Question", "Answer", "Loss", .. Enumerable.Range(0, 8).Select(at => $"Part {at}")]);
        await outline.GetByRole(AriaRole.Button, new() { Name = "Part 7" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Part 7" })).ToBeInViewportAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Edit the report" });
        await bar.WaitForAsync();
        // Widgets are made anew when their grid can be edited, and lose the focus with it.
        await WebPage.SettleAsync(page);
        var first = page.Locator("[data-widget=a][data-edited=true]");
        await first.FocusAsync();
        await Expect(first).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("heading");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Markdown").FillAsync("## Method");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(outline.GetByRole(AriaRole.Button).Nth(1)).ToHaveTextAsync("Method"); // below the one that had the focus

        // A text that is typed keeps its slashes.
        await bar.GetByLabel("Name of the report").PressAsync("End");
        await page.Keyboard.TypeAsync("/2");
        await Expect(bar.GetByLabel("Name of the report")).ToHaveValueAsync("Editing/2");

        var key = page.GetByRole(AriaRole.List, new() { Name = "Runs of the section" });
        await key.GetByRole(AriaRole.Button, new() { Name = "llm-001" }).ClickAsync();
        await page.GetByLabel("Name in this report").FillAsync("With warm-up");
        await page.GetByRole(AriaRole.Radio, new() { Name = "#d1373c" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(key).ToContainTextAsync("With warm-up");
        await Expect(page.GetByText("Draft, saved")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish for everybody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Report", Exact = true })).ToBeVisibleAsync();

        var (other, otherErrors) = await site.OpenAsync(ReportPages.PathOf(report));
        var read = other.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem);
        await Expect(read).ToHaveTextAsync(["With warm-up", "llm-002"]);
        Assert.Equal("rgb(209, 55, 60)", await read.First.Locator("span").First.EvaluateAsync<string>("dot => getComputedStyle(dot).backgroundColor"));
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    [Fact]
    public async Task A_card_goes_into_a_report_with_its_runs_and_the_report_into_another_project()
    {
        var (page, errors) = await site.OpenAsync("/");
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        var report = await ReportPages.MakeAsync(page, "Collected", $"[{ReportPages.Node("", [Words("a", "# Collected")])}]");
        await page.GotoAsync($"/{WebSite.Project}/runs?tab=charts&mode=runs&metrics=^train/loss$");
        await WebPage.SettleAsync(page);
        await page.GetByRole(AriaRole.Region, new() { Name = "train/loss", Exact = true }).HoverAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add train/loss to a dashboard or report" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Collected" }).ClickAsync();
        await Expect(page.GetByText("Added to “Collected”")).ToBeVisibleAsync();

        await page.GotoAsync(ReportPages.PathOf(report));
        var runs = page.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem);
        await Expect(runs.First).ToBeVisibleAsync();
        var names = await runs.AllTextContentsAsync();
        await Expect(BoardPages.Widget(page, "train/loss")).ToBeVisibleAsync();

        await page.GotoAsync($"/{WebSite.Project}/reports");
        await page.GetByRole(AriaRole.Button, new() { Name = "More for Collected" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Duplicate…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Project" }).Or(dialog.GetByLabel("Project")).First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "team/empty" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Duplicate the report" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { Name = "Collected (copy)" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/team/empty/reports/"));
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem)).ToHaveTextAsync(names);
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_dynamic_section_has_a_widget_for_each_name_that_its_own_runs_logged()
    {
        var (page, errors) = await site.OpenAsync("/");
        var nodes = $"[{ReportPages.Node("", [Words("a", "# Norms")])}, {ReportPages.Node("By layer", [], Runs)}]";
        // Neptune's wire has one kind of node: that a section is dynamic stands in its head.
        nodes = nodes.Replace("\"name\": \"By layer\",", "\"name\": \"By layer\", \"head\": {\"type\": \"dynamicSection\", \"attributeNameMustMatchRegexes\": [\"^(train|eval)/loss$\"], \"options\": {\"by\": \"path\", \"template\": {\"kind\": \"line\"}}},", StringComparison.Ordinal);
        await page.GotoAsync(ReportPages.PathOf(await ReportPages.MakeAsync(page, "Dynamic", nodes)));
        foreach (var name in new[] { "train/loss", "eval/loss" }) await Expect(BoardPages.Widget(page, name)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }
}
