namespace NeptuneAlt.Server.Hosting.Commands.Dashboards;

/// <summary>Which lines of a text went (<c>-</c>), came (<c>+</c>), and stand beside these.</summary>
static class LineDiff
{
    const int Context = 2;

    /// <summary>Texts with more lines than this that differ are told as gone and come, whole.</summary>
    const int LinesMax = 5000;

    public static IEnumerable<string> Of(string before, string after)
    {
        var (old, fresh) = (LinesOf(before), LinesOf(after));
        var lines = Join(old, fresh);
        for (var i = 0; i < lines.Count; i++)
        {
            var (from, to) = (Math.Max(0, i - Context), Math.Min(lines.Count - 1, i + Context));
            if (lines[i].Mark != ' ' || Enumerable.Range(from, to - from + 1).Any(near => lines[near].Mark != ' '))
                yield return $"{lines[i].Mark} {lines[i].Text}";
        }
    }

    /// <summary>The longest common subsequence, from which both texts can be read.</summary>
    static List<(char Mark, string Text)> Join(string[] old, string[] fresh)
    {
        var start = 0;
        while (start < old.Length && start < fresh.Length && old[start] == fresh[start]) start++;
        var end = 0;
        while (end < old.Length - start && end < fresh.Length - start && old[^(end + 1)] == fresh[^(end + 1)]) end++;

        var (gone, came) = (old[start..^end], fresh[start..^end]);
        List<(char, string)> lines = [.. old[..start].Select(text => (' ', text))];
        if (gone.Length > LinesMax || came.Length > LinesMax)
            lines.AddRange([.. gone.Select(text => ('-', text)), .. came.Select(text => ('+', text))]);
        else AddMiddle(lines, gone, came);
        lines.AddRange(old[^end..].Select(text => (' ', text)));
        return lines;
    }

    static void AddMiddle(List<(char, string)> lines, string[] gone, string[] came)
    {
        var common = new ushort[gone.Length + 1, came.Length + 1];
        for (var i = gone.Length - 1; i >= 0; i--)
            for (var j = came.Length - 1; j >= 0; j--)
                common[i, j] = gone[i] == came[j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);

        var (x, y) = (0, 0);
        while (x < gone.Length || y < came.Length)
        {
            if (x < gone.Length && y < came.Length && gone[x] == came[y])
            {
                lines.Add((' ', gone[x++]));
                y++;
            }
            else if (y == came.Length || (x < gone.Length && common[x + 1, y] >= common[x, y + 1])) lines.Add(('-', gone[x++]));
            else lines.Add(('+', came[y++]));
        }
    }

    static string[] LinesOf(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
