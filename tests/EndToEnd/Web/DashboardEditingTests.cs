using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>What people do to dashboards: by keys alone, two at once, back to a version, and over a server that dies.</summary>
[Collection(WebCollection.Name)]
public class DashboardEditingTests(WebSite site)
{
    const string TwoTexts =
        """
        [{"id": "a", "type": "textNode", "name": "Left", "freeText": "one", "options": {"kind": "text"}},
         {"id": "b", "type": "textNode", "name": "Right", "freeText": "two", "options": {"kind": "text"}}]
        """;

    static readonly string[] Kinds =
    [
        "Single value", "Text", "Runs table", "Bars", "Scatter", "Parallel coordinates", "Side-by-side", "Histograms", "Media", "Logs",
    ];

    [Fact]
    public async Task Ten_widgets_are_added_moved_and_published_by_keys_alone()
    {
        var (page, errors) = await site.OpenAsync("/");
        var branch = await BoardPages.MakeAsync(page, "By keys", "[]");
        await page.GotoAsync(BoardPages.PathOf(branch));
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }));
        foreach (var kind in Kinds)
        {
            await PressAsync(page, BoardPages.Bar(page).GetByRole(AriaRole.Button, new() { Name = "Add widget" }));
            var palette = page.GetByRole(AriaRole.Dialog, new() { Name = "Add to the dashboard" });
            await PressAsync(page, palette.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{kind}") }));
            await page.GetByRole(AriaRole.Dialog, new() { Name = kind, Exact = true }).WaitForAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        }

        await Expect(page.Locator("[data-widget]")).ToHaveCountAsync(Kinds.Length);
        var first = page.Locator("[data-widget]").First;
        await first.FocusAsync();
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Value placed")).ToHaveCountAsync(1);
        await BoardPages.SavedAsync(page);
        await PressAsync(page, BoardPages.Bar(page).GetByRole(AriaRole.Button, new() { Name = "Publish" }));
        await page.GetByLabel("What changed (optional)").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await BoardPages.PublishedAsync(page);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-widget]")).ToHaveCountAsync(Kinds.Length);

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Two_editors_become_one_and_decide_where_both_changed_the_same()
    {
        var (mine, errors) = await site.OpenAsync("/");
        var (theirs, otherErrors) = await site.OpenAsync("/");
        var branch = await BoardPages.MakeAsync(mine, "Together", TwoTexts);
        await BoardPages.EditAsync(mine, branch);
        await BoardPages.EditAsync(theirs, branch);
        await BoardPages.RenameAsync(mine, "Left", "Left of mine");
        await BoardPages.RenameAsync(theirs, "Right", "Right of theirs");
        await BoardPages.PublishAsync(theirs);
        await BoardPages.PublishedAsync(theirs);
        await BoardPages.PublishAsync(mine);
        await BoardPages.PublishedAsync(mine);
        await Expect(BoardPages.Widget(mine, "Left of mine")).ToBeVisibleAsync();
        await Expect(BoardPages.Widget(mine, "Right of theirs")).ToBeVisibleAsync();

        await BoardPages.EditAsync(mine, branch);
        await BoardPages.EditAsync(theirs, branch);
        await BoardPages.RenameAsync(mine, "Left of mine", "Mine");
        await BoardPages.RenameAsync(theirs, "Left of mine", "Theirs");
        await BoardPages.PublishAsync(theirs);
        await BoardPages.PublishedAsync(theirs);
        await BoardPages.PublishAsync(mine);
        var asked = mine.GetByRole(AriaRole.Dialog, new() { Name = "Both of you changed these" });
        await asked.GetByText("Theirs", new() { Exact = true }).ClickAsync();
        await asked.GetByRole(AriaRole.Button, new() { Name = "Publish with these" }).ClickAsync();
        await BoardPages.PublishedAsync(mine);
        await Expect(BoardPages.Widget(mine, "Theirs")).ToBeVisibleAsync();
        await Expect(BoardPages.Widget(mine, "Mine")).ToHaveCountAsync(0);

        await mine.Context.CloseAsync();
        await theirs.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    [Fact]
    public async Task A_version_is_brought_back()
    {
        var (page, errors) = await site.OpenAsync("/");
        var branch = await BoardPages.MakeAsync(page, "Versions", TwoTexts);
        await BoardPages.EditAsync(page, branch);
        await BoardPages.RenameAsync(page, "Left", "Later");
        await BoardPages.PublishAsync(page);
        await BoardPages.PublishedAsync(page);
        await Expect(BoardPages.Widget(page, "Later")).ToBeVisibleAsync();
        await BoardPages.EditAsync(page, branch);
        await BoardPages.Bar(page).GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        var versions = page.GetByRole(AriaRole.Dialog, new() { Name = "Versions" });
        await versions.GetByRole(AriaRole.Button, new() { Name = "Restore" }).Last.ClickAsync();
        await Expect(BoardPages.Widget(page, "Left")).ToBeVisibleAsync();
        await BoardPages.SavedAsync(page);
        await BoardPages.PublishAsync(page);
        await BoardPages.PublishedAsync(page);
        await page.ReloadAsync();
        await Expect(BoardPages.Widget(page, "Left")).ToBeVisibleAsync();
        await Expect(BoardPages.Widget(page, "Later")).ToHaveCountAsync(0);

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task What_is_edited_while_the_server_is_killed_is_saved_when_it_is_back()
    {
        Chromium.SkipWithout();
        await using var server = await ServerProcess.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(server.Address, server.Token, WebSite.Project, runs: 1, steps: 20, odd: false);
        var page = await chromium.OpenAsync(server.Address);
        await page.GotoAsync("/");
        var branch = await BoardPages.MakeAsync(page, "Killed", TwoTexts);
        await BoardPages.EditAsync(page, branch);
        await BoardPages.RenameAsync(page, "Left", "Before");
        await server.KillAsync();
        var name = BoardPages.Bar(page).GetByLabel("Name of the dashboard");
        await name.FillAsync("Named while it was dead");
        await Expect(BoardPages.Bar(page).GetByText("not saved, trying again")).ToBeVisibleAsync();
        await server.StartAgainAsync();
        await BoardPages.SavedAsync(page);

        // What is on the server, and not what the page remembers.
        await page.EvaluateAsync("() => Object.keys(localStorage).filter((key) => /unsaved/.test(key)).forEach((key) => localStorage.removeItem(key))");
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue editing" }).ClickAsync();
        await Expect(name).ToHaveValueAsync("Named while it was dead");
        await Expect(BoardPages.Widget(page, "Before")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>With the focus on it, Enter.</summary>
    static async Task PressAsync(IPage page, ILocator place)
    {
        await place.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
