using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>All that the web app can do is within reach of the keyboard alone.</summary>
[Collection(WebCollection.Name)]
public class KeyboardTests(WebSite site)
{
    const int TabsMax = 60;

    /// <summary>What has the focus: whether it is a place of its own, has a name, is in sight and shows that it has the focus.
    /// </summary>
    const string Focused =
        """
        () => {
          const one = document.activeElement;
          if (one === null || one === document.body) return null;
          window.places ??= [];
          const isKnown = window.places.includes(one);
          if (!isKnown) window.places.push(one);
          const label = one.labels?.[0]?.textContent ?? '';
          const name = one.getAttribute('aria-label') || one.textContent.trim() || label || one.title
            || (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join(' ');
          const box = one.getBoundingClientRect();
          const style = getComputedStyle(one);
          const isField = one.matches('input, textarea, [contenteditable=true], [role=slider], .u-over');
          const hasMark = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || isField;
          const isInSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
          const text = one.outerHTML.slice(0, 160);
          return { isKnown, name: name.trim(), isInSight, hasMark, text };
        }
        """;

    [Fact]
    public async Task From_home_over_a_condition_charts_and_side_by_side_to_a_run_and_back()
    {
        var (page, errors) = await site.OpenAsync("/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "llm", Exact = true })).ToBeVisibleAsync();
        await TabToAsync(page, "llm");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Default dashboard" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("1");
        await Expect(page.GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);

        // A condition: the attribute, then the value; digits that are typed are no page keys.
        await TabToAsync(page, "Filter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Filter" })).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("train/loss");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Value")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("200");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("train/loss < 200")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Filter (1)" })).ToBeFocusedAsync();

        // A baseline, in the table and in charts.
        await TabToAsync(page, "Baseline: ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("ref=LLM-"));
        await page.Keyboard.PressAsync("2");
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Charts" })).ToBeVisibleAsync();
        await TabToAsync(page, "Against the baseline");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("rel=difference"));

        // Settings close by Escape and give the focus back; no page key fires while they are open.
        await TabToAsync(page, "Settings of all charts");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Settings of all charts" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("3");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Settings of all charts" })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Contains("tab=charts", page.Url, StringComparison.Ordinal);

        await page.Keyboard.PressAsync("3");
        await Expect(page.GetByRole(AriaRole.Radiogroup, new() { Name = "How to compare" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("1");
        await Expect(page.GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Search names (regex)")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("llm-002|002");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("1 experiment", new() { Exact = true })).ToBeVisibleAsync();
        await TabToAsync(page, "Color of ");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Overview", Exact = true })).ToBeVisibleAsync();
        foreach (var (key, tab) in new[] { ("2", "Attributes"), ("3", "Charts"), ("4", "Logs"), ("5", "Files"), ("6", "Source code"), ("7", "Lineage"), ("8", "Dashboards"), ("1", "Overview") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = tab, Exact = true })).ToHaveAttributeAsync("aria-current", "page");
        }

        // Notes, in place.
        await TabToAsync(page, "Add notes");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Notes (Markdown)")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("**kept** by keys");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Notes" }).GetByText("kept", new() { Exact = true })).ToBeVisibleAsync();
        // The two keys belong together within a second, which a busy machine may take between them.
        var home = page.GetByRole(AriaRole.Heading, new() { Name = "Projects", Exact = true });
        for (var attempt = 0; attempt < 10 && !await home.IsVisibleAsync(); attempt++)
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync("h");
            await page.WaitForTimeoutAsync(500);
        }

        await Expect(home).ToBeVisibleAsync();
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task On_every_page_Tab_goes_on_to_what_has_a_name_and_is_in_sight()
    {
        Assert.SkipUnless(WebPage.IsWholeAsked, "Set NEPTUNEALT_WEB=whole for Tab through every page: it takes minutes.");
        var (page, errors) = await site.OpenAsync("/");
        var wrong = new List<string>();
        foreach (var one in site.Pages)
        {
            await one.ShowAsync(page);
            await page.EvaluateAsync("() => { window.places = []; }");
            var count = 0;
            for (var press = 0; press < TabsMax; press++)
            {
                await page.Keyboard.PressAsync("Tab");
                if (await page.EvaluateAsync<JsonElement?>(Focused) is not { ValueKind: JsonValueKind.Object } at) break;
                if (at.GetProperty("isKnown").GetBoolean()) break;
                count++;
                var text = at.GetProperty("text").GetString();
                if (at.GetProperty("name").GetString() == "") wrong.Add($"{one.Name}: without a name: {text}");
                if (!at.GetProperty("isInSight").GetBoolean()) wrong.Add($"{one.Name}: out of sight: {text}");
                if (!at.GetProperty("hasMark").GetBoolean()) wrong.Add($"{one.Name}: does not show the focus: {text}");
            }

            if (count < (one.Button is null ? 2 : 1)) wrong.Add($"{one.Name}: only {count} places to go to.");
        }

        await page.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task What_floats_over_a_page_closes_by_Escape_and_gives_the_focus_back()
    {
        var (page, errors) = await site.OpenAsync("/");
        string[] stays = ["runs-nql", "run-notes"]; // parts of the page, which nothing floats over
        foreach (var one in site.Pages.Where(page => page.Button is not null && !stays.Contains(page.Name)))
        {
            await (one with { Button = null }).ShowAsync(page);
            var button = page.GetByRole(AriaRole.Button, new() { Name = one.Button, Exact = true }).First;
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            var over = page.Locator("[role=dialog]:visible, [role=menu]:visible");
            await Expect(over.First).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(over).ToHaveCountAsync(0);
            await Expect(button).ToBeFocusedAsync();
        }

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    /// <summary>Presses Tab until what has the focus has a name that begins so.</summary>
    static async Task TabToAsync(IPage page, string name)
    {
        for (var press = 0; press < 200; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            var at = await page.EvaluateAsync<JsonElement?>(Focused);
            if (at is { ValueKind: JsonValueKind.Object } found
                && found.GetProperty("name").GetString()!.StartsWith(name, StringComparison.Ordinal)) // a string, maybe empty
                return;
        }

        Assert.Fail($"Tab does not reach '{name}'.");
    }
}
