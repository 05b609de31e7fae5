using Microsoft.Playwright;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>Reports that tests make by the API.</summary>
static class ReportPages
{
    /// <summary>Makes a report and publishes it.</summary>
    /// <param name="nodes">A JSON list of sections: a name, widgets and, where it has runs of its own, their names.
    /// Widgets are a half of the page wide, or as their <c>w</c> and <c>h</c> say.</param>
    /// <returns>Its id.</returns>
    public static Task<string> MakeAsync(IPage page, string name, string nodes, string extra = "{}") =>
        page.EvaluateAsync<string>(
            """
            async ([project, reportName, nodeText, extra]) => {
              const nodes = JSON.parse(nodeText).map((node, at) => {
                let [x, y] = [0, 0];
                const widgetLayouts = node.widgets.map(({ id, w = 12, h = 7 }) => {
                  if (x + w > 24) [x, y] = [0, y + 7];
                  const place = { id, x, y, w, h };
                  if ((x += w) >= 24) [x, y] = [0, y + h];
                  return place;
                });
                const viewParams = { columnList: { columns: [] }, sortOptions: {} };
                const runGroups = node.runs === undefined ? [] : [{
                  id: crypto.randomUUID(), runMemberKeys: node.runs, experimentMemberKeys: [], firstMembersByQueryCount: 0,
                  showOnlySelectedRuns: false, viewParams,
                }];
                return {
                  id: node.name === '' && at === 0 ? '00000000-0000-4000-8000-000000000000' : crypto.randomUUID(),
                  type: 'grid', name: node.name,
                  gridProperties: {
                    runGroups, selectedRunGroups: [], openRunGroups: [], widgets: node.widgets, widgetLayouts,
                    layoutSettings: { mode: 'CUSTOM', config: { gridMode: { columnsCount: '24' } } },
                    chartsConfig: {}, colorsConfig: {}, inheritRunColorFromGroup: false, runsLineage: true,
                    isRunTableCollapsed: true, isSectionCollapsed: node.isFolded === true,
                    ...(node.head && { extra: { head: node.head } }),
                  },
                };
              });
              const answer = await fetch(`/api/leaderboard/v1/reports?projectIdentifier=${encodeURIComponent(project)}`, {
                method: 'POST', headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({
                  reportName, nodes, extra: JSON.parse(extra), metadata: { draft: false },
                  globalConfig: { chartsConfig: {}, inheritRunColorFromGroup: false, runsLineage: true },
                }),
              });
              if (!answer.ok) throw new Error(await answer.text());
              return (await answer.json()).metadata.reportId;
            }
            """,
            new[] { WebSite.Project, name, nodes, extra });

    public static string PathOf(string report) => $"/{WebSite.Project}/reports/{report}";

    /// <summary>A section of a report, as JSON.</summary>
    public static string Node(string name, IEnumerable<string> widgets, string? runs = null, bool isFolded = false) =>
        $$"""{"name": "{{name}}", "widgets": [{{string.Join(",", widgets)}}], "isFolded": {{(isFolded ? "true" : "false")}}{{(runs is null ? "" : $", \"runs\": {runs}")}}}""";

    /// <summary>A widget, as JSON.</summary>
    public static string Widget(string id, string title, string type, string options, string more = "") =>
        $$$"""{"id": "{{{id}}}", "type": "{{{type}}}", "name": "{{{title}}}", "options": {"v": 1, {{{options}}}}{{{more}}}}""";
}
