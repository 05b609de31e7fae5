using System.Text.Json;

namespace NeptuneAlt.Server.Hosting.Commands.Exports;

/// <summary>Exports the runs of a project, a few at a time. A run that is there as it is now is left as it is.</summary>
sealed class ProjectExport(
    ExportSource source, ExportOptions options, string project, ExportState state, ExportReport report, ExportProgress progress)
{
    /// <summary>Each has its rows in memory.</summary>
    const int AtATime = 2;

    /// <exception cref="HttpRequestException">The server is not there, or refuses.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var found = await source.RunsAsync(project, options.Query, cancellationToken);
        var runs = found.Where(IsWanted).ToList();
        progress.Expect(runs.Count);
        await Parallel.ForEachAsync(
            runs, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (run, token) =>
            {
                report.Add(await ExportAsync(run, token));
                progress.Finished();
            });
    }

    bool IsWanted(FoundRun run) =>
        (options.Runs.Count == 0 || options.Runs.Contains(run.RunId) || run.SysId is { } id && options.Runs.Contains(id))
        && (options.Since is not { } since || (run.Changed ?? DateTimeOffset.MaxValue) >= since);

    async Task<ExportedRunReport> ExportAsync(FoundRun run, CancellationToken cancellationToken)
    {
        var told = new ExportedRunReport(project, run.RunId);
        try
        {
            told.Outcome = await ExportAsync(run, told, cancellationToken);
        }
        catch (Exception failure)
            when (failure is HttpRequestException { StatusCode: not null } or IOException or UnauthorizedAccessException)
        {
            told.Differs($"It was not exported: {failure.Message}");
            told.Outcome = ExportOutcome.Failed;
        }

        return told;
    }

    async Task<ExportOutcome> ExportAsync(FoundRun run, ExportedRunReport told, CancellationToken cancellationToken)
    {
        if (await source.AttributesAsync(project, run.RunId, cancellationToken) is not { } attributes)
        {
            told.Differs("It was deleted while the export ran.");
            return ExportOutcome.Failed;
        }

        var key = JsonSerializer.Serialize(new[] { options.Format.ToString(), project, run.RunId });
        var fingerprint = ExportState.FingerprintOf(attributes) + (options.HasFiles ? "+files" : "");
        if ((state.Has(key, fingerprint) || state.Has(key, fingerprint + "+files"))
            && RunWriter.IsThere(options.Format, options.Folder, project, run.RunId))
            return ExportOutcome.Present;

        var folder = options.HasFiles ? Path.Combine(options.Folder, "files", FileNames.Of(project)) : null;
        var files = new ExportedFiles(source, project, run.RunId, folder, told);
        await using (var writer = RunWriter.Create(options.Format, options.Folder, project, run.RunId))
        {
            await new RunReader(source, project, run.RunId, files, told)
                .CopyAsync(attributes, writer, progress.Wrote, cancellationToken);
            await writer.CompleteAsync(cancellationToken);
        }

        if (told.Differences.Count > 0) return ExportOutcome.Different;
        await state.AddAsync(key, fingerprint, cancellationToken);
        return ExportOutcome.Exported;
    }
}
