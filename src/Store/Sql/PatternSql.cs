using System.Text;
using System.Text.RegularExpressions;

namespace NeptuneAlt.Store.Sql;

/// <summary>Regular expressions in RE2's syntax, matching any part of a text.</summary>
static partial class PatternSql
{
    /// <summary>The condition that a column matches the pattern.</summary>
    public static string Match(SqlText sql, string column, string pattern)
    {
        if (pattern.Length == 0) return "1";

        var bound = Bind(sql, pattern);

        // The second half is constant, so a wrong expression is found even where there is no row to match it with.
        return $"(match({column}, {bound}) AND match('', {bound}) IN (0, 1))";
    }

    /// <summary>The pattern as a parameter that the engine understands as it is meant.</summary>
    public static string Bind(SqlText sql, string pattern)
    {
        // The engine reads a zero byte as the pattern's end, and lets a dot match a line break.
        var text = pattern.Replace("\0", "\\x00", StringComparison.Ordinal);
        return sql.Bind(text.Contains('.', StringComparison.Ordinal) ? "(?-s)" + text : text);
    }

    /// <summary>The texts that the pattern matches, if it is a list of literal ones as clients write it,
    /// <c>^(a|b)$</c> or <c>^a$</c>: then a set serves better. Else <c>null</c>.</summary>
    public static IReadOnlyList<string>? Literals(string pattern)
    {
        if (!pattern.StartsWith('^') || !pattern.EndsWith('$')) return null;

        var inner = pattern.AsSpan(1, pattern.Length - 2);
        var isList = inner.StartsWith("(") && inner.EndsWith(")");
        if (isList) inner = inner[1..^1];

        var literals = new List<string>();
        var literal = new StringBuilder();
        for (var i = 0; i < inner.Length; i++)
        {
            switch (inner[i])
            {
                case '|' when isList:
                    literals.Add(literal.ToString());
                    literal.Clear();
                    break;
                case '\\' when i + 1 < inner.Length && !char.IsAsciiLetterOrDigit(inner[i + 1]):
                    literal.Append(inner[++i]);
                    break;
                case '\\' or '.' or '+' or '*' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '^' or '$':
                    return null;
                default:
                    literal.Append(inner[i]);
                    break;
            }
        }

        literals.Add(literal.ToString());
        return literals;
    }

    /// <summary>RE2's complaint about a pattern, taken from the engine's message.</summary>
    public static string Fault(string message) => Complaint.Match(message) is { Success: true } match
        ? $"A regular expression is wrong: {match.Groups["fault"].Value.Trim()}. The syntax is RE2's."
        : "A regular expression is wrong. The syntax is RE2's.";

    [GeneratedRegex(@"cannot compile re2:.*?, error: (?<fault>.*?)\. Look at", RegexOptions.Singleline)]
    static partial Regex Complaint { get; }
}
