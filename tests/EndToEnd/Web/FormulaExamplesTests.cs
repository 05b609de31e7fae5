using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// Every formula that <c>docs/formulas.md</c> says people need draws something. Where <c>NEPTUNEALT_PICTURES</c> names a
/// folder, the pictures of that page are made there, in <c>formulas</c>.
/// </summary>
public partial class FormulaExamplesTests
{
    const string Project = "team/formulas";

    [Fact]
    public async Task Every_example_of_the_documentation_draws_something()
    {
        Chromium.SkipWithout();
        var examples = Read();
        Assert.Equal(19, examples.Count);
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await TrainedRuns.SeedAsync(client, Project, "baseline", 0);
        await TrainedRuns.SeedAsync(client, Project, "wider", 1);
        await TrainedRuns.SeedAsync(client, Project, "wider-half-rate", 2, parent: "wider");
        var baseline = await client.SysIdAsync(Project, "baseline");

        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.OpenAsync(server.Address);
        await page.SetViewportSizeAsync(1250, 520);
        var empty = new List<string>();
        foreach (var example in examples)
        {
            await page.GotoAsync($"/{Project}/runs?mode=runs&runs=first-3&ref={baseline}&{AddressOf(example)}");
            await WebPage.SettleAsync(page);
            var picture = PictureOf(page, example);
            if (await picture.Locator(example.Drawn).CountAsync() == 0)
                empty.Add($"{example.Name}: {await page.Locator("main").InnerTextAsync()}");
            else
                await TakeAsync(page, picture, example);
        }

        Assert.True(empty.Count == 0, string.Join("\n\n", empty));
    }

    /// <summary>A row of the page: a name, and one formula or two.</summary>
    sealed record Example(string Name, IReadOnlyList<string> Formulas)
    {
        /// <summary>It is a number a run, or what lies along the x axis.</summary>
        public bool IsBars => Name.StartsWith("speed-up", StringComparison.Ordinal);

        public bool IsScatter => Name.StartsWith("scaling law", StringComparison.Ordinal);

        public bool IsAxis => Name.EndsWith("(x)", StringComparison.Ordinal);

        public string Drawn => IsBars ? "[role=listitem]" : IsScatter ? "circle" : "[role=img][aria-label^='Chart of']";
    }

    static List<Example> Read()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "formulas.md"));
        var section = page[page.IndexOf("## Formulas that people need", StringComparison.Ordinal)..page.IndexOf("## Functions", StringComparison.Ordinal)];
        return [.. Row().Matches(section).Select(row => new Example(
            row.Groups["name"].Value, [.. Code().Matches(row.Groups["formulas"].Value).Select(code => code.Groups[1].Value)]))];
    }

    static string AddressOf(Example example)
    {
        if (example.IsBars) return $"tab=compare&compareAs=bars&bar={Escape("formula::" + example.Formulas[0])}";
        if (example.IsScatter)
            return $"tab=compare&compareAs=scatter&axlog=1&ax={Escape("formula::" + example.Formulas[0])}&ay={Escape("formula::run_min(${val/loss})")}";
        IReadOnlyList<string> lines = example.IsAxis ? ["${val/loss}"] : example.Formulas;
        var own = $"tab=charts&per=2&own={Escape($"=example\t{example.Name}\n{string.Join('\n', lines)}")}";
        return example.IsAxis ? $"{own}&x=metric&xm={Escape(example.Formulas[0])}" : own;
    }

    static ILocator PictureOf(IPage page, Example example) =>
        example.IsBars ? page.Locator("main [role=list]")
        : example.IsScatter ? page.Locator("main svg:has(circle)")
        : page.GetByRole(AriaRole.Region, new() { Name = example.Name, Exact = true });

    static async Task TakeAsync(IPage page, ILocator picture, Example example)
    {
        if (Environment.GetEnvironmentVariable("NEPTUNEALT_PICTURES") is not { Length: > 0 } folder) return;
        var name = Other().Replace(example.Name.ToLowerInvariant(), "-").Trim('-');
        await picture.ScreenshotAsync(new() { Path = Path.Combine(folder, "formulas", $"{name}.png") });
    }

    static string Escape(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex(@"^\|(?: !\[[^\]]*\]\([^)]*\) \|)? (?<name>[^|`!]*[^|`! -]) \| (?<formulas>`.+`) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
