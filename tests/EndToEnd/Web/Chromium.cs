using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>The system's Chromium, without a window.</summary>
sealed class Chromium : IAsyncDisposable
{
    static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

    /// <summary>Tests share the machine with builds: slow is not wrong.</summary>
    const float TimeoutMs = 60_000;

    readonly IPlaywright _playwright;
    readonly IBrowser _browser;

    Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    static string? Program => Array.Find(Programs, File.Exists);

    public static bool IsThere => Program is not null;

    public static void SkipWithout() => Assert.SkipUnless(IsThere, "There is no Chromium on this machine.");

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program, Args = Arguments, Timeout = TimeoutMs,
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A browser without a past: nothing kept from other pages.</summary>
    /// <param name="address">What paths are relative to.</param>
    public async Task<IPage> OpenAsync(string address, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address, ColorScheme = scheme, ViewportSize = new() { Width = 1440, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(TimeoutMs);
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
