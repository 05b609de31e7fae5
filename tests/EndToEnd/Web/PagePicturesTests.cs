using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// The pictures of <c>docs/pages.md</c>, one a theme of every page of the app. Made where <c>NEPTUNEALT_PICTURES</c> names a folder,
/// of what the command <c>demo</c> fills a project with.
/// </summary>
public partial class PagePicturesTests
{
    const string Project = "/demo/llm";
    const string Runs = $"{Project}/runs?mode=runs&tab=";

    const string Chart = "main canvas";

    /// <summary>Addresses by the name of the picture, and what is there once it is drawn. One of a run begins with its id in braces.</summary>
    static readonly (string Name, string Address, string Drawn)[] Pages =
    [
        ("projects", "/", "main"),
        ("table", $"{Runs}table", "main"),
        ("groups", $"{Runs}table&group=string::config/optimizer/name", "main"),
        ("charts", $"{Runs}charts&runs=first-5&metrics=loss%20%7C%20grad_norm%20%7C%20accuracy", Chart),
        ("side-by-side", $"{Runs}compare", "main"),
        ("scatter", $"{Runs}compare&compareAs=scatter&runs=first-8", "main svg circle"),
        ("parallel", $"{Runs}compare&compareAs=parallel&runs=first-8", "svg[aria-label^='Parallel'] path"),
        ("media", $"{Runs}compare&compareAs=media", "main img"),
        ("dashboards", $"{Runs}dashboards", "main"),
        ("dashboard", $"{Runs}dashboards&board=default&runs=first-5", Chart),
        ("run-overview", "{llm-006}", Chart),
        ("run-metric", "{llm-006}?attribute=train%2Floss", Chart),
        ("run-charts", "{llm-006}?tab=charts", Chart),
        ("run-logs", "{llm-002}?tab=logs", "main"),
        ("run-files", "{llm-006}?tab=files", "main img"),
        ("run-source", "{llm-006}?tab=source", "main"),
        ("run-lineage", "{llm-006}?tab=lineage", "main"),
        ("run-dashboard", "{llm-006}?tab=dashboards", Chart),
    ];

    [Fact]
    public async Task The_documentation_shows_every_page()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "pages.md"), TestContext.Current.CancellationToken);

        Assert.Equal(Pages.Select(page => page.Name), Shown().Matches(text).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task Pages_of_the_documentation_have_their_pictures()
    {
        var folder = Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") ?? "";
        Assert.SkipWhen(folder == "", "NEPTUNEALT_PICTURES names no folder.");
        Chromium.SkipWithout();
        Directory.CreateDirectory(folder);
        await using var server = await ServerProcess.StartAsync();
        var (code, output) = await server.CommandAsync("demo", "--steps", "2000");
        Assert.True(code == 0, output);
        using var client = await WireClient.SignInAsync(server);
        await using var chromium = await Chromium.StartAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await chromium.OpenAsync(server.Address, scheme);
            await page.SetViewportSizeAsync(1280, 760);
            // Of the same browser, and of no server: a page of the app lets no script be put into it.
            var encoder = await page.Context.NewPageAsync();
            foreach (var (name, address, drawn) in Pages)
            {
                await page.GotoAsync(await AddressAsync(client, address));
                await page.Locator(drawn).First.WaitForAsync();
                await WebPage.SettleAsync(page);
                var picture = await WebPAsync(encoder, await page.ScreenshotAsync());
                await File.WriteAllBytesAsync(
                    Path.Combine(folder, $"{name}-{scheme}.webp".ToLowerInvariant()), picture, TestContext.Current.CancellationToken);
            }

            await page.Context.CloseAsync();
        }
    }

    static async Task<string> AddressAsync(WireClient client, string address)
    {
        if (!address.StartsWith('{')) return address;
        var end = address.IndexOf('}', StringComparison.Ordinal);
        return $"{Project}/runs/{await client.SysIdAsync(Project[1..], address[1..end])}{address[(end + 1)..]}";
    }

    /// <summary>A third of the size of the PNG, and letters are as sharp.</summary>
    static async Task<byte[]> WebPAsync(IPage encoder, byte[] png)
    {
        var url = await encoder.EvaluateAsync<string>(
            """
            async (png) => {
              const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [picture.width, picture.height];
              canvas.getContext('2d').drawImage(picture, 0, 0);
              return canvas.toDataURL('image/webp', 0.65);
            }
            """,
            Convert.ToBase64String(png));
        return Convert.FromBase64String(url["data:image/webp;base64,".Length..]);
    }

    [GeneratedRegex(@"!\[[^\]]*\]\(pictures/pages/([a-z-]+)-light\.webp\)")]
    private static partial Regex Shown();
}
