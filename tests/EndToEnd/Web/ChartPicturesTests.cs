using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// Every kind of chart that <c>docs/charts.md</c> shows draws something. Where <c>NEPTUNEALT_PICTURES</c> names a folder, the
/// pictures of that page are made there.
/// </summary>
public partial class ChartPicturesTests
{
    const string Project = "team/charts";
    const string Chart = "[role=img][aria-label^='Chart of']";
    const string Loss = "${val/loss}";

    /// <summary>Most of a loss happens below where it begins.</summary>
    const string Low = """{"axes":{"left":{"to":3}}}""";

    /// <summary>What a picture shows, and where that is to be seen.</summary>
    /// <param name="Address">Behind the page of runs; of one run, beginning with its id in braces.</param>
    /// <param name="Region">Of the page, what the picture is of.</param>
    /// <param name="Drawn">What is there once it is drawn.</param>
    sealed record Picture(string Name, string Address, string Region = "main section[aria-label='Picture']", string Drawn = Chart);

    static readonly Picture[] Pictures =
    [
        new("line", Lines("", "${train/loss}", Low)),
        new("std", Lines("", """{"formula":"${train/loss}","band":{"kind":"std"}}""", Low)),
        new("band", Lines("", """{"formula":"${val/loss}","band":{"kind":"around","by":"0.05 * ${val/loss}"}}""", Low)),
        new("between", Lines(
            "runs=first-1", """{"formula":"${val/loss}","band":{"kind":"between","low":"cum_min(${val/loss})","high":"roll_max(${val/loss}, 150)"}}""", Low)),
        new("step", Lines("", $"cum_min({Loss})", """{"plot":"step"}""", Low)),
        new("points", Lines("smooth=ema:150", Loss, """{"plot":"scatter"}""", Low)),
        new("area", Lines("runs=first-1", "1 / (${time/data} + ${time/compute})", """{"plot":"area"}""")),
        new("stack", Lines("runs=first-1", [.. Times, """{"stack":"sum"}"""])),
        new("shares", Lines("runs=first-1", [.. Times, """{"stack":"percent"}"""])),
        new("family", Lines("runs=first-1&smooth=ema:300", """{"match":"^layers/\\d+/grad_norm$"}""")),
        new("axes", Lines(
            "runs=first-2", Loss, """{"formula":"${train/tokens}","axis":"right","format":"si"}""", """{"value":2.3,"label":"goal"}""", Low)),
        new("scales", Lines(
            "runs=first-2", Loss, """{"formula":"${opt/update_norm}","axis":"right"}""",
            """{"axes":{"left":{"from":2,"to":4},"right":{"scale":"log"}}}""")),
        new("along", Lines("", Loss, """{"axes":{"x":"6 * ${config/params} * hold(${train/tokens})","left":{"to":3}}}""")),
        new("formula", Lines("", $"{Loss} - hold(${{train/loss}})")),
        new("worst", Lines("", """max($~{^layers/\d+/grad_norm$}) / median($~{^layers/\d+/grad_norm$})""")),
        new("baseline", Lines("ref={baseline}", $"100 * (1 - {Loss} / baseline({Loss}))")),
        new("fork", Lines("", $"{Loss} - parent({Loss})")),
        new("groups-range", Groups("range")),
        new("groups-std", Groups("std")),
        new("groups-quartiles", Groups("quartiles")),
        new("groups-members", Groups("members")),
        new("bars", "tab=compare&compareAs=bars&runs=first-8&bar=" + Escape($"formula::run_min({Loss})"), "main [role=list]", "[role=listitem]"),
        new("scatter", "tab=compare&compareAs=scatter&runs=first-8&axlog=1&ax=" + Escape("formula::6 * ${config/params} * last(${train/tokens})")
            + "&ay=" + Escape($"formula::run_min({Loss})"), "main svg:has(circle)", "circle"),
        new("parallel", "tab=compare&compareAs=parallel&runs=first-8", "main :has(> svg[aria-label^='Parallel'])", "svg path"),
        new("histogram-map", "{run}?attribute=" + Escape("histograms/gradients"), "main div:has(> div > canvas)", "canvas"),
    ];

    static IReadOnlyList<string> Times =>
    [
        """{"formula":"${time/data}","name":"Data"}""", """{"formula":"0.35 * ${time/compute}","name":"Forward"}""",
        """{"formula":"0.65 * ${time/compute}","name":"Backward"}""",
    ];

    [Fact]
    public async Task Every_kind_of_chart_of_the_documentation_draws_something()
    {
        Chromium.SkipWithout();
        var shown = Shown().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "charts.md"), TestContext.Current.CancellationToken));
        Assert.Equal(Pictures.Select(one => one.Name).Order(), shown.Select(one => one.Groups[1].Value).Order());
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await TrainedRuns.SeedAsync(client, Project, "small", 0);
        await TrainedRuns.SeedAsync(client, Project, "medium", 1, size: "medium");
        await TrainedRuns.SeedAsync(client, Project, "medium-half-rate", 2, parent: "medium", size: "medium");
        // Seeds of the same: what the runs of a group are.
        for (var seed = 3; seed < 9; seed++)
            await TrainedRuns.SeedAsync(client, Project, $"seed-{seed}", seed, size: seed % 2 == 0 ? "small" : "medium");
        var (baseline, run) = (await client.SysIdAsync(Project, "small"), await client.SysIdAsync(Project, "medium"));

        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(server.Address);
        await page.SetViewportSizeAsync(1010, 620);
        var empty = new List<string>();
        foreach (var picture in Pictures)
        {
            var address = picture.Address.Replace("{baseline}", baseline, StringComparison.Ordinal);
            await page.GotoAsync(address.StartsWith("{run}", StringComparison.Ordinal)
                ? $"/{Project}/runs/{run}{address["{run}".Length..]}"
                : $"/{Project}/runs?mode=runs&sort={Escape("datetime::sys/creation_time")}&{(address.Contains("runs=", StringComparison.Ordinal) ? "" : "runs=first-3&")}{address}");
            await WebPage.SettleAsync(page);
            var region = page.Locator(picture.Region).First;
            if (await region.CountAsync() == 0 || await region.Locator(picture.Drawn).CountAsync() == 0)
                empty.Add($"{picture.Name}: {await page.Locator("main").InnerTextAsync()}");
            else if (Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") is { Length: > 0 } folder)
                await region.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{picture.Name}.png") });
        }

        Assert.True(empty.Count == 0, string.Join("\n\n", empty));
    }

    /// <summary>A chart of one's own.</summary>
    static string Lines(string more, params IReadOnlyList<string> lines) =>
        $"tab=charts&per=2&own={Escape($"=picture\tPicture\n{string.Join('\n', lines)}")}&{more}";

    static string Groups(string spread) => Lines($"runs=first-9&averaged=1&spread={spread}&group={Escape("string::config/size")}", Loss, Low);

    static string Escape(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex(@"!\[[^\]]*\]\(pictures/([a-z-]+)\.png\)")]
    private static partial Regex Shown();
}
