using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// Pictures of every page in both themes, with 3 and with 300 runs, for people to look at. Taken where
/// <c>NEPTUNEALT_PICTURES</c> names a folder; <c>NEPTUNEALT_PICTURES_RUNS</c> says how many are many.
/// </summary>
public class PicturesTests
{
    const int Few = 3;
    const int Many = 300;

    [Fact]
    public async Task Every_page_has_its_picture()
    {
        var folder = Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") ?? "";
        Assert.SkipWhen(folder == "", "NEPTUNEALT_PICTURES names no folder.");
        Chromium.SkipWithout();
        var many = int.TryParse(Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES_RUNS"), out var wanted) ? wanted : Many;
        Directory.CreateDirectory(folder);
        await using var server = await ServerProcess.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        await Seeding.SeedAsync(server.Address, server.Token, "team/llm", Few, steps: 600, odd: true);
        await Seeding.SeedAsync(server.Address, server.Token, "team/sweep", many, steps: 120, odd: false);
        await Seeding.MakeProjectAsync(server, "empty");
        using var client = await WireClient.SignInAsync(server);
        IReadOnlyList<(string Prefix, WebPage Page)> pages =
        [
            .. (await WebPage.AllAsync(client, "team/llm", isSmall: true)).Select(page => ($"{Few}", page)),
            .. (await WebPage.AllAsync(client, "team/sweep", isSmall: false)).Select(page => ($"{many}", page)),
        ];
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await chromium.OpenAsync(server.Address, scheme);
            foreach (var (prefix, one) in pages)
            {
                await one.ShowAsync(page);
                var file = Path.Combine(folder, $"{prefix}-{one.Name}-{scheme}.png".ToLowerInvariant());
                Assert.NotEmpty(await page.ScreenshotAsync(new() { Path = file }));
            }

            await page.Context.CloseAsync();
        }
    }
}
