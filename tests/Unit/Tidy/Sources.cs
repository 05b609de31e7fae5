using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>A hand-written C# file.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
sealed record Source(string Path, string Text)
{
    readonly Lazy<SyntaxNode> _tree = new(() => CSharpSyntaxTree.ParseText(Text).GetRoot());

    public SyntaxNode Tree => _tree.Value;

    public int Lines => Text.Count(character => character == '\n');

    /// <summary>Where a node begins, for a message that leads there.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}

static class Sources
{
    static readonly char[] Separators = ['/', '\\'];
    static readonly Lazy<IReadOnlyList<Source>> Read = new(() => [.. new[] { "src", "tests", "bench", "loadtests" }
        .SelectMany(folder => In(System.IO.Path.Combine(Repository.Root, folder)))]);

    /// <summary>All of the repository, without what builds make.</summary>
    public static IReadOnlyList<Source> All => Read.Value;

    public static IEnumerable<Source> Product => All.Where(source => source.Path.StartsWith("src/", StringComparison.Ordinal));

    public static IEnumerable<Source> In(string folder) =>
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        let path = System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.Split(Separators).Any(part => part is "bin" or "obj" or "node_modules")
        orderby path
        select new Source(path, File.ReadAllText(file));
}
