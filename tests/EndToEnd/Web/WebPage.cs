using Microsoft.Playwright;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>A page of the web app, for the tests and the pictures that go through all of them.</summary>
/// <param name="Name">Names the picture.</param>
/// <param name="Button">Is pressed first, to see what it opens.</param>
sealed record WebPage(string Name, string Path, string? Button = null)
{
    /// <summary>Every page of a project that <see cref="Seeding"/> filled.</summary>
    /// <param name="isSmall">Few runs, the odd one and the empty project among them.</param>
    public static async Task<IReadOnlyList<WebPage>> AllAsync(WireClient client, string project, bool isSmall)
    {
        var table = $"/{project}/runs";
        var first = await client.SysIdAsync(project, "llm-001");
        var run = $"{table}/{await client.SysIdAsync(project, "llm-002")}";
        IReadOnlyList<WebPage> both =
        [
            new("runs", $"{table}?tab=table"),
            new("runs-all", $"{table}?mode=runs"),
            new("runs-groups", $"{table}?mode=runs&group=stringSet::sys/group_tags&group=string::config/optimizer/name"),
            new("runs-filter", $"{table}?tab=table", "Filter"),
            new("runs-filters-set", $"{table}?state=idle&query=%60train/loss%60:floatSeries%20%3C%20100"),
            new("runs-nql", $"{table}?tab=table", "NQL: query as text"),
            new("runs-baseline", $"{table}?mode=runs&ref={first}"),
            new("runs-columns", $"{table}?tab=table", "Columns"),
            new("runs-views", $"{table}?tab=table", "Standard view"),
            new("runs-no-match", $"{table}?name=nothing-is-called-so"),
            new("runs-bad-query", $"{table}?query=%60train/loss%60%20%3C"),
            new("charts", $"{table}?tab=charts"),
            new("charts-baseline", $"{table}?tab=charts&mode=runs&ref={first}&rel=difference&metrics=loss"),
            new("charts-colored", $"{table}?tab=charts&mode=runs&lineColor=string:last:config/optimizer/name&metrics=loss"),
            new("charts-settings", $"{table}?tab=charts&metrics=loss", "Settings of all charts"),
            new("charts-new", $"{table}?tab=charts&metrics=loss", "Chart"),
            new("chart-full", $"{table}?tab=charts&mode=runs&metrics=loss&chart=train/loss"),
            new("charts-averaged", $"{table}?tab=charts&mode=runs&runs=first-50&averaged=1&group=string::config/optimizer/name"),
            new("charts-time", $"{table}?tab=charts&mode=runs&x=relative&smooth=ema:60&metrics=loss%20%7C%20accuracy"),
            new("compare-attributes", $"{table}?tab=compare&mode=runs"),
            new("compare-differences", $"{table}?tab=compare&mode=runs&diff=1&ref={first}"),
            new("compare-parallel", $"{table}?tab=compare&mode=runs&compareAs=parallel&runs=first-50"),
            new("compare-scatter", $"{table}?tab=compare&mode=runs&compareAs=scatter&runs=first-50"),
            new("compare-bars", $"{table}?tab=compare&mode=runs&compareAs=bars&runs=first-50"),
            new("compare-media", $"{table}?tab=compare&mode=runs&compareAs=media"),
            new("dashboards", $"{table}?tab=dashboards&mode=runs"),
            new("dashboard-default", $"{table}?tab=dashboards&mode=runs&board=default"),
        ];
        if (!isSmall) return both;
        var odd = $"{table}/{await client.SysIdAsync(project, OddRunId)}";
        return
        [
            new("projects", "/"),
            new("projects-new", "/", "New project"),
            new("project-empty", "/team/empty/runs"),
            new("project-missing", "/team/nothing-here/runs"),
            new("not-found", "/nowhere"),
            .. both,
            new("run-overview", run),
            new("run-notes", run, "Add notes"),
            new("run-attributes", $"{run}?tab=attributes"),
            new("run-metric", $"{run}?attribute=train%2Floss"),
            new("run-text", $"{run}?attribute=source_code%2Frun_command"),
            new("run-charts", $"{run}?tab=charts"),
            new("run-logs", $"{run}?tab=logs"),
            new("run-files", $"{run}?tab=files"),
            new("run-file-series", $"{run}?attribute=samples%2Fattention"),
            new("run-source", $"{run}?tab=source"),
            new("run-lineage", $"{run}?tab=lineage"),
            new("run-dashboard", $"{run}?tab=dashboards"),
            new("run-missing", $"{table}/LLM-999"),
            new("odd-overview", odd),
            new("odd-attributes", $"{odd}?tab=attributes"),
            new("odd-charts", $"{odd}?tab=charts"),
        ];
    }

    /// <summary>What a page shows while something is on its way; the last is a chart whose lines are.</summary>
    const string Loading = "[role=status][aria-label], [aria-busy=true], [data-stale=true]";

    /// <summary>As the load tests' seed names it, escaped for a query.</summary>
    const string OddRunId = """odd \\\"names\\\" <b>&amp;</b> 100% \\\\ ' ` ${x}""";

    /// <summary>Whether all that takes long is asked for: each page more, and the journeys by keyboard.</summary>
    public static bool IsWholeAsked => Environment.GetEnvironmentVariable("NEPTUNEALT_WEB") == "whole";

    /// <summary>Forms and variants of other pages.</summary>
    static readonly string[] Variants =
    [
        "chart-full", "charts-baseline", "charts-colored", "charts-new", "charts-settings", "odd-overview", "run-notes",
        "run-overview", "runs-baseline", "runs-filters-set", "runs-nql",
    ];

    /// <summary>Whether it is looked at only if the whole is asked for.</summary>
    public bool IsVariant => Variants.Contains(Name);

    /// <summary>Goes there and waits until nothing is loading.</summary>
    public async Task ShowAsync(IPage page)
    {
        await page.GotoAsync(Path);
        await SettleAsync(page);
        if (Button is null) return;
        await page.GetByRole(AriaRole.Button, new() { Name = Button, Exact = true }).First.ClickAsync();
        await SettleAsync(page);
    }

    /// <summary>Waits until nothing is loading. (The network is never idle: a stream of events stays open.)</summary>
    public static async Task SettleAsync(IPage page)
    {
        await page.Locator("main").WaitForAsync();
        // Pages come in steps, each of which may wait again.
        for (var calm = 0; calm < 3; calm++)
        {
            await page.WaitForFunctionAsync($"() => document.querySelector('{Loading}') === null");
            await page.WaitForTimeoutAsync(250);
        }
    }
}
