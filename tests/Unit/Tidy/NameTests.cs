using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>A name says what its thing is, and texts are in American spelling.</summary>
public partial class NameTests
{
    static readonly string[] Texts = [".cs", ".md", ".sql", ".proto", ".yaml", ".yml", ".ts", ".tsx", ".mjs", ".css"];

    // Seams of Orleans are interfaces by its own rule.
    static readonly string[] OrleansSeams = ["IGrainWithIntegerKey", "IGrainWithStringKey", "IGrainObserver", "IGrainService"];

    [Fact]
    public void No_type_is_called_after_nothing() => Assert.Empty(
        from source in Sources.All
        from type in source.Tree.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where Empty().IsMatch(type.Identifier.Text)
        select $"{source.At(type)} {type.Identifier.Text}");

    [Fact]
    public void Spelling_is_American() => Assert.Empty(
        from file in Repository.TextFiles(Texts)
        where !file.Contains($"{Path.DirectorySeparatorChar}Schema{Path.DirectorySeparatorChar}", StringComparison.Ordinal) // never edited
        where !file.EndsWith("NameTests.cs", StringComparison.Ordinal) && !file.EndsWith("CpuDiagnoser.cs", StringComparison.Ordinal) // a package's name
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        let match = British().Match(line.Text)
        where match.Success
        select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number} {match.Value}");

    [Fact]
    public void Interfaces_have_two_implementations() => Assert.Empty(
        from source in Sources.Product
        from seam in source.Tree.DescendantNodes().OfType<InterfaceDeclarationSyntax>()
        where seam.BaseList?.Types.Any(type => OrleansSeams.Contains(type.ToString())) != true
        let implementations = Sources.Product.Sum(other => other.Tree.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Count(type => type.BaseList?.Types.Any(parent => parent.Type.ToString().Split('<')[0] == seam.Identifier.Text) == true))
        where implementations < 2
        select $"{source.At(seam)} {seam.Identifier.Text} has {implementations}.");

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Common|Base|Info|Impl)$")]
    private static partial Regex Empty();

    [GeneratedRegex(
        @"\b(un|re)?(colour|behaviour|neighbour|favour|honour|recognis|normalis|summaris|initialis|organis(?!m)|serialis|licence|catalogue|analys(e|er)s?\b|centre|grey)[a-z]*",
        RegexOptions.IgnoreCase)]
    private static partial Regex British();
}
