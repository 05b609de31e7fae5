using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Playwright;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>
/// Every formula that <c>docs/formulas.md</c> says people need draws something. Where <c>NEPTUNEALT_PICTURES</c> names a
/// folder, the pictures of that page are made there, in <c>formulas</c>.
/// </summary>
public partial class FormulaExamplesTests
{
    const string Project = "team/formulas";
    const int Steps = 1200;
    const int StepsPerRequest = 300;
    const ulong ForkedAt = 600;
    const int Layers = 12;
    static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);

    [Fact]
    public async Task Every_example_of_the_documentation_draws_something()
    {
        Chromium.SkipWithout();
        var examples = Read();
        Assert.Equal(19, examples.Count);
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await SeedAsync(client, "baseline", 0, parent: null);
        await SeedAsync(client, "wider", 1, parent: null);
        await SeedAsync(client, "wider-half-rate", 2, parent: "wider");
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

    static async Task SeedAsync(WireClient client, string run, int at, string? parent)
    {
        var create = new Run { RunId = run, ExperimentId = run, InheritConfigs = true, CreationTime = Timestamp.FromDateTimeOffset(Start) };
        if (parent is not null)
            create.ForkPoint = new ForkPoint { ParentProject = Project, ParentRunId = parent, Step = new Step { Whole = ForkedAt } };
        await client.SubmitAsync(new RunOperation { Project = Project, RunId = run, Create = create });
        var configs = new UpdateRunSnapshot();
        foreach (var (name, value) in new (string, double)[]
        {
            ("bytes_per_token", 4.2), ("gpus", 64), ("peak_flops", 3.12e14), ("params", 3.5e8 * (1 + 0.25 * at)),
        })
            configs.Assign.Add($"config/{name}", new Value { Float64 = value });
        await client.UpdateAsync(Project, run, configs);
        var random = new Random(at);
        var last = "";
        foreach (var steps in Enumerable.Range(0, Steps).Where(step => parent is null || step > (int)ForkedAt).Chunk(StepsPerRequest))
            last = await client.UpdateAsync(Project, run, [.. steps.Select(step => Point(random, step, at))]);
        await client.DoneAsync(last);
    }

    static UpdateRunSnapshot Point(Random random, int step, int at)
    {
        double Noise() => random.NextDouble() - 0.5;
        var loss = 2.1 - 0.12 * at + 8 * Math.Exp(-step / (60.0 + 4 * at));
        // A fork begins when its parent was there.
        var late = 80 * (Math.Min(step, (int)ForkedAt) * Math.Min(at, 1) + Math.Max(0, step - (int)ForkedAt) * at);
        var snapshot = new UpdateRunSnapshot
        {
            Step = new Step { Whole = (ulong)step },
            Timestamp = Timestamp.FromDateTimeOffset(Start.AddMilliseconds(step * 900 + late)),
        };
        void Add(string path, double value) => snapshot.Append.Add(path, new Value { Float64 = value });
        Add("train/loss", loss + 0.15 * Noise() + (step is 741 or 1022 ? 3 : 0));
        if (step % 10 == 0) Add("val/loss", loss + 0.06 + 0.0002 * step + 0.02 * Noise());
        Add("train/tokens", (step + 1) * 524_288.0 * 8);
        Add("opt/update_norm", 0.02 * Math.Exp(-step / 900.0) * (1 + 0.2 * Noise()));
        Add("model/weight_norm", 20 + step * 0.01);
        Add("time/data", 0.08 + 0.05 * random.NextDouble() + (step % 180 < 18 ? 0.4 : 0));
        Add("time/compute", 0.7 + 0.05 * random.NextDouble());
        for (var layer = 0; layer < Layers; layer++)
            Add($"layers/{layer}/grad_norm", step > 1020 && layer == 3 && at == 2 ? double.NaN : (1 + 0.1 * layer) * (1 + 0.3 * Noise()));
        for (var gpu = 0; gpu < 8; gpu++) Add($"gpu/{gpu}/utilization", 92 + 5 * Noise() - (gpu == 5 && step % 300 > 240 ? 40 : 0));
        return snapshot;
    }

    static string Escape(string text) => Uri.EscapeDataString(text);

    [GeneratedRegex(@"^\|(?: !\[[^\]]*\]\([^)]*\) \|)? (?<name>[^|`!]*[^|`! -]) \| (?<formulas>`.+`) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
