using System.CommandLine;

namespace NeptuneAlt.Server.Hosting.Commands.Backups;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
static class BackupCommands
{
    static readonly Argument<string> To = new("folder") { Description = "The folder that the backup is made in: new or empty." };
    static readonly Argument<string> From = new("folder") { Description = "The folder of a backup." };
    static readonly Option<bool> Unchecked = new("--no-verify") { Description = "Leave out the check at the end." };

    public static void AddTo(Command root, Func<Func<Task<int>>, Task<int>> guard, Func<ParseResult, ServerOptions> options)
    {
        var backup = new Command(
            "backup", "Copies the data folder while its server runs or not, and checks the copy. 0: whole, 1: not made, 2: damaged.")
        {
            To, Unchecked, ServerCommand.Json,
        };
        backup.SetAction((parsed, cancellationToken) => guard(async () =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(To)!); // It is required.
            await new DataBackup(options(parsed), folder, TimeProvider.System, Console.Out).MakeAsync(cancellationToken);
            return await CheckAsync(parsed, options(parsed), folder, cancellationToken);
        }));
        var restore = new Command(
            "restore", "Brings a backup back into an empty data folder, and checks it. 0: whole, 1: not brought back, 2: damaged.")
        {
            From, Unchecked, ServerCommand.Json,
        };
        restore.SetAction((parsed, cancellationToken) => guard(async () =>
        {
            var data = options(parsed).DataFolder;
            DataBackup.Restore(Path.GetFullPath(parsed.GetValue(From)!), data, cancellationToken); // It is required.
            Console.WriteLine($"{data} is what was backed up. Start a server on it with --data.");
            return await CheckAsync(parsed, options(parsed), data, cancellationToken);
        }));
        root.Add(backup);
        root.Add(restore);
    }

    static async Task<int> CheckAsync(ParseResult parsed, ServerOptions options, string folder, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(ServerCommand.Json);
        if (parsed.GetValue(Unchecked))
        {
            CommandReport.Write(json, new { folder, isSound = (bool?)null, findings = Array.Empty<object>() });
            return 0;
        }

        var code = await VerifyCommand.RunAsync(new ServerOptions(folder, options.Urls), json, cancellationToken);
        // The check takes the folder as a server does.
        File.Delete(Path.Combine(folder, "lock"));
        return code;
    }
}
