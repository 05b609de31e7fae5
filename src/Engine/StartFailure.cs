using System.Text.RegularExpressions;

namespace NeptuneAlt.Engine;

/// <summary>Makes one sentence for the operator of what an engine said before it ended.</summary>
static partial class StartFailure
{
    /// <summary>chDB's last word of a failed connect; its reason is the line before.</summary>
    public const string CannotOpen = "chDB could not open the data folder; the reason is in the line above.";

    const int ReasonLengthMax = 300;

    /// <param name="folder">The engine's.</param>
    /// <param name="lines">The last lines that it wrote, the newest at the end.</param>
    public static string Sentence(string folder, IReadOnlyList<string> lines, int exitCode)
    {
        if (lines.Count == 0) return $"The engine ended at once, with code {exitCode}.";
        if (lines[^1] != CannotOpen) return lines[^1];

        var said = string.Join(' ', lines.SkipLast(1));
        if (Definition().Match(said) is { Success: true } definition)
        {
            var file = Path.Combine(folder, definition.Groups["file"].Value);
            return $"The definition of the table {Path.GetFileNameWithoutExtension(file)} is damaged: {file} cannot be used "
                + $"({Cause(said)}). Put this one file back from a backup of the data folder; the table's rows were not touched.";
        }

        return said.Length == 0
            ? $"The engine could not open {folder}."
            : $"The engine could not open {folder}: {Cause(said)}. Put the folder back from a backup, or look into this file or table.";
    }

    /// <summary>The innermost error, without what led to it.</summary>
    static string Cause(string said)
    {
        var begin = said.LastIndexOf("DB::Exception: ", StringComparison.Ordinal);
        var cause = begin < 0 ? said : said[(begin + "DB::Exception: ".Length)..];
        if (Detail().Match(cause) is { Success: true } detail) cause = cause[..detail.Index];
        cause = cause.Trim().TrimEnd('.');
        return cause.Length <= ReasonLengthMax ? cause : cause[..ReasonLengthMax] + "…";
    }

    [GeneratedRegex(@"metadata file (?<file>\S+\.sql)")]
    private static partial Regex Definition();

    [GeneratedRegex(@": (Cannot (parse|attach) |While |failed at |, available columns)|, required columns| \([A-Z_]+\)")]
    private static partial Regex Detail();
}
