using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Playwright;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// Charts of many runs under the hand of a person: opened, scrolled, hovered, zoomed. It is small unless told otherwise;
/// NEPTUNEALT_JOURNEY=100x9000x200 is the full size (runs, series, steps), NEPTUNEALT_JOURNEY_JSON a file for the figures.
/// </summary>
public class ChartJourneyTests
{
    const string Project = "team/journey";
    static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    // Far above what an idle machine needs: these catch a page that hangs, the figures tell the rest.
    static readonly TimeSpan FirstChartMax = TimeSpan.FromSeconds(45);
    const double BlockedMsMax = 3000;

    [Fact]
    public async Task Stays_at_hand_with_many_runs_in_many_charts()
    {
        Chromium.SkipWithout();
        int[] size = [.. (Environment.GetEnvironmentVariable("NEPTUNEALT_JOURNEY") ?? "12x60x200").Split('x')
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        var (runs, series, steps) = (size[0], size[1], size[2]);
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        for (var run = 0; run < runs; run++) await SeedAsync(client, run, series, steps);

        await using var browser = await Chromium.StartAsync();
        var page = await browser.OpenAsync(server.Address);
        await page.SetViewportSizeAsync(1600, 1400);
        page.SetDefaultTimeout(120_000);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        var times = new FrameTimes(page);
        await times.InstallAsync();

        var started = Stopwatch.GetTimestamp();
        await page.GotoAsync($"/{Project}/runs?tab=charts&mode=runs&runs=first-{runs}&per=4");
        var charts = page.GetByRole(AriaRole.Img, new() { Name = $"Chart of {runs} lines" });
        await charts.First.WaitForAsync();
        var first = Stopwatch.GetElapsedTime(started);
        await charts.Nth(Math.Min(16, series) - 1).WaitForAsync();
        var all = Stopwatch.GetElapsedTime(started);

        FrameFigures[] figures =
        [
            await times.DuringAsync("hover", () => HoverAsync(page, charts)),
            await times.DuringAsync("zoom", () => ZoomAsync(page, charts)),
            await times.DuringAsync("scroll", () => ScrollAsync(page)),
        ];
        var report = new
        {
            runs, series, steps, firstChartMs = Math.Round(first.TotalMilliseconds), chartsInSightMs = Math.Round(all.TotalMilliseconds),
            charts = await charts.CountAsync(), figures,
        };
        var text = JsonSerializer.Serialize(report, Json);
        TestContext.Current.SendDiagnosticMessage(text);
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_JOURNEY_JSON") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        Assert.Empty(errors);
        Assert.True(first < FirstChartMax, text);
        Assert.All(figures, figure => Assert.True(figure.BlockedMs < BlockedMsMax, text));
    }

    static async Task SeedAsync(WireClient client, int run, int series, int steps)
    {
        const int pointsPerRequest = 100_000;
        var id = $"run-{run}";
        await client.CreateAsync(Project, id, $"experiment {run}");
        var last = "";
        var stepsPerRequest = Math.Max(1, pointsPerRequest / series);
        for (var from = 0; from < steps; from += stepsPerRequest)
            last = await client.UpdateAsync(
                Project, id, [.. Enumerable.Range(from, Math.Min(stepsPerRequest, steps - from)).Select(step => Snapshot(run, series, step))]);
        await client.DoneAsync(last);
    }

    static UpdateRunSnapshot Snapshot(int run, int series, int step)
    {
        var snapshot = new UpdateRunSnapshot
        {
            Step = new Step { Whole = (ulong)step },
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + step)),
        };
        for (var one = 0; one < series; one++)
            snapshot.Append.Add(
                $"train/layers/{one / 60:D3}/norm_{one % 60:D2}",
                new Wire.Ingest.Value { Float64 = Math.Exp(-step / 40.0) + 0.1 * Math.Sin(step * (run + 1) * 0.3 + one) + run * 0.02 });
        return snapshot;
    }

    static async Task HoverAsync(IPage page, ILocator charts)
    {
        for (var chart = 0; chart < Math.Min(8, await charts.CountAsync()); chart++)
        {
            var box = (await charts.Nth(chart).BoundingBoxAsync())!; // It is in sight.
            for (var at = 0.2f; at < 0.95f; at += 0.05f)
                await page.Mouse.MoveAsync(box.X + box.Width * at, box.Y + box.Height * (0.2f + 0.6f * at));
        }
    }

    static async Task ZoomAsync(IPage page, ILocator charts)
    {
        var box = (await charts.First.BoundingBoxAsync())!; // It is in sight.
        await page.Mouse.MoveAsync(box.X + box.Width * 0.4f, box.Y + box.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.8f, box.Y + box.Height / 2, new() { Steps = 20 });
        await page.Mouse.UpAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset zoom" }).WaitForAsync();
        await WebPage.SettleAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset zoom" }).ClickAsync();
        await WebPage.SettleAsync(page);
    }

    static async Task ScrollAsync(IPage page)
    {
        await page.Mouse.MoveAsync(1000, 800);
        for (var turn = 0; turn < 60; turn++)
        {
            await page.Mouse.WheelAsync(0, turn < 40 ? 240 : -480);
            await Task.Delay(30);
        }
    }
}
