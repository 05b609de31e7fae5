using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>A file is an idea, and a method fits a screen.</summary>
public partial class SizeTests
{
    const int FileLinesMax = 400;
    const int TestFileLinesMax = 650;
    const int MethodLinesMax = 70;
    const int ColumnsMax = 140;
    const int ParametersMax = 8;

    [Fact]
    public void Files_are_short() => Assert.Empty(
        from source in Sources.All
        where source.Lines > (source.Path.StartsWith("src/", StringComparison.Ordinal) ? FileLinesMax : TestFileLinesMax)
        select $"{source.Path} has {source.Lines} lines.");

    [Fact]
    public void Methods_fit_a_screen() => Assert.Empty(
        from source in Sources.Product
        from method in source.Tree.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let lines = LinesOf((SyntaxNode?)method.Body ?? method.ExpressionBody ?? (SyntaxNode)method)
        where lines > MethodLinesMax
        select $"{source.At(method)} has {lines} lines.");

    [Fact]
    public void Lines_fit_a_page() => Assert.Empty(
        from source in Sources.Product
        from line in source.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Length > ColumnsMax && !Message().IsMatch(line.Text)
        select $"{source.Path}:{line.Number} has {line.Text.Length} columns.");

    [Fact]
    public void Constructors_ask_for_few_things() => Assert.Empty(
        from source in Sources.Product
        from type in source.Tree.DescendantNodes().OfType<ClassDeclarationSyntax>()
        where type.ParameterList?.Parameters.Count > ParametersMax
        select $"{source.At(type)} asks for {type.ParameterList!.Parameters.Count}.");

    /// <summary>A sentence for people, or a statement for the database, is easier to read and to find in one
    /// piece.</summary>
    [GeneratedRegex("""(["'{][^"]{70,}|min\(value\))""")]
    private static partial Regex Message();

    static int LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
