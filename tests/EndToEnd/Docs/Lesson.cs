using System.Text.RegularExpressions;

namespace NeptuneAlt.EndToEnd.Docs;

/// <summary>What a block of a page is for. The word stands behind its language: <c>```bash run</c>.</summary>
enum LessonKind
{
    /// <summary>To be read, or for a place that a test has not: services, the network, rights of root.</summary>
    Shown,

    /// <summary>Runs to its end, which must be good.</summary>
    Run,

    /// <summary>Starts a server, in the place of the one that is there at its address.</summary>
    Server,

    /// <summary>Lines that the block before prints, in this order; <c>…</c> is anything.</summary>
    Output,
}

/// <summary>A block of a page.</summary>
/// <param name="Where">Page and line.</param>
sealed partial record Lesson(string Where, string Language, LessonKind Kind, string Text)
{
    public static IReadOnlyList<Lesson> In(string page, string text) =>
    [
        .. from block in Fence().Matches(text)
           let words = block.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
           let line = text[..block.Index].Count(letter => letter == '\n') + 1
           select new Lesson($"{page}:{line}", words.FirstOrDefault() ?? "", KindOf(words), block.Groups[2].Value),
    ];

    static LessonKind KindOf(string[] words) => words.ElementAtOrDefault(1) switch
    {
        null or "elsewhere" => LessonKind.Shown,
        "run" => LessonKind.Run,
        "server" => LessonKind.Server,
        "output" => LessonKind.Output,
        var other => throw new FormatException($"A block of a page is run, server, output or elsewhere, not '{other}'."),
    };

    /// <summary>The first line that was not printed; null if all were.</summary>
    public string? FirstMissing(string printed)
    {
        var lines = new Queue<string>(printed.Split('\n').Select(line => line.Trim()));
        foreach (var line in Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line != "…"))
        {
            var pattern = new Regex($"^{string.Join(".*", line.Split('…').Select(Regex.Escape))}$");
            while (lines.Count > 0 && !pattern.IsMatch(lines.Peek())) lines.Dequeue();
            if (lines.Count == 0) return line;
            lines.Dequeue();
        }

        return null;
    }

    [GeneratedRegex(@"^```([^\n`]+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
