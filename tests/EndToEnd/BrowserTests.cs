using Microsoft.Playwright;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>What a person sees, in the system's Chromium.</summary>
public class BrowserTests
{
    static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Null where there is none.</summary>
    public static string? Program => Array.Find(Programs, File.Exists);

    [Fact]
    public async Task Follows_a_live_run_from_the_list_of_projects_to_its_charts()
    {
        var program = Program;
        Assert.SkipWhen(program is null, "There is no Chromium on this machine.");
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.CreateAsync("team/vision", "run-1", "warm-up <b>&</b> \"quotes\"");
        await client.DoneAsync(await client.UpdateAsync("team/vision", "run-1", [.. Points(0, 50)]));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        page.SetDefaultTimeout(30_000);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync(server.Address);
        await page.GetByRole(AriaRole.Link, new() { Name = "vision" }).ClickAsync();
        await page.GetByText("warm-up <b>&</b> \"quotes\"").First.WaitForAsync();

        await page.GotoAsync($"{server.Address}/team/vision/-/run/?customId=run-1");
        await page.GetByText("train", new() { Exact = false }).First.WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Charts" }).Or(page.GetByRole(AriaRole.Tab, new() { Name = "Charts" })).First.ClickAsync();
        await page.Locator(".uplot canvas").First.WaitForAsync();

        var before = await page.Locator(".uplot canvas").First.ScreenshotAsync();
        await client.DoneAsync(await client.UpdateAsync("team/vision", "run-1", [.. Points(50, 100)]));
        var changed = false;
        for (var attempt = 0; attempt < 50 && !changed; attempt++)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            var now = await page.Locator(".uplot canvas").First.ScreenshotAsync();
            changed = !now.SequenceEqual(before);
        }

        Assert.True(changed, "The chart did not follow the run.");
        Assert.Empty(errors);
    }

    static IEnumerable<UpdateRunSnapshot> Points(int from, int to) =>
        Enumerable.Range(from, to - from).Select(step => WireClient.Point("train/loss", step, Math.Exp(-step / 20.0)));
}
