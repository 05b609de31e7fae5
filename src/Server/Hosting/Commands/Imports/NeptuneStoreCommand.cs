using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>What runs left on disk: <c>import neptune-store FOLDER</c>.</summary>
static class NeptuneStoreCommand
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    static readonly Argument<string> Folder = new("folder") { Description = "A folder with stores anywhere below it, such as .neptune." };
    static readonly Option<bool> Delete = new("--delete") { Description = "Delete each store once the server has all of it." };

    public static Command Create(Func<Func<Task<int>>, Task<int>> guard)
    {
        var command = new Command(
            "neptune-store",
            "Sends what offline or unfinished runs of the Python client left on disk, parents first. Can be stopped and begun again. "
            + "0: all is there; 1: something is missing or was refused; 2: not begun.")
        {
            Folder, ServerCommand.Url, ServerCommand.Json, Delete,
        };
        command.SetAction((parsed, cancellationToken) =>
            guard(() => ServerCommand.GuardedAsync(() => RunAsync(parsed, cancellationToken), cancellationToken)));
        return command;
    }

    /// <exception cref="StartException">There is no such folder, or nothing in it.</exception>
    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(Folder)!; // it is required
        if (!Directory.Exists(folder)) throw new StartException($"There is no folder {folder}.");

        var begun = TimeProvider.System.GetTimestamp();
        using var server = ImportCommand.Server(parsed);
        await server.ClientAsync(cancellationToken);
        var reports = await new OfflineImport(server, parsed.GetValue(Delete), Console.Out, TimeProvider.System)
            .RunAsync(Path.GetFullPath(folder), cancellationToken);
        if (reports.Count == 0) throw new StartException($"There is no store below {folder}: they are called run_operations.sqlite3.");

        await TellAsync(reports, TimeProvider.System.GetElapsedTime(begun));
        if (parsed.GetValue(ServerCommand.Json) is { Length: > 0 } json)
        {
            await using var file = File.Create(json);
            await JsonSerializer.SerializeAsync(file, new { server = server.Address, folder, stores = reports }, s_json, cancellationToken);
        }

        return reports.Any(report => report.Outcome == OfflineOutcome.Incomplete) ? ServerCommand.Different : 0;
    }

    static async Task TellAsync(IReadOnlyList<OfflineReport> reports, TimeSpan elapsed)
    {
        foreach (var report in reports)
            foreach (var sentence in report.Differences) await Console.Out.WriteLineAsync(sentence);
        int Count(OfflineOutcome outcome) => reports.Count(report => report.Outcome == outcome);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(OfflineOutcome.Sent):N0} stores sent, {Count(OfflineOutcome.Present):N0} sent before, "
            + $"{Count(OfflineOutcome.Incomplete):N0} incomplete: {reports.Sum(report => report.Operations):N0} operations, {reports.Sum(report => report.Files):N0} files in "
            + $"{elapsed.TotalSeconds:N1} s."));
    }
}
