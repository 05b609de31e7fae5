using System.Collections.Concurrent;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>
/// Imports the runs of one project: several at a time are sent, others wait until the server has stored them or are read back.
/// A run is marked as whole at its very end.
/// </summary>
sealed class ProjectImport(
    ImportServer server, string project, FileStore files, FileStore modelFiles, ImportProgress progress, TimeProvider time)
{
    /// <summary>Each has a row group in memory.</summary>
    const int SentAtOnceMax = 4;

    /// <summary>Runs that are sent and not yet compared: as many are in memory, without their points.</summary>
    const int UnsettledMax = 64;

    /// <summary>Lots of runs that are read back.</summary>
    const int ComparedAtOnceMax = 2;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    readonly Dictionary<string, Task> _settled = new(StringComparer.Ordinal);

    /// <summary>The newest run of each experiment so far.</summary>
    readonly Dictionary<string, Task> _heads = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<Unsettled> _sent = new();
    readonly List<Task> _comparing = [];
    ulong _greatest;

    /// <summary>Names of 2.x runs that no other run has.</summary>
    HashSet<string> _ownExperiments = [];

    /// <summary>Imports the runs in this order.</summary>
    /// <param name="finished">Told of each run when nothing more happens to it, one at a time.</param>
    /// <exception cref="HttpRequestException">The server is not there or refuses everything.</exception>
    public async Task RunAsync(IReadOnlyList<ExportedRun> runs, Action<RunReport> finished, CancellationToken cancellationToken)
    {
        var marks = await server.MarksAsync(project, cancellationToken);
        var client = await server.ClientAsync(cancellationToken);
        var there = (await client.SysIdsAsync(project, cancellationToken)).Keys.ToHashSet(StringComparer.Ordinal);
        _greatest = runs.Max(run => RunPlan.NumberOf(run.SysId)) ?? 0;
        _ownExperiments = runs.Where(run => run is { IsLegacy: true, Experiment: not null }).GroupBy(run => run.Experiment!)
            .Where(some => some.Count() == 1).Select(some => some.Key).ToHashSet(StringComparer.Ordinal);
        using var room = new SemaphoreSlim(UnsettledMax);
        using var turns = new SemaphoreSlim(Math.Clamp(Environment.ProcessorCount, 2, SentAtOnceMax));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var polling = PollAsync(ended);
        var going = new List<Task>();
        var gate = new Lock();
        try
        {
            foreach (var run in runs)
            {
                await room.WaitAsync(ended.Token);
                foreach (var failed in going.Where(task => task.IsFaulted)) await failed;
                going.RemoveAll(task => task.IsCompletedSuccessfully);
                var before = BeforeOf(run);
                going.Add(_settled[run.RunId] = Task.Run(() => OneAsync(run, before), CancellationToken.None));
                if (run is { IsLegacy: false, Experiment: { } experiment }) _heads[experiment] = _settled[run.RunId];
            }

            await Task.WhenAll(going);
        }
        catch (OperationCanceledException) when (polling.IsFaulted)
        {
            await polling;
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What is under way must not outlive what it uses.
            await Task.WhenAll(going).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task OneAsync(ExportedRun run, Task before)
        {
            var report = new RunReport(run, project);
            try
            {
                await ImportAsync(
                    report, before, turns, marks.GetValueOrDefault(run.RunId), there.Contains(run.RunId), ended.Token);
            }
            finally
            {
                room.Release();
            }

            lock (gate) finished(report);
        }
    }

    /// <summary>
    /// What has to be there before a run, all of which stands before it: its parent, for a fork reads what that logged; and the run of
    /// the same
    /// experiment that it took over from, since the newest run heads an experiment and goes on counting for how long that ran.
    /// </summary>
    Task BeforeOf(ExportedRun run)
    {
        var parent = run.Parent is { } id ? _settled.GetValueOrDefault(id) : null;
        var former = run is { IsLegacy: false, Experiment: { } experiment } ? _heads.GetValueOrDefault(experiment) : null;
        return Task.WhenAll(parent ?? Task.CompletedTask, former ?? Task.CompletedTask);
    }

    /// <summary>Sends a run in its turn, and sees it to its end.</summary>
    async Task ImportAsync(
        RunReport report, Task before, SemaphoreSlim turns, string? mark, bool isThere, CancellationToken cancellationToken)
    {
        try
        {
            await before.WaitAsync(cancellationToken);
            Task rest;
            await turns.WaitAsync(cancellationToken);
            try
            {
                rest = await BeginAsync(report.Run, report, mark, isThere, cancellationToken);
            }
            finally
            {
                turns.Release();
            }

            await rest;
        }
        catch (Exception failure) when (IsOfRun(failure))
        {
            report.Differs(failure.Message);
            report.Outcome = RunOutcome.Refused;
        }
    }

    /// <summary>Sends a run.</summary>
    /// <returns>What is left to do: to wait until it is stored, to compare and to mark it.</returns>
    async Task<Task> BeginAsync(
        ExportedRun run, RunReport report, string? mark, bool isThere, CancellationToken cancellationToken)
    {
        var digest = await run.Files.DigestAsync(cancellationToken);
        if (digest == mark)
        {
            report.Outcome = RunOutcome.Present;
            progress.Skipped(run.Rows);
            return Task.CompletedTask;
        }

        var store = run.Files.IsModel ? modelFiles : files;
        var sent = await new RunSender(server, store, project, _greatest, report)
            .SendAsync(
                digest, isThere, run.Experiment is { } name && _ownExperiments.Contains(name), progress.Sent, cancellationToken);
        return SettleAsync(sent, cancellationToken);
    }

    async Task SettleAsync(SentRun sent, CancellationToken cancellationToken)
    {
        var one = new Unsettled(sent);
        _sent.Enqueue(one);
        await one.Compared.Task.WaitAsync(cancellationToken);
        if (sent.IsComplete && sent.Report.Differences.Count == 0)
            await server.MarkAsync(project, sent.Report.Run.RunId, sent.Digest, cancellationToken);
        sent.Report.Outcome = sent.Report.Differences.Count == 0 ? RunOutcome.Imported : RunOutcome.Different;
    }

    /// <summary>Asks for all runs that wait at once.</summary>
    /// <param name="ended">Ends with it, and ends all else if it fails: without answers nothing would ever be settled.</param>
    async Task PollAsync(CancellationTokenSource ended)
    {
        var waiting = new List<Unsettled>();
        try
        {
            while (true)
            {
                await Task.Delay(Poll, time, ended.Token);
                while (_sent.TryDequeue(out var sent)) waiting.Add(sent);
                if (waiting.Count == 0) continue;

                try
                {
                    await AskAsync(waiting, ended.Token);
                }
                catch (Exception failure) when (failure is HttpRequestException
                    || failure is TaskCanceledException && !ended.IsCancellationRequested)
                {
                    progress.Trouble(failure.Message);
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await ended.CancelAsync();
            throw;
        }
    }

    async Task AskAsync(List<Unsettled> waiting, CancellationToken cancellationToken)
    {
        _comparing.RemoveAll(task => task.IsCompleted);
        if (_comparing.Count == ComparedAtOnceMax) return; // the more there are, the fewer reads it takes

        // Requests of a run are done in their order.
        var asked = waiting.Where(one => one.Sent.Requests.Count > 0).ToList();
        var last = await server.CheckAsync(project, [.. asked.Select(one => one.Sent.Requests[^1])], cancellationToken);
        var done = asked.Where((_, i) => ImportServer.IsDone(last[i])).ToList();
        var statuses = await server.CheckAsync(project, [.. done.SelectMany(one => one.Sent.Requests)], cancellationToken);
        var at = 0;
        foreach (var one in done)
        {
            one.Statuses = [.. statuses.Skip(at).Take(one.Sent.Requests.Count)];
            at += one.Sent.Requests.Count;
        }

        var settled = waiting.Where(one => one.Sent.Requests.Count == 0 || one.Statuses.Count > 0).ToList();
        waiting.RemoveAll(settled.Contains);
        if (settled.Count > 0) _comparing.Add(CompareAsync(settled, cancellationToken));
    }

    /// <summary>Compares runs together; if that fails, one by one, so that each is told of its own trouble alone.</summary>
    async Task CompareAsync(List<Unsettled> runs, CancellationToken cancellationToken)
    {
        try
        {
            await new RunProof(server, project).CompareAsync([.. runs.Select(one => (one.Sent, one.Statuses))], cancellationToken);
            foreach (var one in runs) one.Compared.SetResult();
        }
        catch (Exception failure) when (runs.Count > 1 && IsOfRun(failure))
        {
            foreach (var one in runs)
            {
                one.Sent.Report.TakeBack(one.Told);
                await CompareAsync([one], cancellationToken);
            }
        }
        catch (Exception failure)
        {
            foreach (var one in runs) one.Compared.TrySetException(failure);
        }
    }

    /// <summary>Whether other runs can go on.</summary>
    internal static bool IsOfRun(Exception failure) =>
        failure is InvalidDataException or IOException or UnauthorizedAccessException
        || failure is HttpRequestException
        {
            StatusCode: >= System.Net.HttpStatusCode.BadRequest and not System.Net.HttpStatusCode.Unauthorized,
        };

    /// <summary>A run that is sent, and not compared yet.</summary>
    sealed class Unsettled(SentRun sent)
    {
        public SentRun Sent => sent;

        public (int Differences, int Notes) Told { get; } = sent.Report.Told;

        /// <summary>Of all its requests, once they are done.</summary>
        public IReadOnlyList<RequestStatus> Statuses { get; set; } = [];

        public TaskCompletionSource Compared { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
