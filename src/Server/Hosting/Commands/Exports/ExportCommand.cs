using System.CommandLine;
using System.Net;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Moving out, from the command line: <c>export FOLDER</c>.</summary>
static class ExportCommand
{
    static readonly Argument<string> Folder = new("folder") { Description = "Where to; it is made if it is not there." };
    static readonly Option<string[]> Projects = new("--project") { Description = "workspace/name. May be repeated.", Required = true };
    static readonly Option<string[]> Runs = new("--run") { Description = "Only the run of this id. May be repeated." };
    static readonly Option<string> Query = new("--query") { Description = "Only runs that match this query (NQL)." };
    static readonly Option<string> Since = new("--since") { Description = "Only runs made or changed since, such as 2025-06-01." };
    static readonly Option<bool> Files = new("--files") { Description = "Files, too." };
    static readonly Option<ExportFormat> Format = new("--format")
    {
        Description = "exporter: as neptune-exporter 3.x, to be imported again; parquet, csv, arrow: a table a run.",
        DefaultValueFactory = _ => ExportFormat.Exporter,
    };

    public static Command Create(Func<Func<Task<int>>, Task<int>> guard)
    {
        var command = new Command(
            "export",
            "Moving out: writes runs to a folder. Can be stopped and begun again, and then writes only what is new. "
            + "The API token is NEPTUNE_API_TOKEN. 0: all is there; 1: something is missing; 2: not begun.")
        {
            Folder, Projects, Runs, Query, Since, Format, Files, ServerCommand.Url, ServerCommand.Json,
        };
        command.SetAction((parsed, cancellationToken) =>
            guard(() => ServerCommand.GuardedAsync(() => RunAsync(parsed, cancellationToken), cancellationToken)));
        return command;
    }

    /// <exception cref="StartException">Something makes no sense, or the folder cannot be written to.</exception>
    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var options = Read(parsed);
            using var connection = ServerConnection.Open(parsed.GetValue(ServerCommand.Url), TimeProvider.System);
            return await RunAsync(options, connection, parsed.GetValue(ServerCommand.Json), cancellationToken);
        }
        catch (HttpRequestException refusal) when (
            refusal.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError)
        {
            throw new StartException(refusal.Message, refusal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The folder cannot be written to: {failure.Message}", failure);
        }
    }

    static async Task<int> RunAsync(
        ExportOptions options, ServerConnection connection, string? json, CancellationToken cancellationToken)
    {
        var source = new ExportSource(connection);
        var report = new ExportReport(options, connection.Address);
        var progress = new ExportProgress(new ProgressLine(Console.Out, !Console.IsOutputRedirected, TimeProvider.System));
        await connection.ClientAsync(cancellationToken);
        await using (var state = ExportState.Open(options.Folder))
        {
            foreach (var project in options.Projects)
                await new ProjectExport(source, options, project, state, report, progress).RunAsync(cancellationToken);
        }

        progress.End();
        await report.EndAsync(Console.Out, json, progress.Elapsed, cancellationToken);
        return report.HasDifferences ? ServerCommand.Different : 0;
    }

    /// <exception cref="StartException">Something makes no sense.</exception>
    static ExportOptions Read(ParseResult parsed) => new(
        Path.GetFullPath(parsed.GetValue(Folder)!), // it is required
        [.. (parsed.GetValue(Projects) ?? []).Distinct()], parsed.GetValue(Format), parsed.GetValue(Files))
    {
        Runs = (parsed.GetValue(Runs) ?? []).ToHashSet(StringComparer.Ordinal),
        Query = parsed.GetValue(Query),
        Since = ServerCommand.DateOf(parsed.GetValue(Since)),
    };
}
