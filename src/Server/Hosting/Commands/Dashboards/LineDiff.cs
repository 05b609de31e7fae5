using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>Which lines of a text went (<c>-</c>), came (<c>+</c>), and stand beside these.</summary>
static class LineDiff
{
    const int Context = 2;

    public static IEnumerable<string> Of(string before, string after)
    {
        var lines = InlineDiffBuilder.Diff(Differ.Instance, Lines(before), Lines(after), ignoreWhiteSpace: false).Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            var (from, to) = (Math.Max(0, i - Context), Math.Min(lines.Count - 1, i + Context));
            if (Enumerable.Range(from, to - from + 1).Any(near => lines[near].Type != ChangeType.Unchanged))
                yield return $"{Mark(lines[i].Type)} {lines[i].Text}";
        }
    }

    static char Mark(ChangeType type) => type switch
    {
        ChangeType.Deleted => '-',
        ChangeType.Inserted => '+',
        _ => ' ',
    };

    static string Lines(string text) => text.TrimEnd('\n');
}
