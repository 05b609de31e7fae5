using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>SQL stands where the tables are known, so that a change of a schema is a change of one project.</summary>
public partial class StatementTests
{
    // The engine is what runs statements; the cluster's members and the lock around migrations are the server's own
    // tables; the Python client's are in files of its own.
    static readonly string[] Homes =
        ["src/Store/", "src/Catalog/", "src/Engine/", "src/Server/Clustering/", "src/Server/Hosting/MigrationLock.cs",
            "src/Server/Hosting/Commands/Imports/Offline/OfflineStore.cs"];

    [Fact]
    public void Statements_stand_in_Store_and_Catalog() => Assert.Empty(
        from source in Sources.Product
        where !Homes.Any(home => source.Path.StartsWith(home, StringComparison.Ordinal))
        from token in source.Tree.DescendantTokens()
        where IsText(token) && Keyword().IsMatch(token.ValueText)
        select $"{source.Path}:{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1} {Keyword().Match(token.ValueText).Value}");

    /// <summary>A client knows only the API.</summary>
    [Fact]
    public void Paths_of_the_server_stand_in_one_place() => Assert.Empty(
        from source in Sources.Product
        where !source.Path.StartsWith("src/Client/", StringComparison.Ordinal)
            && source.Path is not ("src/Model/SystemPaths.cs" or "src/Model/SystemAttributes.cs")
        from token in source.Tree.DescendantTokens()
        where IsText(token) && token.ValueText.Contains("sys/", StringComparison.Ordinal)
        select $"{source.Path}:{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1} {token.ValueText.Trim()}");

    static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken;

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|DELETE FROM|ALTER TABLE|CREATE TABLE|GROUP BY|ORDER BY)\b")]
    private static partial Regex Keyword();
}
