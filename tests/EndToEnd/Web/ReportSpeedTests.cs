using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>How long large reports take to open, to scroll and to print. Times are printed, and judged with room: tests share
/// the machine. Where <c>NEPTUNEALT_PICTURES</c> names a folder, the PDF is kept there for people to look at.</summary>
public class ReportSpeedTests
{
    const string FirstDrawn = "() => document.querySelector('[data-widget] canvas') !== null";

    /// <summary>All that is near, on its way no more.</summary>
    const string NearDrawn = $$"""
        () => ({{FirstDrawn}})() && document.querySelector('[data-widget] [role=status][aria-label], [data-stale=true]') === null
        """;

    /// <summary>Ten times what a quiet machine takes.</summary>
    const double LongestTaskMs = 1000;
    const double LongestOpeningMs = 20_000;

    [Fact]
    public async Task A_report_of_100_figures_opens_and_scrolls_and_one_of_30_is_printed()
    {
        Chromium.SkipWithout();
        await using var server = await ServerProcess.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(server.Address, server.Token, WebSite.Project, runs: 10, steps: 500, odd: false, layers: 30);
        var page = await chromium.OpenAsync(server.Address);
        var times = new FrameTimes(page);
        await times.InstallAsync();
        await page.AddInitScriptAsync("window.print = () => { window.top.printed = document.documentElement.outerHTML; };");
        await page.GotoAsync("/");
        var large = ReportPages.PathOf(await ReportPages.MakeAsync(page, "100 figures", Report(sections: 10)));
        var small = ReportPages.PathOf(await ReportPages.MakeAsync(page, "30 figures", Report(sections: 3)));

        // The first time the browser has nothing of the app yet; the second is what a link in a chat costs.
        foreach (var what in new[] { "for the first time", "again" })
        {
            var watch = Stopwatch.StartNew();
            await page.GotoAsync(large, new() { WaitUntil = WaitUntilState.Commit });
            await page.WaitForFunctionAsync(FirstDrawn);
            var first = watch.ElapsedMilliseconds;
            await page.WaitForFunctionAsync(NearDrawn);
            Say($"100 figures open {what}: first figures after {first} ms, those in sight after {watch.ElapsedMilliseconds} ms");
            Assert.InRange(watch.ElapsedMilliseconds, 0, LongestOpeningMs);
        }

        await WebPage.SettleAsync(page);
        var scrolled = await times.DuringAsync("scroll through 100 figures of 10 runs", async () =>
        {
            await page.Mouse.MoveAsync(900, 500);
            for (var turn = 0; turn < 120; turn++)
            {
                await page.Mouse.WheelAsync(0, 120);
                await page.WaitForTimeoutAsync(33);
            }

            await WebPage.SettleAsync(page);
        });
        Say(scrolled.ToString());
        Assert.InRange(scrolled.BlockedMs, 0, LongestTaskMs);

        await page.GotoAsync(small);
        await WebPage.SettleAsync(page);
        var printing = Stopwatch.StartNew();
        await page.GetByRole(AriaRole.Button, new() { Name = "Present, print or save" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Print, or save as PDF" }).ClickAsync();
        await page.WaitForFunctionAsync("() => window.printed !== undefined");
        var html = await page.EvaluateAsync<string>("() => window.printed");
        Say($"30 figures are ready to print after {printing.ElapsedMilliseconds} ms, {html.Length / 1024} KiB");
        var print = await page.Context.NewPageAsync();
        await print.SetContentAsync(html);
        var file = await print.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true });
        using var pdf = PdfDocument.Open(file);
        Say($"{pdf.NumberOfPages} pages, {file.Length / 1024} KiB");
        // Charts are drawn as vectors: the points of no page are a picture.
        Assert.All(pdf.GetPages(), one => Assert.Empty(one.GetImages()));
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, "report-30.pdf"), file, TestContext.Current.CancellationToken);
        await page.Context.CloseAsync();
    }

    static void Say(string text) =>
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{text}"));

    /// <summary>Ten widgets a section: words, six charts, bars, a value and a table.</summary>
    static string Report(int sections) => $"[{string.Join(",", Enumerable.Range(0, sections).Select(Section))}]";

    static string Section(int at)
    {
        const string loss = "{\"path\": \"eval/loss\", \"type\": \"floatSeries\", \"aggregation\": \"last\"}";
        string words = $"## Finding {at + 1}\\n\\nThe runs differ in **{at}**, and the best of them reaches {{{{ run_min(${{eval/loss}}) | .3f | min }}}}.";
        string[] widgets =
        [
            ReportPages.Widget($"t{at}", "", "textNode", "\"kind\": \"text\"", $", \"w\": 24, \"h\": 3, \"freeText\": \"{words}\""),
            .. Enumerable.Range(0, 6).Select(chart => ReportPages.Widget($"c{at}-{chart}", "", "chart",
                $$"""
                "kind": "line", "lines": [{"formula": "${train/layers/{{(at * 3) + (chart / 2):00}}/{{(chart % 2 == 0 ? "attn" : "mlp")}}/grad_norm}"}]
                """, ", \"w\": 8, \"h\": 7")),
            ReportPages.Widget($"b{at}", $"Bars {at}", "chart", $"\"kind\": \"bars\", \"bar\": {loss}", ", \"w\": 8, \"h\": 7"),
            ReportPages.Widget($"v{at}", $"Best {at}", "singleValue", $"\"kind\": \"value\", \"field\": {loss}, \"reduce\": \"best\", \"spark\": true", ", \"w\": 8, \"h\": 7"),
            ReportPages.Widget($"r{at}", $"Runs {at}", "table", $"\"kind\": \"runs\", \"fields\": [{loss}]", ", \"w\": 8, \"h\": 7"),
        ];
        var runs = string.Join(",", Enumerable.Range(1, 10).Select(run => $"\"llm-{run:000}\""));
        return ReportPages.Node($"Part {at + 1}", widgets, $"[{runs}]");
    }
}
