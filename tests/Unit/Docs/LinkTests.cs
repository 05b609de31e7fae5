using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace NeptuneAlt.Unit.Docs;

/// <summary>Whoever follows a link in the pages gets somewhere, on GitHub and on the site.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_and_picture_leads_to_something() => Assert.Empty(
        from page in Page.All
        from target in page.Targets
        where !IsElsewhere(target) && Missing(page, target) is not null
        select $"{page}: {target} {Missing(page, target)}");

    [Fact]
    public void The_site_has_what_its_pages_lead_to() => Assert.Empty(
        from page in Page.OfDocs
        from target in page.Targets
        where !IsElsewhere(target) && !Resolve(page, target).StartsWith("docs/", StringComparison.Ordinal)
        select $"{page}: {target} is outside of docs/. Name the file instead: the site has no such page.");

    /// <summary>Decisions tell of the day they were made on.</summary>
    [Fact]
    public void Every_file_of_the_code_that_a_page_names_is_there()
    {
        var files = Repository.TextFiles([".cs", ".ts", ".tsx", ".mjs", ".js", ".sql", ".proto", ".csproj", ".yaml", ".json", ".xml"])
            .Select(file => "/" + Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).ToList();

        Assert.Empty(
            from page in Page.All
            where !page.Path.StartsWith("docs/adr/", StringComparison.Ordinal) && page.Path != "CHANGELOG.md"
            from name in page.Spans.Where(span => CodeFile().IsMatch(span))
            where !files.Any(file => file.EndsWith("/" + name, StringComparison.Ordinal))
            select $"{page}: there is no {name}.");
    }

    [Fact]
    public void Every_picture_is_shown_somewhere()
    {
        var shown = Page.All.SelectMany(page => page.Targets.Where(target => !IsElsewhere(target)).Select(target => Resolve(page, target))).ToList();
        var there = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "pictures"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));

        // The site adds the one of the dark theme itself.
        Assert.Empty(there.Except(shown.Concat(shown.Select(picture => picture.Replace("-light.", "-dark.", StringComparison.Ordinal)))));
    }

    /// <summary>A clone is for those who read code, too.</summary>
    [Fact]
    public void Pictures_are_small()
    {
        var pictures = new DirectoryInfo(Path.Combine(Repository.Root, "docs", "pictures")).EnumerateFiles("*", SearchOption.AllDirectories);

        Assert.InRange(pictures.Sum(picture => picture.Length), 1, 3_000_000);
    }

    [Fact]
    public void Every_page_is_in_the_sidebar_once()
    {
        using var sidebar = JsonDocument.Parse(Repository.Read("src", "Docs", ".vitepress", "sidebar.json"));
        var listed = sidebar.RootElement.EnumerateArray().SelectMany(group => group.GetProperty("items").EnumerateArray())
            .Select(item => $"docs/{item.GetProperty("page").GetString()}");
        var decisions = Page.Of("docs/adr/README.md").Targets.Select(target => $"docs/adr/{target}");

        string[] there = [.. Page.OfDocs.Select(page => page.Path).Order()], all = [.. listed.Concat(decisions).Order()];
        Assert.True(
            there.SequenceEqual(all),
            $"In the sidebar or, of decisions, in docs/adr/README.md: missing {string.Join(", ", there.Except(all))}; "
            + $"too many {string.Join(", ", all.Except(there).Concat(all.CountBy(page => page).Where(page => page.Value > 1).Select(page => page.Key)))}");
    }

    [Fact]
    public void Rows_of_a_table_have_as_many_cells_as_its_head() => Assert.Empty(
        from page in Page.All
        from row in Rows(page)
        where row.Cells != row.HeadCells
        select $"{page}: {row.Text} has {row.Cells} cells, its head {row.HeadCells}. A | within a cell is written \\|.");

    static IEnumerable<(string Text, int Cells, int HeadCells)> Rows(Page page)
    {
        var head = 0;
        foreach (var line in page.Prose.Split('\n').Select(line => line.Trim()))
        {
            if (!line.StartsWith('|'))
            {
                head = 0;
                continue;
            }

            var cells = line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|') - 1;
            if (head == 0) head = cells;
            yield return (line, cells, head);
        }
    }

    static bool IsElsewhere(string target) =>
        target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal)
        || target.StartsWith("data:", StringComparison.Ordinal);

    static string Resolve(Page page, string target)
    {
        var file = target.Split('#')[0].Split('?')[0];
        if (file.Length == 0) return page.Path;
        var folder = Path.GetDirectoryName(page.Path)!;
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, file))).Replace('\\', '/');
    }

    static string? Missing(Page page, string target)
    {
        var path = Resolve(page, target);
        // Pages of the project on GitHub, beside its files: ../../actions, ../../releases.
        if (path.StartsWith("../", StringComparison.Ordinal)) return OnGitHub(path) ? null : "leads out of the repository";
        var full = Path.Combine(Repository.Root, path);
        if (!File.Exists(full) && !Directory.Exists(full)) return "is not there";
        var anchor = target.Contains('#', StringComparison.Ordinal) ? target[(target.IndexOf('#', StringComparison.Ordinal) + 1)..] : "";
        return anchor.Length == 0 || Page.All.Single(other => other.Path == path).Anchors.Contains(anchor) ? null : "has no such heading";
    }

    static bool OnGitHub(string path) =>
        path.StartsWith("../../actions/workflows/", StringComparison.Ordinal)
            ? File.Exists(Path.Combine(Repository.Root, ".github", "workflows", path.Split('/')[4]))
            : path is "../../releases" or "../../issues";

    /// <summary>Without patterns, in which an X or a leading dot stands for any name.</summary>
    [GeneratedRegex(@"^(?!\.|x\.|X[A-Z]|\S*NNN|\S*X\.)[\w./-]+\.(cs|tsx?|mjs|sql|proto|csproj)$")]
    private static partial Regex CodeFile();
}
