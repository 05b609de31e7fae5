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

        await bar.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish for everybody" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Dashboard", Exact = true })).ToBeVisibleAsync();
        await other.ReloadAsync();
        await ShowConfigurationAsync(other);
        await Expect(other.GetByText("We chose <i>this</i>.")).ToBeVisibleAsync();

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
