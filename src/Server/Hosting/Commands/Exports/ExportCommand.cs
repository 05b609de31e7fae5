using System.CommandLine;
using System.Globalization;
using System.Net;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Moving out, from the command line: <c>export FOLDER</c>.</summary>
static class ExportCommand
{
    /// <summary>Something is not in the folder as the server has it.</summary>
    const int Different = 1;

    /// <summary>What was asked for makes no sense.</summary>
    const int Usage = 2;

    static readonly Argument<string> Folder = new("folder") { Description = "Where to; it is made if it is not there." };
    static readonly Option<string[]> Projects = new("--project") { Description = "workspace/name. May be repeated.", Required = true };
    static readonly Option<string[]> Runs = new("--run") { Description = "Only the run of this id. May be repeated." };
    static readonly Option<string> Query = new("--query") { Description = "Only runs that match this query (NQL)." };
    static readonly Option<string> Since = new("--since") { Description = "Only runs made or changed since, such as 2025-06-01." };
    static readonly Option<bool> Files = new("--files") { Description = "Files, too." };
    static readonly Option<string> Url = new("--url") { Description = "Address of the server; else the one that the token in NEPTUNE_API_TOKEN names." };
    static readonly Option<string> Json = new("--json") { Description = "Write the whole report to this file." };
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
            Folder, Projects, Runs, Query, Since, Format, Files, Url, Json,
        };
        command.SetAction((parsed, cancellationToken) => guard(() => RunAsync(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var options = Read(parsed);
            using var connection = ServerConnection.Open(parsed.GetValue(Url), TimeProvider.System);
            return await RunAsync(options, connection, parsed.GetValue(Json), cancellationToken);
        }
        catch (Exception failure) when (failure is StartException
            || failure is HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError })
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return Usage;
        }
        catch (Exception failure) when (failure is HttpRequestException
            || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"The server could not be asked: {failure.Message} What came so far is kept; the same command goes on from there.");
            return Different;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The folder cannot be written to: {failure.Message}");
            return Usage;
        }
    }

    static async Task<int> RunAsync(
        ExportOptions options, ServerConnection connection, string? json, CancellationToken cancellationToken)
    {
        var source = new ExportSource(connection);
        var report = new ExportReport(options, connection.Address);
        var progress = new ExportProgress(Console.Out, !Console.IsOutputRedirected, TimeProvider.System);
        await connection.ClientAsync(cancellationToken);
        await using (var state = ExportState.Open(options.Folder))
        {
            foreach (var project in options.Projects)
                await new ProjectExport(source, options, project, state, report, progress).RunAsync(cancellationToken);
        }

        progress.End();
        await report.EndAsync(Console.Out, json, progress.Elapsed, cancellationToken);
        return report.HasDifferences ? Different : 0;
    }

    /// <exception cref="StartException">Something makes no sense.</exception>
    static ExportOptions Read(ParseResult parsed) => new(
        Path.GetFullPath(parsed.GetValue(Folder)!), // it is required
        [.. (parsed.GetValue(Projects) ?? []).Distinct()], parsed.GetValue(Format), parsed.GetValue(Files))
    {
        Runs = (parsed.GetValue(Runs) ?? []).ToHashSet(StringComparer.Ordinal),
        Query = parsed.GetValue(Query),
        Since = parsed.GetValue(Since) is not { Length: > 0 } since ? null
            : DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new StartException($"'{since}' is no date: write it as 2025-06-01 or 2025-06-01T12:00:00Z."),
    };
}
