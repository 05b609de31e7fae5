using System.CommandLine;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Moving in, from the command line: <c>import exporter DATA</c>.</summary>
static class ImportCommand
{
    static readonly Argument<string> Data = new("data") { Description = "The exporter's folder of Parquet files." };
    static readonly Option<string> Files = Text("--files", "The exporter's folder of files.");
    static readonly Option<string> Models = Text("--models", "The 2.x exporter's folder of the model registry.");
    static readonly Option<string> ModelFiles = Text("--model-files", "The folder of the model registry's files.");
    static readonly Option<string> Errors = Text("--errors", "The exporter's neptune_exporter_errors.jsonl, for the report.");
    internal static readonly Option<bool> Dry = new("--dry-run") { Description = "Only tell what would come." };
    static readonly Option<string[]> Projects = new("--project")
    {
        Description = "Only this project, workspace/name; OLD=NEW gives it another name. May be repeated.",
    };

    static readonly Option<string[]> Runs = new("--run") { Description = "Only the run of this id. May be repeated." };
    static readonly Option<string> Since = Text("--since", "Only runs made or changed since, such as 2025-06-01.");

    public static Command Create(Func<Func<Task<int>>, Task<int>> guard)
    {
        var command = new Command("import", "Moving in: brings what was exported elsewhere. The API token is NEPTUNE_API_TOKEN.");
        var exporter = new Command(
            "exporter",
            "Imports a folder of neptune-exporter, 2.x or 3.x, and proves it. Can be stopped and begun again. "
            + "0: all is there; 1: something differs or was refused; 2: not begun.")
        {
            Data, Files, Models, ModelFiles, Errors, ServerCommand.Url, ServerCommand.Json, Dry, Projects, Runs, Since,
        };
        exporter.SetAction((parsed, cancellationToken) =>
            guard(() => ServerCommand.GuardedAsync(() => RunAsync(parsed, cancellationToken), cancellationToken)));
        command.Add(exporter);
        TrackerCommands.AddTo(command, guard);
        command.Add(NeptuneStoreCommand.Create(guard));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = Read(parsed);
        using var server = parsed.GetValue(Dry) ? null : Server(parsed);
        if (server is not null) await server.ClientAsync(cancellationToken);
        return await RunAsync(options, server, parsed.GetValue(ServerCommand.Json), cancellationToken);
    }

    static async Task<int> RunAsync(
        ImportOptions options, ImportServer? server, string? json, CancellationToken cancellationToken)
    {
        using var report = new ImportReport(json, options.Data, server?.Address);
        var import = new ExporterImport(options, server, report, Console.Out, TimeProvider.System);
        var elapsed = await import.RunAsync(!Console.IsOutputRedirected, cancellationToken);
        report.End(Console.Out, elapsed);
        return report.HasDifferences ? ServerCommand.Different : 0;
    }

    /// <exception cref="StartException">Something is missing or makes no sense.</exception>
    static ImportOptions Read(ParseResult parsed)
    {
        var projects = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var project in parsed.GetValue(Projects) ?? [])
        {
            var equals = project.IndexOf('=', StringComparison.Ordinal);
            projects[equals < 0 ? project : project[..equals]] = equals < 0 ? project : project[(equals + 1)..];
        }

        return new ImportOptions(
            Folder(parsed, Data)!, Folder(parsed, Files), Folder(parsed, Models), Folder(parsed, ModelFiles),
            parsed.GetValue(Errors) is not { Length: > 0 } errors ? null
                : File.Exists(errors) ? errors
                : throw new StartException($"There is no file {errors}."))
        {
            Projects = projects,
            Runs = (parsed.GetValue(Runs) ?? []).ToHashSet(StringComparer.Ordinal),
            Since = ServerCommand.DateOf(parsed.GetValue(Since)),
        };
    }

    internal static ImportServer Server(ParseResult parsed) =>
        new(ServerConnection.Open(parsed.GetValue(ServerCommand.Url), TimeProvider.System), TimeProvider.System);

    internal static string? Folder(ParseResult parsed, Symbol symbol)
    {
        var path = symbol is Argument<string> argument ? parsed.GetValue(argument) : parsed.GetValue((Option<string>)symbol);
        return path is not { Length: > 0 } ? null
            : Directory.Exists(path) ? Path.GetFullPath(path)
            : throw new StartException($"There is no folder {path}.");
    }

    static Option<string> Text(string name, string description) => new(name) { Description = description };
}
