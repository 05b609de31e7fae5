using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;
using UglyToad.PdfPig;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// A report with a widget of every kind leaves the building as HTML, as PDF and as Markdown, with everything in it. Where
/// <c>NEPTUNEALT_PICTURES</c> names a folder, the files are kept there for people to look at.
/// </summary>
[Collection(WebCollection.Name)]
public class ReportFilesTests(WebSite site)
{
    const string Title = "What <b>warm-up</b> does";
    const string Runs = """["llm-001", "llm-002"]""";
    const string Prose =
        """
        ## In short\n\nThe **best** loss is {{ run_min(${eval/loss}) | .3f | min }}, and $e^{i\\pi} = -1$.\n\n- [x] read <script>alert(1)</script>\n\n| a | b |\n|---|--:|\n| one | 2 |\n\n`{{ in code }}`
        """;

    static readonly (string Title, string Type, string Options)[] Widgets =
        [.. WidgetKindsTests.All, ("Loss over steps", "chart", """ "kind": "line", "lines": [{"formula": "${train/loss}"}, {"formula": "${eval/loss}", "axis": "right"}] """)];

    static readonly string Nodes = "[" + string.Join(",",
        ReportPages.Node("", [ReportPages.Widget("intro", "", "textNode", "\"kind\": \"text\"", $", \"w\": 24, \"freeText\": \"{Prose}\"")], Runs),
        ReportPages.Node("Words", [ReportPages.Widget("words", "A text", "textNode", "\"kind\": \"text\"", $", \"w\": 24, \"freeText\": \"{Prose}\"")], Runs),
        ReportPages.Node("Every kind", Widgets.Select((one, at) => ReportPages.Widget($"w{at}", one.Title, one.Type, one.Options)), Runs),
        ReportPages.Node("Appendix", [ReportPages.Widget("hidden", "Nobody sees it", "textNode", "\"kind\": \"text\"", ", \"freeText\": \"hidden words\"")], Runs, isFolded: true)) + "]";

    /// <summary>What is printed is what the hidden page says: the browser's own dialog cannot be seen by a test.</summary>
    const string CatchPrint = "window.print = () => { window.top.printed = document.documentElement.outerHTML; };";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_kind_of_widget_is_in_each_file(ColorScheme scheme)
    {
        var (page, errors) = await site.OpenAsync("/", scheme);
        await page.Context.AddInitScriptAsync(CatchPrint);
        await page.GotoAsync(ReportPages.PathOf(await ReportPages.MakeAsync(page, Title, Nodes)));
        await WebPage.SettleAsync(page);

        var html = System.Text.Encoding.UTF8.GetString(await SaveAsync(page, "One HTML file"));
        await KeepAsync($"report-{scheme}.html", System.Text.Encoding.UTF8.GetBytes(html));
        CheckHtml(html);
        CheckMarkdown(await SaveAsync(page, "Markdown with pictures"));

        await ChooseAsync(page, "Print, or save as PDF");
        await page.WaitForFunctionAsync("() => window.printed !== undefined");
        var printed = await page.EvaluateAsync<string>("() => window.printed");
        await CheckPdfAsync(page, printed, $"report-{scheme}.pdf");
        // What the page was before, it is again.
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal(scheme == ColorScheme.Dark ? "dark" : "light", await page.Locator("html").GetAttributeAsync("data-mantine-color-scheme"));
        Assert.Equal(0, await page.Locator("[data-board][data-mantine-color-scheme]").CountAsync());
        await page.Context.CloseAsync();
        Assert.Empty(errors);
    }

    static void CheckHtml(string html)
    {
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(new Regex("""\s(src|href)="(?!data:image/|http://|https://|mailto:|#)"""), html);
        Assert.DoesNotMatch(new Regex("""<(img|image|link|iframe)\b[^>]*\s(src|href)="http"""), html);
        Assert.DoesNotContain("oklch", html, StringComparison.Ordinal);
        foreach (var (title, _, _) in Widgets) Assert.Contains($"<figcaption>{title}</figcaption>", html, StringComparison.Ordinal);
        var figures = Regex.Matches(html, "<figure.*?</figure>", RegexOptions.Singleline);
        Assert.Equal(Widgets.Length, figures.Count);
        Assert.All(figures, figure => Assert.Matches("<svg|<tbody><tr>", figure.Value));
        Assert.Contains("<h1>What &#60;b&#62;warm-up&#60;/b&#62; does</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<h3>In short</h3>", html, StringComparison.Ordinal);
        Assert.Matches("<math[ >].*<mi>e</mi>", html);
        Assert.Matches(@"The <strong>best</strong> loss is \d+\.\d{3},", html);
        Assert.Contains("☑", html, StringComparison.Ordinal);
        Assert.Contains("{{ in code }}", html.Replace("&#123;", "{", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Matches($"Project {WebSite.Project} · version of 20[^<]* · saved 20[^<]* UTC", html);
        Assert.Matches("<ul class=\"runs\"><li><span style=\"background:#[0-9a-f]{6}\"></span>llm-001</li>", html);
        Assert.Contains("<h2>Appendix</h2>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden words", html, StringComparison.Ordinal);
        var ids = Regex.Matches(html, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        // Lines are drawn, not copied as points.
        var lines = figures.Single(figure => figure.Value.Contains("Loss over steps", StringComparison.Ordinal)).Value;
        Assert.DoesNotContain("<image", lines, StringComparison.Ordinal);
        Assert.True(Regex.Count(lines, "<path d=\"M") > 5, lines);
    }

    static void CheckMarkdown(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        var text = ReadEntry(zip, "report.md");
        Assert.StartsWith("# What \\<b\\>warm-up\\</b\\> does\n", text, StringComparison.Ordinal);
        Assert.Matches(@"The \*\*best\*\* loss is \d+\.\d{3}, and \$e\^\{i\\pi\} = -1\$\.", text);
        Assert.Contains("`{{ in code }}`", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden words", text, StringComparison.Ordinal);
        foreach (var (title, _, _) in Widgets)
        {
            var picture = Regex.Match(text, $@"!\[{title}\]\((pictures/[^)]+)\)");
            Assert.True(picture.Success || text.Contains($"**{title}**\n\n| ", StringComparison.Ordinal), $"{title}: {text}");
            if (!picture.Success) continue;
            var svg = XDocument.Parse(ReadEntry(zip, Uri.UnescapeDataString(picture.Groups[1].Value)));
            Assert.Contains(title, svg.Root!.Value, StringComparison.Ordinal);
        }
    }

    static string ReadEntry(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    static async Task CheckPdfAsync(IPage from, string html, string name)
    {
        var page = await from.Context.NewPageAsync();
        await page.SetContentAsync(html);
        var file = await page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true });
        await KeepAsync(name, file);
        using var pdf = PdfDocument.Open(file);
        var text = Regex.Replace(string.Concat(pdf.GetPages().Select(one => one.Text)), @"\s", "");
        foreach (var (title, _, _) in Widgets)
            Assert.Contains(title.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        foreach (var words in new[] { "Inshort", "Everykind", "Appendix", "llm-001" })
            Assert.Contains(words, text, StringComparison.Ordinal);
        await page.CloseAsync();
    }

    static async Task KeepAsync(string name, byte[] content)
    {
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), content, TestContext.Current.CancellationToken);
    }

    static async Task ChooseAsync(IPage page, string item)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Present, print or save" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
    }

    static async Task<byte[]> SaveAsync(IPage page, string item)
    {
        var saved = await page.RunAndWaitForDownloadAsync(() => ChooseAsync(page, item), new() { Timeout = 90_000 });
        await using var stream = await saved.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        return copy.ToArray();
    }
}
