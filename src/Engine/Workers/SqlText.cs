using System.Text.RegularExpressions;

namespace NeptuneAlt.Engine.Workers;

/// <summary>
/// The little that the engine has to know of a statement's text: its first word, and an INSERT's parts.
/// </summary>
static partial class SqlText
{
    public static string FirstWord(string sql) => FirstWordPattern().Match(sql).Groups[1].Value.ToUpperInvariant();

    /// <summary>Without what may follow the statement, so that a clause can be added.</summary>
    public static string Trimmed(string sql) => sql.AsSpan().TrimEnd([' ', '\t', '\r', '\n', ';']).ToString();

    /// <summary><c>INSERT INTO t (columns) SETTINGS … FORMAT name</c>, whose data comes after the statement.</summary>
    public static Match DataInsert(string sql) => DataInsertPattern().Match(sql);

    public static bool IsSettingName(string name) => SettingNamePattern().IsMatch(name);

    public static string Identifier(string name) =>
        $"`{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}`";

    /// <summary><c>a = 1, b = 'x'</c>. Names must be setting names.</summary>
    public static string Assignments(IEnumerable<KeyValuePair<string, string>> settings) =>
        string.Join(", ", settings.Select(setting => $"{setting.Key} = {Literal(setting.Value)}"));

    // Numbers too are given as text, which the engine reads for settings of any type; a bare 1 fits no text setting.
    static string Literal(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A(?:\s|\(|--[^\n]*(?:\n|\z)|/\*.*?\*/)*(\w+)", RegexOptions.Singleline)]
    private static partial Regex FirstWordPattern();

    [GeneratedRegex(
        @"\A\s*(?<head>INSERT\s+INTO\s+(?:TABLE\s+)?[\w.`""]+\s*(?:\([^)]*\))?)\s*"
        + @"(?:SETTINGS\s+(?<settings>.*?)\s*)?\bFORMAT\s+(?<format>\w+)\s*(?<rest>.*)\z",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex DataInsertPattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex SettingNamePattern();
}
