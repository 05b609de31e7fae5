using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>The pictures of <c>docs/reports.md</c>, made where <c>NEPTUNEALT_PICTURES</c> names a folder.</summary>
public class ReportPicturesTests
{
    const string Findings =
        """
        # Does warm-up pay?\n\nTwo sizes and one fork at half the rate, 1,200 steps each. The loss falls as $L(t) \\approx L_\\infty + a\\,e^{-t/\\tau}$.
        """;

    const string Answer =
        """
        ## At half the rate\n\nThe fork ends at **{{ last(${val/loss}) | .3f | min }}**; the best of all runs reached {{ run_min(${val/loss}) | .3f | min }}.\n\n| change | worth it |\n|---|---|\n| larger model | yes |\n| half the rate | on long runs |
        """;

    [Fact]
    public async Task Reports_have_their_pictures()
    {
        var folder = Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") ?? "";
        Assert.SkipWhen(folder == "", "NEPTUNEALT_PICTURES names no folder.");
        Chromium.SkipWithout();
        Directory.CreateDirectory(folder);
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await TrainedRuns.SeedAsync(client, WebSite.Project, "small", 0);
        await TrainedRuns.SeedAsync(client, WebSite.Project, "medium", 1, size: "medium");
        await TrainedRuns.SeedAsync(client, WebSite.Project, "medium-half-rate", 2, parent: "medium", size: "medium");
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(server.Address);
        await page.Context.AddInitScriptAsync("window.print = () => { window.top.printed = document.documentElement.outerHTML; };");
        await page.SetViewportSizeAsync(1440, 860);
        await page.GotoAsync("/");
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        await page.GotoAsync(ReportPages.PathOf(await ReportPages.MakeAsync(page, "Warm-up", Nodes())));
        await WebPage.SettleAsync(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "report.png") });

        await page.GetByRole(AriaRole.Button, new() { Name = "Present, print or save" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Print, or save as PDF" }).ClickAsync();
        await page.WaitForFunctionAsync("() => window.printed !== undefined");
        var print = await page.Context.NewPageAsync();
        await print.SetContentAsync(await page.EvaluateAsync<string>("() => window.printed"));
        await print.PdfAsync(new() { Path = Path.Combine(folder, "report-pdf.pdf"), Format = "A4", PreferCSSPageSize = true });
        await print.CloseAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.Locator("[data-widget=intro][data-edited=true]").FocusAsync();
        await WebPage.SettleAsync(page);
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Find a block")).ToBeFocusedAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "report-blocks.png") });
        await page.Context.CloseAsync();
    }

    static string Nodes()
    {
        const string text = "\"kind\": \"text\"";
        const string all = """["small", "medium", "medium-half-rate"]""";
        const string low = "\"axes\": {\"left\": {\"to\": 3}}";
        string Line(string id, string title, string formula, string more = low) => ReportPages.Widget(
            id, title, "chart", $"\"kind\": \"line\", \"title\": \"{title}\", \"lines\": [{{\"formula\": \"{formula}\"}}], {more}", ", \"w\": 8, \"h\": 8");
        string value = ReportPages.Widget(
            "best", "Best loss", "singleValue", "\"kind\": \"value\", \"value\": \"run_min(${val/loss})\", \"reduce\": \"all\"", ", \"w\": 8, \"h\": 7");
        string bars = ReportPages.Widget(
            "bars", "Parameters", "chart", "\"kind\": \"bars\", \"bar\": {\"path\": \"config/params\", \"type\": \"float\"}", ", \"w\": 8, \"h\": 7");
        return $"""
            [{ReportPages.Node("", [ReportPages.Widget("intro", "", "textNode", text, $", \"w\": 24, \"h\": 3, \"freeText\": \"{Findings}\"")])},
            {ReportPages.Node("Loss", [Line("train", "Training", "${train/loss}"), Line("val", "Validation", "${val/loss}"), Line("gap", "Gap", "${val/loss} - hold(${train/loss})", "\"settings\": {}")], all)},
            {ReportPages.Node("What it says", [ReportPages.Widget("answer", "", "textNode", text, $", \"w\": 8, \"h\": 7, \"freeText\": \"{Answer}\""), value, bars], all)}]
            """;
    }
}
