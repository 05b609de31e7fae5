// Folds the fragments of this folder into CHANGELOG.md, or prints the entry of one version.
//
//   dotnet run changelog.d/fold.cs -- 0.2.0 2026-11-30    a new entry on top; the fragments are deleted
//   dotnet run changelog.d/fold.cs -- --show 0.2.0        the entry as it stands in CHANGELOG.md
//
// A fragment is named NUMBER-topic.KIND.md; KIND is feature, change or fix.
#:property PublishAot=false

const string Mark = "<!-- entries -->";
(string Kind, string Heading)[] kinds = [("feature", "Added"), ("change", "Changed"), ("fix", "Fixed")];

var folder = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFilePath")!)!;
var page = Path.Combine(folder, "..", "CHANGELOG.md");
return args switch
{
    ["--show", var version] => Show(version),
    [var version, var date] when !version.StartsWith('-') => Fold(version, date),
    _ => Fail("Usage: fold.cs VERSION DATE, or fold.cs --show VERSION"),
};

int Fold(string version, string date)
{
    var text = File.ReadAllText(page);
    var fragments = Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).ToList();
    if (fragments.FirstOrDefault(file => kinds.All(kind => !file.EndsWith($".{kind.Kind}.md", StringComparison.Ordinal))) is { } odd)
        return Fail($"{odd} is of no kind: name it NUMBER-topic.feature.md, .change.md or .fix.md.");
    if (fragments.Count == 0) return Fail("There are no fragments.");
    if (!text.Contains(Mark, StringComparison.Ordinal)) return Fail($"CHANGELOG.md lacks the line {Mark}.");
    if (EntryOf(text, version) is not null) return Fail($"CHANGELOG.md has an entry for {version} already.");

    var sections = kinds
        .Select(kind => (kind.Heading, Lines: fragments.Where(file => file.EndsWith($".{kind.Kind}.md", StringComparison.Ordinal)).Select(Item).ToList()))
        .Where(section => section.Lines.Count > 0)
        .Select(section => $"### {section.Heading}\n\n{string.Join("\n", section.Lines)}\n");
    var entry = $"## {version} ({date})\n\n{string.Join("\n", sections)}";
    File.WriteAllText(page, text.Replace(Mark, $"{Mark}\n\n{entry}".TrimEnd(), StringComparison.Ordinal));
    foreach (var file in fragments) File.Delete(file);
    Console.WriteLine($"{fragments.Count} fragments are in {version}.");
    return 0;
}

int Show(string version)
{
    if (EntryOf(File.ReadAllText(page), version) is not { } entry) return Fail($"CHANGELOG.md has no entry for {version}.");
    Console.WriteLine(entry);
    return 0;
}

static string Item(string file) => File.ReadAllText(file).Trim() is var text && text.StartsWith("- ", StringComparison.Ordinal)
    ? text // a list already
    : "- " + text.Replace("\n", "\n  ", StringComparison.Ordinal);

static string? EntryOf(string text, string version)
{
    var from = text.IndexOf($"\n## {version} (", StringComparison.Ordinal);
    if (from < 0) return null;
    var next = text.IndexOf("\n## ", from + 1, StringComparison.Ordinal);
    return text[from..(next < 0 ? text.Length : next)].Trim();
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
