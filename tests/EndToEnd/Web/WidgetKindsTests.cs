using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>A dashboard with a widget of every kind: each is saved as files, and everybody can use the page.</summary>
[Collection(WebCollection.Name)]
public class WidgetKindsTests(WebSite site)
{
    const string Series = "\"series\": \"histograms/layers/00/gradients\"";
    const string Loss = "{\"path\": \"eval/loss\", \"type\": \"floatSeries\", \"aggregation\": \"last\"}";
    const string Rate = "{\"path\": \"config/optimizer/learning_rate\", \"type\": \"float\", \"aggregation\": \"last\"}";

    /// <summary>Titles, Neptune's types and options.</summary>
    internal static readonly (string Title, string Type, string Options)[] All =
    [
        ("Bars", "chart", $"\"kind\": \"bars\", \"bar\": {Loss}"),
        ("Scatter", "scatterPlot", $"\"kind\": \"scatter\", \"x\": {Rate}, \"y\": {Loss}"),
        ("Parallel", "chart", $"\"kind\": \"parallel\", \"axes\": [{Rate}, {Loss}]"),
        ("One value", "singleValue", $"\"kind\": \"value\", \"field\": {Loss}, \"reduce\": \"best\", \"spark\": true"),
        ("Each value", "singleValue", $"\"kind\": \"value\", \"field\": {Loss}, \"reduce\": \"all\""),
        ("Runs of the table", "table", $"\"kind\": \"runs\", \"fields\": [{Loss}]"),
        ("Side by side", "table", "\"kind\": \"attributes\", \"filter\": \"config\""),
        ("Heat", "histogram", $"\"kind\": \"histogram\", {Series}, \"shape\": \"map\""),
        ("Ridges", "histogram", $"\"kind\": \"histogram\", {Series}, \"shape\": \"ridges\""),
        ("Last step", "histogram", $"\"kind\": \"histogram\", {Series}, \"shape\": \"bars\""),
        ("Overlay", "histogram", $"\"kind\": \"histogram\", {Series}, \"shape\": \"overlay\""),
        ("Percentiles", "histogram", $"\"kind\": \"histogram\", {Series}, \"shape\": \"percentiles\""),
        ("Media", "gallery", "\"kind\": \"media\""),
        ("Logs beside", "valueList", "\"kind\": \"logs\", \"series\": \"runtime/stdout\""),
        ("Logs merged", "valueList", "\"kind\": \"logs\", \"series\": \"runtime/stdout\", \"layout\": \"merged\""),
    ];

    static string Widgets => $"[{string.Join(",", All.Select((one, at) =>
        $"{{\"id\": \"w{at}\", \"type\": \"{one.Type}\", \"name\": \"{one.Title}\", \"options\": {{\"v\": 1, {one.Options}}}}}"))}]";

    [Fact]
    public async Task Each_kind_saves_its_values_and_a_picture_in_which_its_title_is()
    {
        var (page, errors) = await site.OpenAsync("/");
        var branch = await BoardPages.MakeAsync(page, "Kinds", Widgets);
        await page.SetViewportSizeAsync(1440, 3200); // all are in sight
        await page.GotoAsync(BoardPages.PathOf(branch));
        await WebPage.SettleAsync(page);
        foreach (var (title, _, _) in All)
        {
            var csv = await SaveAsync(page, title, "Values as CSV");
            Assert.True(csv.Split("\r\n").Length > 2, $"{title}: {csv}");
            Assert.Contains("llm-00", csv, StringComparison.Ordinal);
            var svg = await SaveAsync(page, title, "Picture as SVG");
            Assert.Contains($">{title}</text>", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("oklch", svg, StringComparison.Ordinal);
            var png = await SaveAsync(page, title, "Picture as PNG");
            Assert.StartsWith("\u0089PNG", png, StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Everybody_can_use_it_while_it_is_looked_at_and_while_it_is_edited(ColorScheme scheme)
    {
        var (page, errors) = await site.OpenAsync("/", scheme);
        const string variables = """{"variables": [{"name": "layer", "kind": "values", "values": ["00", "01"], "multi": true}]}""";
        var section = """[{"id": "s", "type": "section", "name": "Kinds", "options": {"settings": {"yLog": true}}},""";
        var branch = await BoardPages.MakeAsync(page, "For everybody", section + Widgets[1..], variables);
        var found = new List<string>();
        await page.GotoAsync(BoardPages.PathOf(branch));
        await WebPage.SettleAsync(page);
        await CheckAsync(page, "looked at", found);
        await BoardPages.EditAsync(page, branch);
        await WebPage.SettleAsync(page);
        await CheckAsync(page, "edited", found);
        foreach (var button in new[] { "Variables", "Settings", "Settings of all charts", "Add widget", "Settings of Bars" })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
            await WebPage.SettleAsync(page);
            await CheckAsync(page, button, found);
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator("[role=dialog]:visible")).ToHaveCountAsync(0);
        }

        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(errors);
    }

    static async Task CheckAsync(IPage page, string what, List<string> found)
    {
        var result = await page.RunAxe(new AxeRunOptions { ResultTypes = new HashSet<ResultType> { ResultType.Violations } });
        found.AddRange(
            from rule in result.Violations
            where rule.Impact is "serious" or "critical"
            from node in rule.Nodes
            select $"{what}: {rule.Id}: {node.Html[..Math.Min(200, node.Html.Length)]} {string.Join(' ', node.Any.Select(check => check.Message))}");
    }

    static async Task<string> SaveAsync(IPage page, string title, string item)
    {
        var widget = BoardPages.Widget(page, title);
        // Nothing of it is on its way.
        await Expect(widget.Locator("[aria-busy=true], [role=status][aria-label]")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Menu)).ToHaveCountAsync(0);
        await widget.GetByRole(AriaRole.Button, new() { Name = $"Save {title}", Exact = true }).ClickAsync();
        var saved = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync());
        await using var stream = await saved.CreateReadStreamAsync();
        using var reader = new StreamReader(stream, item.EndsWith("PNG", StringComparison.Ordinal) ? System.Text.Encoding.Latin1 : System.Text.Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
