using System.Text.RegularExpressions;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Two formulas with an operation between them, letter by letter as the web app writes them for the edges of a band.
/// </summary>
static partial class CombinedFormula
{
    public static string Of(string one, string operation, string other)
    {
        var (left, right) = (Parts(one), Parts(other));
        return $"{left.Lets}{right.Lets}({left.Body}) {operation} ({right.Body})";
    }

    /// <summary>The <c>let</c> clauses, and the rest, behind which a comment is in a line of its own.</summary>
    static (string Lets, string Body) Parts(string text)
    {
        var end = Tokens().Matches(text).LastOrDefault(token => token.Value == ";") is { } last ? last.Index + 1 : 0;
        var body = text[end..].Trim();
        var isCommented = Tokens().Matches(body).Any(token => token.Value[0] == '#');
        return (end == 0 ? "" : $"{text[..end]} ", isCommented ? body + "\n" : body);
    }

    [GeneratedRegex(
        """\$~\{(?:\\.|[^\\{}]|\{[^{}]*\})*\}|\$\{(?:\\.|[^\\}])*\}|"(?:\\.|[^"\\])*"|#[^\n]*|;""",
        RegexOptions.Singleline, 1000)]
    private static partial Regex Tokens();
}
