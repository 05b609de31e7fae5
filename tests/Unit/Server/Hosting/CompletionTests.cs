using System.CommandLine;
using System.Diagnostics;
using NeptuneAlt.Server.Hosting;
using NeptuneAlt.Server.Hosting.Commands;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

public class CompletionTests
{
    static readonly RootCommand Root = CommandLine.Create((_, _) => Task.CompletedTask, (_, _, _) => Task.CompletedTask);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Has_every_command_and_option(string shell)
    {
        var script = CompletionCommand.Script(Root, shell);

        Assert.Empty(
            from command in Below(Root)
            from name in command.Options.Where(option => !option.Hidden).Select(option => option.Name.TrimStart('-')).Prepend(command.Name)
            where !script.Contains(name, StringComparison.Ordinal)
            select $"{command.Name} {name}");
    }

    [Theory]
    [InlineData("neptunealt import ex", "exporter")]
    [InlineData("neptunealt completion f", "fish")]
    [InlineData("neptunealt dashboards pull --tok", "--token-file")]
    [InlineData("neptunealt import wandb --dry", "--dry-run")]
    [InlineData("neptunealt --publ", "--public-url --public-links")]
    [InlineData("neptunealt doctor --j", "--json")]
    public void Completes_in_a_shell(string typed, string completed)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash here.");

        const string ask = "\nread -ra COMP_WORDS <<< \"$1\"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _neptunealt; echo \"${COMPREPLY[@]}\"";
        var start = new ProcessStartInfo("/bin/bash", ["-c", CompletionCommand.Script(Root, "bash") + ask, "bash", typed]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!; // a new process

        Assert.Equal(completed, bash.StandardOutput.ReadToEnd().Trim());
    }

    static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(sub => Below(sub).Prepend(sub));
}
