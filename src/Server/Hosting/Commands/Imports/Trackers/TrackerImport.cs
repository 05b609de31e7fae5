using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

/// <summary>Where a run of another tracker is.</summary>
/// <param name="RunId">Its id on the server.</param>
/// <param name="DigestAsync">Of all that it consists of: the same digest, the same run.</param>
/// <param name="Read">Reads it; the reader disposes of it.</param>
sealed record TrackerRun(
    string RunId, IReadOnlyList<string> Files, Func<CancellationToken, Task<string>> DigestAsync,
    Func<CancellationToken, FoundRun> Read);

/// <summary>Imports runs of another tracker into one project. A run is marked as whole at its very end.</summary>
/// <param name="server"><c>null</c>: nothing is sent, only told.</param>
sealed class TrackerImport(
    ImportServer? server, string project, ImportReport report, TextWriter output, TimeProvider time)
{
    /// <summary>Runs whose points are in memory.</summary>
    const int AtOnce = 3;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <exception cref="HttpRequestException">The server is not there or refuses everything.</exception>
    public async Task<TimeSpan> RunAsync(IReadOnlyList<TrackerRun> runs, bool isTerminal, CancellationToken cancellationToken)
    {
        var progress = new ImportProgress(new ProgressLine(output, isTerminal, time), rows: 0, runs.Count);
        var marks = new Dictionary<string, string>();
        var there = new HashSet<string>(StringComparer.Ordinal);
        if (server is not null)
        {
            await server.EnsureProjectAsync(project, key: null, cancellationToken);
            marks = await server.MarksAsync(project, cancellationToken);
            var client = await server.ClientAsync(cancellationToken);
            there = (await client.SysIdsAsync(project, cancellationToken)).Keys.ToHashSet(StringComparer.Ordinal);
        }

        var files = server is null ? null : new FileStore(server, project, folder: null);
        try
        {
            await Parallel.ForEachAsync(
                runs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (run, token) =>
                {
                    var one = await OneAsync(run, files, marks.GetValueOrDefault(run.RunId), there.Contains(run.RunId), progress, token);
                    progress.Finished();
                    lock (report) report.Add(one);
                });
        }
        finally
        {
            progress.End();
        }

        return progress.Elapsed;
    }

    async Task<RunReport> OneAsync(
        TrackerRun from, FileStore? files, string? mark, bool isThere, ImportProgress progress, CancellationToken cancellationToken)
    {
        var report = ReportOf(from.RunId, from.Files, points: 0);
        try
        {
            var digest = server is null ? "" : await from.DigestAsync(cancellationToken);
            if (server is not null && digest == mark)
            {
                report.Outcome = RunOutcome.Present;
                return report;
            }

            using var run = from.Read(cancellationToken);
            foreach (var series in run.Series) series.Settle();
            report = ReportOf(from.RunId, from.Files, run.Series.Sum(series => (long)series.Points.Count));
            foreach (var problem in run.Problems) report.Differs(problem);
            if (server is null || files is null)
            {
                report.Points = report.Run.Rows;
                report.Attributes = run.Values.Count + run.Files.Count + run.Series.Count;
                report.Files = run.Files.Count;
            }
            else
            {
                var sender = new TrackerSender(server, files, project, run, report);
                await SendAsync(run, sender, digest, isThere, progress, cancellationToken);
            }

            foreach (var note in run.Notes()) report.Note(note);
        }
        catch (Exception failure) when (ProjectImport.IsOfRun(failure))
        {
            report.Differs(failure.Message);
            report.Outcome = RunOutcome.Refused;
        }

        return report;
    }

    RunReport ReportOf(string id, IReadOnlyList<string> files, long points) => ReportOf(project, id, files, points);

    public static RunReport ReportOf(string project, string id, IReadOnlyList<string> files, long points) =>
        new(new ExportedRun(new RunFiles(project, files), project, id) { RunId = id, Rows = points }, project);

    async Task SendAsync(
        FoundRun run, TrackerSender sender, string digest, bool isThere, ImportProgress progress, CancellationToken cancellationToken)
    {
        await sender.BeginAsync(isThere, cancellationToken);
        await sender.SendPointsAsync(progress.Sent, cancellationToken);
        var sent = sender.End(digest);
        await ProveAsync(server!, project, sent, time, progress.Trouble, cancellationToken); // Sent to it.
        var isSame = sent.Report.Differences.Count == 0;
        if (sent.IsComplete && isSame) await server!.MarkAsync(project, run.Id, digest, cancellationToken);
        sent.Report.Outcome = isSame ? RunOutcome.Imported : RunOutcome.Different;
    }

    /// <summary>Waits until all of it is stored, and compares it.</summary>
    /// <param name="troubled">Told why the server does not answer for a moment.</param>
    public static async Task ProveAsync(
        ImportServer server, string project, SentRun sent, TimeProvider time, Action<string> troubled, CancellationToken cancellationToken)
    {
        IReadOnlyList<RequestStatus>? statuses = sent.Requests.Count == 0 ? [] : null;
        while (statuses is null)
        {
            try
            {
                // Requests of a run are done in their order.
                var last = await server.CheckAsync(project, [sent.Requests[^1]], cancellationToken);
                if (ImportServer.IsDone(last[0])) statuses = await server.CheckAsync(project, sent.Requests, cancellationToken);
                else await Task.Delay(Poll, time, cancellationToken);
            }
            catch (Exception failure) when (failure is HttpRequestException
                || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                troubled(failure.Message);
                await Task.Delay(Poll * 10, time, cancellationToken);
            }
        }

        await new RunProof(server, project).CompareAsync([(sent, statuses)], cancellationToken);
    }
}
