using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>From the dashboard that nobody made to one of a person's own, which everybody sees once it is published.</summary>
[Collection(WebCollection.Name)]
public class DashboardJourneyTests(WebSite site)
{
    [Fact]
    public async Task A_copy_of_the_default_dashboard_is_edited_saved_by_itself_published_and_there_for_others()
    {
        var (page, errors) = await site.OpenAsync($"/{WebSite.Project}/runs?tab=dashboards&mode=runs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Default dashboard" }).ClickAsync();
        await Expect(page.Locator("canvas").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit a copy" }).ClickAsync();
        var who = page.GetByRole(AriaRole.Dialog, new() { Name = "What is your name?" });
        await who.GetByLabel("Name").FillAsync("Ada <b>L.</b>");
        await page.Keyboard.PressAsync("Enter");
        var naming = page.GetByRole(AriaRole.Dialog, new() { Name = "Make a dashboard of it" });
        await naming.GetByLabel("Name").FillAsync("Our <b>board</b>");
        await page.Keyboard.PressAsync("Enter");

        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Edit the dashboard" });
        await Expect(bar.GetByLabel("Name of the dashboard")).ToHaveValueAsync("Our <b>board</b>");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Add widget" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Add to the dashboard" })
            .GetByRole(AriaRole.Button, new() { Name = "Text Markdown with tables and LaTeX" }).ClickAsync();
        await page.GetByLabel("Markdown").FillAsync("We *chose* <i>this</i>.");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(bar.GetByText("Draft, saved")).ToBeVisibleAsync();
        await Expect(page.GetByText("We chose <i>this</i>.")).ToBeVisibleAsync();

        // What is not published is this browser's alone.
        var address = page.Url;
        var (other, otherErrors) = await site.OpenAsync(new Uri(address).PathAndQuery);
        await ShowConfigurationAsync(other);
        await Expect(other.GetByText("We chose <i>this</i>.")).ToHaveCountAsync(0);

        // What is discarded comes back.
        await bar.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        // Until the server has thrown the draft away, the editor is there with a button of that name, too.
        await page.GetByRole(AriaRole.Status).Filter(new() { HasText = "You discarded your changes" })
            .GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(bar.GetByText("Draft, saved")).ToBeVisibleAsync();

        await bar.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish for everybody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Dashboard", Exact = true })).ToBeVisibleAsync();
        // An open page hears of it, before it would ask.
        await Expect(other.GetByText("Ada <b>L.</b> published a newer version.")).ToBeVisibleAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();
        await ShowConfigurationAsync(other);
        await Expect(other.GetByText("We chose <i>this</i>.")).ToBeVisibleAsync();

        await other.GetByRole(AriaRole.Button, new() { Name = "Versions" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { NameRegex = new("^What changed with") }).First.ClickAsync();
        var differences = other.GetByRole(AriaRole.Navigation, new() { Name = "What changed" });
        await Expect(differences.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["Textadded"]);
        await other.Keyboard.PressAsync("Escape");
        await Expect(differences).ToHaveCountAsync(0);

        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
        Assert.Empty(errors);
        Assert.Empty(otherErrors);
    }

    /// <summary>The section that the new widget is in: only what is near is drawn.</summary>
    static async Task ShowConfigurationAsync(IPage page)
    {
        var head = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Configuration [12]$") });
        await page.Locator("[data-section]", new() { Has = head }).ScrollIntoViewIfNeededAsync();
        await Expect(page.GetByText("config/seed").First).ToBeVisibleAsync();
    }
}
