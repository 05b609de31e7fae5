using System.Text.RegularExpressions;
using Xunit;

namespace NeptuneAlt.Unit.Tidy;

/// <summary>Fields of messages are named by the constants that are generated with them: a number in the code would compile after
/// a field got another one.</summary>
public partial class FieldNumberTests
{
    [Fact]
    public void Fields_are_read_by_their_names() => Assert.Empty(
        from source in Sources.Product
        from line in source.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where BareNumber().IsMatch(line.Text)
        select $"{source.Path}:{line.Number} {line.Text.Trim()}");

    [GeneratedRegex(@"\.Is(Bytes|Varint)\(\d|\bField (==|is|is not) \(?\d")]
    private static partial Regex BareNumber();
}
