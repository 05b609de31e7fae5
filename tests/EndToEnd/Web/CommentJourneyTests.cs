using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>What people say of figures: comments on widgets, and marks on steps of runs.</summary>
[Collection(WebCollection.Name)]
public class CommentJourneyTests(WebSite site)
{
    const string Widgets = """
        [{"id": "loss", "type": "chart", "name": "Losses", "attributes": [{"name": "train/loss", "type": "floatSeries"}]}]
        """;

    [Fact]
    public async Task A_widget_is_discussed_and_the_thread_is_settled()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=dashboards&mode=runs");
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        var branch = await BoardPages.MakeAsync(page, "Discussed", Widgets);
        await page.GotoAsync(BoardPages.PathOf(branch) + "&runs=first-50");
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Chart of") })).ToBeVisibleAsync();
        var comment = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Comment on") });
        await comment.ClickAsync();
        var popup = page.GetByRole(AriaRole.Dialog, new() { NameRegex = new("^Comment on") });
        await popup.GetByLabel("New comment").FillAsync("Why <b>this</b> spike?\n@ann");
        await popup.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(popup.GetByText("Why <b>this</b> spike?")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        // Somebody else answers and settles it; one's own words only oneself changes.
        var (other, otherErrors) = await site.OpenAsync(BoardPages.PathOf(branch));
        await other.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        await other.GetByRole(AriaRole.Button, new() { Name = "Comments (1)" }).ClickAsync();
        var all = other.GetByRole(AriaRole.Dialog, new() { Name = "Comments" });
        await all.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await all.GetByLabel("Answer", new() { Exact = true }).And(all.Locator("textarea")).FillAsync("A bad node.");
        await other.Keyboard.PressAsync("Control+Enter");
        await Expect(all.Locator("p", new() { HasText = "A bad node." })).ToBeVisibleAsync();
        await all.GetByRole(AriaRole.Button, new() { Name = "Settle" }).ClickAsync();
        await Expect(all.GetByText("1 settled thread")).ToBeVisibleAsync();
        await Expect(all.GetByText("Why <b>this</b> spike?")).Not.ToBeVisibleAsync();

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Comments", Exact = true })).ToBeVisibleAsync();
        await comment.ClickAsync();
        await popup.GetByText("1 settled thread").ClickAsync();
        await Expect(popup.GetByText("A bad node.")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    [Fact]
    public async Task A_mark_on_a_step_is_in_every_chart_over_steps()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=charts&mode=runs&runs=first-50&metrics=^train/loss$|^eval/loss$");
        await page.GetByRole(AriaRole.Button, new() { Name = "More for train/loss", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Marks on steps…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Marks on steps" });
        await dialog.GetByLabel("Step").FillAsync("100");
        await dialog.GetByLabel("What happened").FillAsync("lr lowered");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Mark the step" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.List, new() { Name = "Marks" }).GetByText("lr lowered")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Or(page.Locator(".mantine-Modal-close")).First.ClickAsync();
        var drawn = page.Locator("[role=img] bdi", new() { HasText = "lr lowered" });
        await Expect(drawn.Nth(1)).ToBeAttachedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "More for train/loss", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Marks on steps…" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete “lr lowered”" }).ClickAsync();
        await Expect(drawn).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }
}
