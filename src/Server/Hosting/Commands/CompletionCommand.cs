using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace NeptuneAlt.Server.Hosting.Commands;

/// <summary>Prints a script that completes commands and options in a shell. It is made from the commands themselves.</summary>
static class CompletionCommand
{
    const string Program = "neptunealt";

    static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh or fish." };

    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a script that completes commands and options in a shell.") { Shell };
        // The shell is required.
        command.SetAction(parsed => Console.Out.Write(Script(parsed.RootCommandResult.Command, parsed.GetValue(Shell)!)));
        return command;
    }

    internal static string Script(Command root, string shell) => shell switch
    {
        "fish" => Fish(root),
        "zsh" => "autoload -U +X bashcompinit && bashcompinit\n" + Bash(root),
        _ => Bash(root),
    };

    static string Bash(Command root)
    {
        var commands = All(root, "").ToList();
        var text = new StringBuilder();
        text.AppendLine($"# Completes {Program}. For this shell: source <({Program} completion bash)");
        text.AppendLine($"_{Program}() {{");
        text.AppendLine("  local word=${COMP_WORDS[COMP_CWORD]} path= words= i");
        text.AppendLine("  for ((i = 1; i < COMP_CWORD; i++)); do");
        text.AppendLine("    case \"$path ${COMP_WORDS[i]}\" in");
        text.AppendLine($"      {string.Join('|', commands.Skip(1).Select(one => $"'{one.Path}'"))}) path=\"$path ${{COMP_WORDS[i]}}\" ;;");
        text.AppendLine("    esac");
        text.AppendLine("  done");
        text.AppendLine("  case \"$path\" in");
        foreach (var (path, command) in commands) text.AppendLine($"    '{path}') words='{string.Join(' ', Words(root, command))}' ;;");
        text.AppendLine("  esac");
        text.AppendLine("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))");
        text.AppendLine("}");
        // Where nothing of it fits, files do: most values are files or folders.
        text.AppendLine($"complete -o default -F _{Program} {Program}");
        return text.ToString();
    }

    static string Fish(Command root)
    {
        var text = new StringBuilder();
        text.AppendLine($"# Completes {Program}. For all shells: {Program} completion fish > ~/.config/fish/completions/{Program}.fish");
        foreach (var (path, command) in All(root, ""))
        {
            var seen = string.Join(
                "; and ", path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"__fish_seen_subcommand_from {name}"));
            var below = command.Subcommands.Where(sub => !sub.Hidden).ToList();
            var next = seen.Length == 0 ? "__fish_use_subcommand"
                : $"{seen}; and not __fish_seen_subcommand_from {string.Join(' ', below.Select(sub => sub.Name))}";
            foreach (var sub in below) text.AppendLine($"complete -c {Program} -n '{next}' -a {sub.Name} -d {Quoted(sub.Description)}");
            var here = seen.Length == 0 ? "" : $" -n '{seen}'";
            foreach (var option in command.Options.Where(option => !option.Hidden))
                text.AppendLine($"complete -c {Program}{here} -l {option.Name.TrimStart('-')} -d {Quoted(option.Description)}");
        }

        return text.ToString();
    }

    static string Quoted(string? text) =>
        $"'{text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>What may come next: commands below, values of an argument that has only some, own options, then those of all.</summary>
    static IEnumerable<string> Words(Command root, Command command) => command.Subcommands.Where(sub => !sub.Hidden)
        .Select(sub => sub.Name)
        .Concat(command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label))
        .Concat(command.Options.Where(option => !option.Hidden).Select(option => option.Name))
        .Concat(root.Options.Where(option => option.Recursive).Select(option => option.Name))
        .Append("--help").Distinct();

    /// <summary>A command and all below it, each with the words that lead to it, one blank before each.</summary>
    static IEnumerable<(string Path, Command Command)> All(Command command, string path) => command.Subcommands.Where(sub => !sub.Hidden)
        .SelectMany(sub => All(sub, $"{path} {sub.Name}")).Prepend((path, command));
}
