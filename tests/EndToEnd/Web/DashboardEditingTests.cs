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
        "Single value", "Text", "Runs table", "Bars", "Scatter", "Parallel coordinates", "Side-by-side", "Histograms", "Media",
        "Logs",
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
        await page.EvaluateAsync("(branch) => localStorage.removeItem(`unsaved board ${branch}`)", branch);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue editing" }).ClickAsync();
        await Expect(name).ToHaveValueAsync("Named while it was dead");
        await Expect(BoardPages.Widget(page, "Before")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_finger_drags_and_resizes_on_a_tablet_and_a_phone_has_one_column()
    {
        var (first, _) = await site.OpenAsync("/");
        var branch = await BoardPages.MakeAsync(first, "By finger", TwoTexts);
        await using var context = await first.Context.Browser!.NewContextAsync(new() // a page of a test has a browser
        {
            BaseURL = site.Server.Address, HasTouch = true, IsMobile = true, ViewportSize = new() { Width = 1024, Height = 768 },
        });
        var page = await context.NewPageAsync();
        await BoardPages.EditAsync(page, branch);
        var left = page.Locator("[data-widget=a]");
        var before = await left.BoundingBoxAsync();
        await DragAsync(page, left.Locator(".board-drag"), before!.Width, 4); // a widget in sight has a box
        await Expect(page.Locator("[data-widget]").First).ToBeVisibleAsync();
        await BoardPages.SavedAsync(page);
        var moved = await left.BoundingBoxAsync();
        Assert.True(moved!.X > before.X + 100, $"{before.X} to {moved.X}");
        await DragAsync(page, page.Locator(".react-grid-item", new() { Has = left }).Locator(".react-resizable-handle"), -120, 90);
        await page.WaitForFunctionAsync(
            "(height) => document.querySelector('[data-widget=a]').getBoundingClientRect().height > height",
            (double)moved.Height);

        await page.SetViewportSizeAsync(390, 844);
        await page.Locator(".react-grid-item").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var boxes = await Task.WhenAll(left.BoundingBoxAsync(), page.Locator("[data-widget=b]").BoundingBoxAsync());
        Assert.Equal(boxes[0]!.X, boxes[1]!.X);
        Assert.All(boxes, box => Assert.InRange(box!.Width, 300, 390));
        await first.Context.CloseAsync();
    }

    /// <summary>Puts a finger on the middle of a place and takes it so far.</summary>
    static async Task DragAsync(IPage page, ILocator place, float across, float down)
    {
        const int moves = 10;
        var box = (await place.BoundingBoxAsync())!; // it is in sight
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        var finger = await page.Context.NewCDPSessionAsync(page);
        Task TouchAsync(string type, params object[] points) => finger.SendAsync(
            "Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points });
        await TouchAsync("touchStart", new { x, y });
        for (var move = 1; move <= moves; move++)
        {
            // What a page draws between two touches; several in one frame are one.
            await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
            await TouchAsync("touchMove", new { x = x + (across * move / moves), y = y + (down * move / moves) });
        }

        await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        await TouchAsync("touchEnd");
    }

    /// <summary>With the focus on it, Enter.</summary>
    static async Task PressAsync(IPage page, ILocator place)
    {
        await place.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }
}
