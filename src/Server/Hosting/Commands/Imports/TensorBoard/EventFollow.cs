using System.Globalization;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;

/// <summary>Watches a folder of event files, and sends what is written there until it is told to stop.</summary>
sealed class EventFollow(
    ImportServer server, string project, string root, ImportReport report, TextWriter output, TimeProvider time)
{
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>So long the comparison at the end may take.</summary>
    static readonly TimeSpan ProofMax = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, (EventFolder Folder, TrackerSender Sender, RunReport Report)> _runs = new(StringComparer.Ordinal);

    /// <param name="cancellationToken">Ends it; what was sent is compared then.</param>
    /// <exception cref="HttpRequestException">The server refuses everything, or has not been there for long.</exception>
    public async Task<TimeSpan> RunAsync(bool isTerminal, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await server.EnsureProjectAsync(project, key: null, cancellationToken);
        var client = await server.ClientAsync(cancellationToken);
        var there = (await client.SysIdsAsync(project, cancellationToken)).Keys.ToHashSet(StringComparer.Ordinal);
        var files = new FileStore(server, project, folder: null);
        output.WriteLine($"Watching {root}. Ctrl+C ends it.");
        try
        {
            while (true)
            {
                await ReadAsync(there, files, cancellationToken);
                if (isTerminal) output.Write(("\r" + Line()).PadRight(80)[..80]);
                await Task.Delay(Poll, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.WriteLine();
        }

        await EndAsync();
        return time.GetElapsedTime(begun);
    }

    async Task ReadAsync(HashSet<string> there, FileStore files, CancellationToken cancellationToken)
    {
        foreach (var (folder, name) in EventFolder.Find(root))
        {
            if (_runs.TryGetValue(folder, out var run))
            {
                if (!run.Folder.ReadOn(isLive: true, cancellationToken)) continue;
                await run.Sender.AssignAsync([], cancellationToken);
            }
            else
            {
                var found = new EventFolder(folder, name);
                var one = TrackerImport.ReportOf(project, name, [folder], points: 0);
                _runs[folder] = run = (found, new TrackerSender(server, files, project, found.Run, one), one);
                found.ReadOn(isLive: true, cancellationToken);
                await run.Sender.BeginAsync(there.Contains(name), cancellationToken);
            }

            await run.Sender.SendPointsAsync(_ => { }, cancellationToken);
            foreach (var series in run.Folder.Run.Series) series.Clear();
        }
    }

    async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(ProofMax, time);
        foreach (var (folder, sender, one) in _runs.Values)
        {
            foreach (var problem in folder.Run.Problems) one.Differs(problem);
            foreach (var note in folder.Run.Notes()) one.Note(note);
            try
            {
                await TrackerImport.ProveAsync(server, project, sender.End(digest: ""), time, output.WriteLine, limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                one.Differs("It could not be compared in time. Import it without --follow to compare it.");
            }

            one.Outcome = one.Differences.Count == 0 ? RunOutcome.Imported : RunOutcome.Different;
            report.Add(one);
            folder.Dispose();
        }
    }

    string Line() => string.Create(
        CultureInfo.InvariantCulture, $"{_runs.Count:N0} runs, {_runs.Values.Sum(run => run.Sender.Points):N0} points sent");
}
