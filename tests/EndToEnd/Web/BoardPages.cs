using Microsoft.Playwright;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>Dashboards that tests make by the API, and what a person does on their pages.</summary>
static class BoardPages
{
    /// <summary>Makes a dashboard of widgets, each a half of the page wide, and gives its branch.</summary>
    /// <param name="widgets">A JSON list.</param>
    /// <param name="extra">A JSON object.</param>
    public static Task<string> MakeAsync(IPage page, string name, string widgets, string extra = "{}") =>
        page.EvaluateAsync<string>(
            """
            async ([project, name, widgetText, extra]) => {
              const widgets = JSON.parse(widgetText);
              const xl = [];
              let [x, y] = [0, 0];
              for (const { id, type } of widgets) {
                const isHead = type === 'section' || type === 'dynamicSection';
                if (isHead && x > 0) [x, y] = [0, y + 7];
                xl.push(isHead ? { id, x: 0, y, w: 24, h: 1 } : { id, x, y, w: 12, h: 7 });
                if (isHead) y++;
                else if (x === 0) x = 12;
                else [x, y] = [0, y + 7];
              }
              const layouts = { xl, lg: [], md: [], sm: [], xs: [] };
              const answer = await fetch(`/api/leaderboard/v1/dashboards?projectIdentifier=${encodeURIComponent(project)}`, {
                method: 'POST', headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ name, type: 'compare', widgets, layouts, extra: JSON.parse(extra) }),
              });
              if (!answer.ok) throw new Error(await answer.text());
              return (await answer.json()).versionBranch;
            }
            """,
            new[] { WebSite.Project, name, widgets, extra });

    public static string PathOf(string branch) => $"/{WebSite.Project}/runs?tab=dashboards&mode=runs&board={branch}";

    /// <summary>Goes to a dashboard and edits it, as somebody who does not tell their name.</summary>
    public static async Task EditAsync(IPage page, string branch)
    {
        await page.GotoAsync(PathOf(branch));
        await page.EvaluateAsync("() => localStorage.setItem('name asked', 'yes')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await Bar(page).WaitForAsync();
    }

    public static ILocator Bar(IPage page) => page.GetByRole(AriaRole.Toolbar, new() { Name = "Edit the dashboard" });

    /// <summary>Gives a text widget another title.</summary>
    public static async Task RenameAsync(IPage page, string widget, string title)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Settings of {widget}", Exact = true }).ClickAsync();
        var form = page.GetByRole(AriaRole.Dialog, new() { Name = "Text", Exact = true });
        await form.GetByLabel("Title").FillAsync(title);
        await form.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await SavedAsync(page);
    }

    public static Task SavedAsync(IPage page) => Assertions.Expect(Bar(page).GetByText("Draft, saved")).ToBeVisibleAsync();

    public static async Task PublishAsync(IPage page)
    {
        await Bar(page).GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish for everybody" }).ClickAsync();
    }

    public static ILocator Widget(IPage page, string name) =>
        page.GetByRole(AriaRole.Group, new() { Name = name, Exact = true });

    public static Task PublishedAsync(IPage page) => Assertions
        .Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Dashboard", Exact = true })).ToBeVisibleAsync();
}
