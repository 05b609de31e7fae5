using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>axe finds nothing serious on any page, in either theme.</summary>
[Collection(WebCollection.Name)]
public class AccessibilityTests(WebSite site)
{
    static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Of nodes that a rule has nothing against, one is enough: large tables take minutes else.</summary>
    static readonly AxeRunOptions All = new() { ResultTypes = new HashSet<ResultType> { ResultType.Violations } };

    [Fact]
    public Task Every_page_can_be_used_by_everybody() => CheckAsync(ColorScheme.Light, All);

    /// <summary>All other rules are about what is the same in both.</summary>
    [Fact]
    public Task Every_page_can_be_read_in_the_dark() => CheckAsync(
        ColorScheme.Dark,
        new AxeRunOptions { ResultTypes = All.ResultTypes, RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } });

    async Task CheckAsync(ColorScheme scheme, AxeRunOptions options)
    {
        var (page, errors) = await site.OpenAsync("/", scheme);
        var found = new List<string>();
        foreach (var one in site.Pages.Where(one => WebPage.IsWholeAsked || !one.IsVariant))
        {
            await one.ShowAsync(page);
            var result = await page.RunAxe(options);
            found.AddRange(result.Violations.Where(rule => Grave.Contains(rule.Impact)).SelectMany(rule => rule.Nodes.Select(
                node => $"{one.Name}: {rule.Id}: {node.Html[..Math.Min(200, node.Html.Length)]} {Why(node)}")));
        }

        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(errors);
    }

    /// <summary>Such as the colors that are too close.</summary>
    static string Why(AxeResultNode node) => string.Join(' ', node.Any.Select(check => check.Message));
}
