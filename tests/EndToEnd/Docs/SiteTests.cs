using System.Net;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NeptuneAlt.EndToEnd.Web;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NeptuneAlt.EndToEnd.Docs;

/// <summary>The documentation as the server serves it, under the policy of its other pages.</summary>
[Collection(WebCollection.Name)]
public class SiteTests(WebSite site)
{
    [Fact]
    public async Task Opens_from_the_app_is_searched_and_follows_the_theme_without_breaking_the_policy()
    {
        var (page, errors) = await site.OpenAsync("/", ColorScheme.Dark);
        await page.GetByRole(AriaRole.Button, new() { Name = "Theme, keys, help and session" }).ClickAsync();
        var docs = await page.Context.RunAndWaitForPageAsync(
            () => page.GetByRole(AriaRole.Menuitem, new() { Name = "Documentation" }).ClickAsync());
        var said = new List<string>();
        docs.Console += (_, message) => { if (message.Type == "error") said.Add(message.Text); };
        docs.PageError += (_, error) => said.Add(error);
        var elsewhere = new List<string>();
        docs.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Server.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };

        await docs.ReloadAsync();
        await Expect(docs.GetByRole(AriaRole.Heading, new() { Name = "Documentation" })).ToBeVisibleAsync();
        await Expect(docs.Locator("html")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("dark"));
        // Of a picture that there is in both themes, the one that fits.
        await Expect(docs.Locator(".vp-doc img:visible")).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("charts-dark"));

        // The page is there before its scripts are.
        await docs.WaitForFunctionAsync("() => document.querySelector('#app')?.__vue_app__ !== undefined");
        await docs.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await docs.Locator("#localsearch-input").FillAsync("perplexity");
        await docs.Locator("#localsearch-list a").First.ClickAsync();
        await Expect(docs).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/docs/.+"));
        await Expect(docs.Locator(".vp-doc")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("[Pp]erplexity"));

        // Both ways of an address, as links on GitHub and in the pages have them.
        await docs.GotoAsync("/docs/charts.html#forks");
        await Expect(docs.GetByRole(AriaRole.Heading, new() { Name = "Forks" })).ToBeInViewportAsync();
        await docs.GotoAsync("/docs/adr/0034-documents");
        await Expect(docs.Locator(".vp-doc h1")).ToContainTextAsync("34.");

        Assert.Empty(said);
        Assert.Empty(elsewhere);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Can_be_read_by_everybody(ColorScheme scheme)
    {
        var (page, _) = await site.OpenAsync("/docs/", scheme);
        var found = new List<string>();
        foreach (var name in new[] { "", "tutorials/first-dashboard", "charts" })
        {
            await page.GotoAsync($"/docs/{name}");
            var result = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
            found.AddRange(result.Violations.Where(rule => rule.Impact is "serious" or "critical").SelectMany(rule => rule.Nodes.Select(
                node => $"{name}: {rule.Id}: {node.Html[..Math.Min(200, node.Html.Length)]} {string.Join(' ', node.Any.Select(check => check.Message))}")));
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Distinct()));
    }

    [Fact]
    public async Task Fits_a_phone()
    {
        var (page, errors) = await site.OpenAsync("/docs/operating");
        await page.SetViewportSizeAsync(390, 800);
        foreach (var name in new[] { "operating", "charts", "command-line", "tutorials/first-dashboard", "pages" })
        {
            await page.GotoAsync($"/docs/{name}");
            Assert.True(
                await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the window.");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Run a server", Exact = true }).First).ToBeVisibleAsync();
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Tells_programs_what_there_is_and_says_what_there_is_not()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Server.Address) };
        var none = TestContext.Current.CancellationToken;
        async Task<(HttpStatusCode Status, string Type, string Text)> GetAsync(string path)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), none);
            return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString() ?? "", await answer.Content.ReadAsStringAsync(none));
        }

        var (_, type, list) = await GetAsync("/docs/llms.txt");
        Assert.Equal("text/plain; charset=utf-8", type);
        var all = (await GetAsync("/docs/llms-full.txt")).Text;
        foreach (var line in list.Split('\n').Where(line => line.StartsWith("- [", StringComparison.Ordinal)))
        {
            var path = line[(line.IndexOf("](", StringComparison.Ordinal) + 2)..line.IndexOf(')', StringComparison.Ordinal)];
            var (status, _, text) = await GetAsync(path);
            Assert.True(status == HttpStatusCode.OK && text.StartsWith("# ", StringComparison.Ordinal), path);
            Assert.Contains(text[..text.IndexOf('\n', StringComparison.Ordinal)], all, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync("/docs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/docs/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/docs/openapi.json")).Status);
        var (missing, html, page) = await GetAsync("/docs/no-such-page");
        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8"), (missing, html));
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_may_still_be_called_docs()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Server.Address) };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var answer = await http.GetAsync(new Uri("/docs/llm/runs?tab=charts", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("/o/docs/org/llm/runs?tab=charts", answer.Headers.Location?.OriginalString);
    }
}
