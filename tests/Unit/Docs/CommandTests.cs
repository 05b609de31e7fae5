using System.CommandLine;
using System.Text.RegularExpressions;
using NeptuneAlt.Server.Hosting;
using Xunit;

namespace NeptuneAlt.Unit.Docs;

/// <summary>The pages and the program name the same commands, options and variables.</summary>
public sealed partial class CommandTests
{
    static readonly RootCommand Root = CommandLine.Create((_, _) => Task.CompletedTask, (_, _, _) => Task.CompletedTask);
    static readonly Page Listing = Page.Of("docs/command-line.md");

    /// <summary>Options of other programs that the pages name.</summary>
    static readonly HashSet<string> OfOthers =
    [
        "--project", "--no-restore", "--filter", "--filter-class", "--filter-method", "--filter-namespace", "--filter-not-trait", "--folder", "--help", "--version",
        "--gate", "--rm", "--read-only", "--tmpfs", "--restart", "--name", "--index-url", "--no-audit", "--output", "--show",
    ];

    [Fact]
    public void Every_command_is_documented_with_its_options() => Assert.Empty(
        from command in Commands(Root, "")
        let section = SectionOf(command.Path)
        from option in command.Command.Options.Where(option => !option.Hidden && !option.Recursive)
        where !section.Contains($"`{option.Name}", StringComparison.Ordinal)
        select $"{Listing}: {command.Path} has {option.Name}, and its section does not say so.");

    [Fact]
    public void Every_option_of_the_server_is_documented() => Assert.Empty(
        from option in Root.Options.Where(option => option.Name is not ("--help" or "--version"))
        where !SectionOf("options of the server").Contains($"| `{option.Name}", StringComparison.Ordinal)
        select $"{Listing}: {option.Name} is not among the options of the server.");

    [Fact]
    public void Every_command_line_that_a_page_shows_can_be_given() => Assert.Empty(
        from page in Page.All
        from line in Lines(page)
        from error in Root.Parse(Split(line)).Errors
        select $"{page}: {line}: {error.Message}");

    [Fact]
    public void Every_option_that_a_page_names_is_there()
    {
        var known = Commands(Root, "").SelectMany(command => command.Command.Options).Concat(Root.Options).Select(option => option.Name)
            .Concat(OfOthers).ToHashSet();
        var loads = Repository.TextFiles([".cs", ".mjs", ".json", ""]).Where(file => !file.Contains("/src/", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();

        Assert.Empty(
            from page in Page.All
            where !page.Path.StartsWith("docs/adr/", StringComparison.Ordinal) && page.Path != "CHANGELOG.md"
            from option in page.Spans.SelectMany(span => OptionName().Matches(span)).Select(match => match.Groups[1].Value).Distinct()
            where !known.Contains(option) && !loads.Any(text => text.Contains($"\"{option}\"", StringComparison.Ordinal))
            select $"{page}: there is no {option}.");
    }

    [Fact]
    public void Every_variable_that_a_page_names_is_read()
    {
        var tests = Repository.TextFiles([".cs", ".mjs", ".ts", ""]).Where(file => !file.EndsWith("CommandTests.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();

        Assert.Empty(
            from page in Page.All
            from name in Variable().Matches(page.Text).Select(match => match.Value.TrimEnd('_')).Distinct()
            where !CommandLine.Variables.Contains(name) && !name.StartsWith("NEPTUNEALT_KAFKA_CONFIG", StringComparison.Ordinal)
                && !tests.Any(text => text.Contains(name, StringComparison.Ordinal))
            select $"{page}: nothing reads {name}.");
    }

    static IEnumerable<(string Path, Command Command)> Commands(Command command, string path) =>
        command.Subcommands.SelectMany(inner => Commands(inner, $"{path} {inner.Name}".Trim()))
            .Concat(path.Length == 0 || command.Action is null ? [] : [(path, command)]);

    /// <summary>The part of the page under the heading that names the command, or is named so.</summary>
    static string SectionOf(string command)
    {
        var words = command.Split(' ');
        return Listing.Text.Split("\n## ").Skip(1)
            .FirstOrDefault(section => Word().Matches(section.Split('\n')[0].ToLowerInvariant()) is var heading
                && words.All(word => heading.Any(match => match.Value == word))) ?? "";
    }

    /// <summary>Lines that start the program, from a checkout or as it is installed, without what is left to the reader.</summary>
    static IEnumerable<string> Lines(Page page) =>
        from text in page.Fences.Where(fence => !fence.Info.StartsWith("text", StringComparison.Ordinal)).Select(fence => fence.Text)
            .Concat(page.Spans)
        from line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        let start = Start().Match(line)
        where start.Success
        let arguments = Comment().Replace(line[start.Length..], "").Trim()
        where !arguments.Contains('…', StringComparison.Ordinal) && !arguments.Contains('[', StringComparison.Ordinal)
            && !arguments.Contains("COMMAND", StringComparison.Ordinal)
        select arguments.Split(" > ")[0].Split(" &")[0].Split(" | ")[0];

    static string[] Split(string line) =>
        [.. Argument().Matches(line).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex(@"^\s*(?:\$ )?(?:sudo (?:-u \w+ )?)?(?:\S*/)?(?:neptunealt(?= |$)|dotnet run -c Release --project src/Server(?: --(?= |$)|$)|dotnet NeptuneAlt\.Server\.dll)")]
    private static partial Regex Start();

    [GeneratedRegex(@"\s#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|\S)+""")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?<![\w-])(--[a-z][a-z0-9-]+)")]
    private static partial Regex OptionName();

    [GeneratedRegex(@"NEPTUNEALT_[A-Z0-9_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"[a-z-]+")]
    private static partial Regex Word();
}
