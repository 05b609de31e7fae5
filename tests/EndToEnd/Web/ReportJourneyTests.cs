using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>A report is written, published and read; and two who write at once lose nothing.</summary>
[Collection(WebCollection.Name)]
public class ReportJourneyTests(WebSite site)
{
    [Fact]
    public async Task A_report_is_written_published_read_by_others_and_merged_with_what_they_write()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/reports");
        await BeginAsync(page, "Warm-up <i>matters</i>");

        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Edit the report" });
        await Expect(bar.GetByLabel("Name of the report")).ToHaveValueAsync("Warm-up <i>matters</i>");
        await AddTextAsync(page, "The runs **converge**.");
        await AddAsync(page, "Section A heading that folds");
        var found = page.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem);
        await Expect(found.First).ToBeVisibleAsync();
        var runs = await found.CountAsync();

        // Whoever goes on from the query to names keeps what it found.
        await page.GetByRole(AriaRole.Button, new() { Name = "First 5 runs" }).ClickAsync();
        await page.GetByText("These runs").ClickAsync();
        await Expect(page.GetByText($"{runs} of {runs} found")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Widget", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^Runs table") }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await PublishAsync(page);

        var (other, otherErrors) = await site.OpenAsync(new Uri(page.Url).PathAndQuery);
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Warm-up <i>matters</i>" })).ToBeVisibleAsync();
        await Expect(other.GetByText("The runs converge.")).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem))
            .ToHaveCountAsync(runs);

        // Both write; the second to publish gets both.
        await EditAsync(page);
        await EditAsync(other);
        await AddTextAsync(page, "Said by the first.");
        await AddTextAsync(other, "Said by the second.");
        await PublishAsync(page);
        await PublishAsync(other);
        foreach (var text in new[] { "The runs converge.", "Said by the first.", "Said by the second." })
            await Expect(other.GetByText(text)).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Dialog).GetByText("Warm-up <i>matters</i>")).ToHaveCountAsync(4);

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    [Fact]
    public async Task A_frozen_section_shows_the_same_when_its_runs_have_gone_on()
    {
        const string run = "frozen-run";
        using var client = await WireClient.SignInAsync(site.Server);
        await client.DoneAsync(await client.CreateAsync(WebSite.Project, run, "a frozen experiment"));
        await client.DoneAsync(await client.UpdateAsync(WebSite.Project, run, WireClient.Point("cold", 1, 10)));

        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/reports");
        await BeginAsync(page, "Frozen");
        await AddAsync(page, "Section A heading that folds");
        await page.GetByRole(AriaRole.Button, new() { Name = "First 5 runs" }).ClickAsync();
        await page.GetByLabel("Query (NQL)").FillAsync($"`sys/custom_run_id`:string == \"{run}\"");
        var found = page.GetByRole(AriaRole.List, new() { Name = "Runs of the section" }).GetByRole(AriaRole.Listitem);
        await Expect(found).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Freeze as of now" }).ClickAsync();
        await Expect(page.GetByText("Shows what was logged by")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("as of", new() { Exact = false }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Widget", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Text Markdown with tables and LaTeX" }).ClickAsync();
        await page.GetByLabel("Markdown").FillAsync("It ended at {{ last(${cold}) }}, least {{ run_min(${cold}) | .1f }}.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText("It ended at 10, least 10.0.")).ToBeVisibleAsync();
        await PublishAsync(page);

        await client.DoneAsync(await client.UpdateAsync(WebSite.Project, run, WireClient.Point("cold", 2, 5)));

        var (other, otherErrors) = await site.OpenAsync(new Uri(page.Url).PathAndQuery);
        await Expect(other.GetByText("It ended at 10, least 10.0.")).ToBeVisibleAsync();
        await EditAsync(other);
        await other.GetByRole(AriaRole.Button, new() { Name = "1 run", Exact = true }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Unfreeze" }).ClickAsync();
        await Expect(other.GetByText("It ended at 5, least 5.0.")).ToBeVisibleAsync();

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    [Fact]
    public async Task An_unknown_report_of_an_old_link_says_where_its_project_is()
    {
        var (page, errors) = await site.OpenAsync(
            $"/o/{WebSite.Project.Replace("/", "/org/", StringComparison.Ordinal)}/reports/Weekly-9d44284a-40fe-4614-a66d-a5ca81b8b4cd");
        await Expect(page.GetByText("There is no such report")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "All reports" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reports" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    /// <summary>Makes a report and begins to edit it.</summary>
    static async Task BeginAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New report" }).ClickAsync();
        var naming = page.GetByRole(AriaRole.Dialog, new() { Name = "New report" });
        await SkipNameAsync(page, naming);
        await naming.GetByLabel("Name").FillAsync(name);
        await page.Keyboard.PressAsync("Enter");
    }

    static async Task EditAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Edit the report" });
        await SkipNameAsync(page, bar);
        await Expect(bar).ToBeVisibleAsync();
    }

    /// <summary>Tells no name, if that is asked for before what comes next.</summary>
    static async Task SkipNameAsync(IPage page, ILocator next)
    {
        var who = page.GetByRole(AriaRole.Dialog, new() { Name = "What is your name?" });
        await Expect(next.Or(who)).ToBeVisibleAsync();
        if (await who.IsVisibleAsync()) await who.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
    }

    static async Task AddAsync(IPage page, string what)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Add widget" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = what, Exact = true }).ClickAsync();
    }

    static async Task AddTextAsync(IPage page, string markdown)
    {
        await AddAsync(page, "Text Markdown with tables and LaTeX");
        await page.GetByLabel("Markdown").FillAsync(markdown);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText("Draft, saved")).ToBeVisibleAsync();
    }

    static async Task PublishAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish for everybody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Report", Exact = true })).ToBeVisibleAsync();
    }
}
