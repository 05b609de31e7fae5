using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace NeptuneAlt.EndToEnd.Web;

/// <summary>axe finds nothing serious on any page, in either theme.</summary>
[Collection(WebCollection.Name)]
public class AccessibilityTests(WebSite site)
{
    static readonly string[] Grave = ["serious", "critical"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_can_be_used_by_everybody(ColorScheme scheme)
    {
        var (page, errors) = await site.OpenAsync("/", scheme);
        var found = new List<string>();
        foreach (var one in site.Pages)
        {
            await one.ShowAsync(page);
            var result = await page.RunAxe();
            found.AddRange(result.Violations.Where(rule => Grave.Contains(rule.Impact)).SelectMany(rule => rule.Nodes.Select(
                node => $"{one.Name}: {rule.Id}: {node.Html[..Math.Min(200, node.Html.Length)]}")));
        }

        await page.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(errors);
    }
}
