using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Imports a folder of neptune-exporter, project by project.</summary>
/// <param name="server"><c>null</c>: nothing is sent, only told.</param>
sealed class ExporterImport(ImportOptions options, ImportServer? server, ImportReport report, TextWriter output, TimeProvider time)
{
    /// <exception cref="StartException">A folder is not there.</exception>
    /// <exception cref="HttpRequestException">The server is not there or does not know the token.</exception>
    public async Task<TimeSpan> RunAsync(bool isTerminal, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var folder = ExportFolder.Scan(options.Data, options.Models);
        foreach (var sentence in folder.LeftOut) report.LeaveOut(sentence);
        await TellErrorsAsync(cancellationToken);

        var runs = await HeadsAsync(folder, isTerminal, cancellationToken);
        TellCollisions(runs);
        TellTwins(runs);
        var progress = new ImportProgress(new ProgressLine(output, isTerminal, time), runs.Sum(run => run.Rows), runs.Count);
        try
        {
            foreach (var project in runs.GroupBy(run => run.Project).OrderBy(some => some.Key, StringComparer.Ordinal))
                await ImportAsync(project.Key, RunOrder.Of([.. project]), progress, cancellationToken);
        }
        finally
        {
            progress.End();
        }

        return time.GetElapsedTime(begun);
    }

    async Task<List<ExportedRun>> HeadsAsync(ExportFolder folder, bool isTerminal, CancellationToken cancellationToken)
    {
        var runs = new List<ExportedRun>();
        var read = 0;
        await Parallel.ForEachAsync(
            folder.Runs,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount), CancellationToken = cancellationToken },
            async (files, token) =>
            {
                try
                {
                    var run = await ExportedRunReader.HeadAsync(files, token);
                    lock (runs)
                        if (options.Target(run.Project) is not null && options.Takes(run)) runs.Add(run);
                }
                catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
                {
                    lock (runs) report.LeaveOut(failure.Message);
                }

                if (isTerminal && Interlocked.Increment(ref read) % 100 == 0)
                    output.Write($"\r{read} of {folder.Runs.Count} runs looked at");
            });
        // As it was asked for, the server comes to the same ancestor again; without that run it could not.
        var there = runs.Select(run => (run.Project, run.RunId)).ToHashSet();
        return
        [
            .. runs.Select(run => run.RequestedParent is { } requested && there.Contains((run.Project, requested))
                ? run with { Parent = requested }
                : run),
        ];
    }

    async Task ImportAsync(string exported, List<ExportedRun> runs, ImportProgress progress, CancellationToken cancellationToken)
    {
        var project = options.Target(exported)!; // others were left out before
        if (Catalog.ProjectNames.Split(project, out _, out _) is { } problem)
        {
            foreach (var run in runs) report.LeaveOut($"{run.Files.Parts[0]}: {problem} Give the project another name with --project.");
            return;
        }

        if (server is null)
        {
            foreach (var run in runs) report.Add(new RunReport(run, project) { Points = run.Rows, Files = run.FilePaths.Count });
            return;
        }

        // Most runs tell the key; those of a moved project may tell another.
        var key = runs.Select(run => RunPlan.KeyOf(run.SysId)).OfType<string>().GroupBy(one => one)
            .OrderByDescending(some => some.Count()).FirstOrDefault()?.Key;
        var there = await server.EnsureProjectAsync(project, key, cancellationToken);
        if (key is not null && there != key)
            report.Lose($"Project {project} has the key {there}, not {key}: links that name {key}-… do not open its runs.");
        var files = new FileStore(server, project, Below(options.Files, runs));
        var models = new FileStore(server, project, Below(options.ModelFiles ?? options.Files, runs));
        await new ProjectImport(server, project, files, models, progress, time).RunAsync(
            runs,
            run =>
            {
                progress.Finished();
                report.Add(run);
            },
            cancellationToken);
    }

    static string? Below(string? files, List<ExportedRun> runs) => files is null ? null : Path.Combine(files, runs[0].Files.Project);

    /// <summary>The exporter lists what it could not read, in the folder that it was started in.</summary>
    async Task TellErrorsAsync(CancellationToken cancellationToken)
    {
        if (options.Errors is null) return;

        var line = 0;
        await foreach (var text in File.ReadLinesAsync(options.Errors, cancellationToken))
        {
            line++;
            try
            {
                using var json = JsonDocument.Parse(text);
                string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
                report.Lose(
                    $"{Text("project_id")} {Text("run_id")}: the exporter failed to read '{Text("attribute_path")}' "
                    + $"({Text("exception")}).");
            }
            catch (JsonException)
            {
                report.Lose($"{options.Errors}, line {line} is no JSON.");
            }
        }
    }

    /// <summary>Ids that differ only in punctuation share a folder of files, where one overwrote the other's.</summary>
    void TellCollisions(List<ExportedRun> runs)
    {
        var owners = new Dictionary<(string, string), (ExportedRun Run, string Attribute)>();
        foreach (var run in runs)
            foreach (var (attribute, path) in run.FilePaths)
                if (path is not null && !owners.TryAdd((run.Project, path), (run, attribute)))
                {
                    var first = owners[(run.Project, path)];
                    report.Lose(
                        $"{run.Project}: '{attribute}' of run {run.RunId} and '{first.Attribute}' of run {first.Run.RunId} were "
                        + $"exported to one file, {path}: one of both contents is lost, and both have the other.");
                }
    }

    void TellTwins(List<ExportedRun> runs)
    {
        foreach (var some in runs.GroupBy(run => (run.Project, run.RunId)).Where(some => some.Count() > 1).ToList())
            foreach (var twin in some.Skip(1))
            {
                report.LeaveOut(
                    $"{twin.Files.Parts[0]} was left out: {some.First().Files.Parts[0]} has a run of the same id, {twin.RunId}.");
                runs.Remove(twin);
            }
    }
}
