using System.Text.RegularExpressions;

namespace NeptuneAlt.Unit.Docs;

/// <summary>A Markdown file of the repository, as GitHub and the site read it.</summary>
sealed partial record Page(string Path, string Text)
{
    /// <summary>Fragments of the changelog are parts of a page, and not read alone.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Repository.TextFiles([".md"]).Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("changelog.d/", StringComparison.Ordinal)).Order()
            .Select(path => new Page(path, Repository.Read(path))),
    ];

    public static IEnumerable<Page> OfDocs => All.Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal));

    public static Page Of(string path) => All.Single(page => page.Path == path);

    /// <summary>Without what stands in fences.</summary>
    public string Prose => Fence().Replace(Text, "");

    public IReadOnlyList<Fenced> Fences =>
        [.. Fence().Matches(Text).Select(fence => new Fenced(this, fence.Groups["info"].Value.Trim(), fence.Groups["text"].Value))];

    /// <summary>Code spans, as they are written.</summary>
    public IEnumerable<string> Spans => Span().Matches(Prose).Select(span => span.Groups[2].Value.Trim());

    /// <summary>What links and pictures lead to.</summary>
    public IEnumerable<string> Targets =>
        Link().Matches(Span().Replace(Prose, "code")).Select(link => link.Groups[1].Value)
            .Concat(Attribute().Matches(Prose).Select(attribute => attribute.Groups[1].Value));

    /// <summary>The anchors of the headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (Match heading in Heading().Matches(Prose))
            {
                var text = LinkText().Replace(heading.Groups[1].Value, "$1").Trim().ToLowerInvariant();
                var slug = NoSlug().Replace(text, "").Replace(' ', '-');
                var anchor = slug;
                for (var again = 1; !anchors.Add(anchor); again++) anchor = $"{slug}-{again}";
            }

            return anchors;
        }
    }

    public override string ToString() => Path;

    [GeneratedRegex(@"^(?<mark> *`{3,})(?<info>[^\n`]*)\n(?<text>.*?)^\k<mark> *$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!`)(`+)(?!`)([^\n]*?(?:\n[^\n]*?)?)(?<!`)\1(?!`)")]
    private static partial Regex Span();

    [GeneratedRegex(@"\]\(([^()\s]+(?:\([^()\s]*\))?)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("""(?:src|href|srcset)="([^"]+)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^#{1,6} +(.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M} _-]")]
    private static partial Regex NoSlug();
}

/// <summary>A block of code between fences.</summary>
/// <param name="Info">Its language and what else stands on the line of the fence.</param>
sealed record Fenced(Page Page, string Info, string Text);
