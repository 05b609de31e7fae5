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
    const int SentAtOnce = 4;

    /// <summary>Runs that are sent and not yet compared: as many are in memory, without their points.</summary>
    const int UnsettledMax = 64;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    readonly ConcurrentDictionary<string, Task> _settled = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<(SentRun Sent, TaskCompletionSource<IReadOnlyList<RequestStatus>> Done)> _sent = new();
    ulong _greatest;

    /// <summary>Imports the runs in this order.</summary>
    /// <param name="finished">Told of each run when nothing more happens to it, one at a time.</param>
    /// <exception cref="HttpRequestException">The server is not there or refuses everything.</exception>
    public async Task RunAsync(IReadOnlyList<ExportedRun> runs, Action<RunReport> finished, CancellationToken cancellationToken)
    {
        var marks = await server.MarksAsync(project, cancellationToken);
        var client = await server.ClientAsync(cancellationToken);
        var there = (await client.SysIdsAsync(project, cancellationToken)).Keys.ToHashSet(StringComparer.Ordinal);
        _greatest = runs.Max(run => RunPlan.NumberOf(run.SysId)) ?? 0;
        var names = runs.Where(run => run is { IsLegacy: true, Experiment: not null }).GroupBy(run => run.Experiment!)
            .Where(some => some.Count() == 1).Select(some => some.Key).ToHashSet(StringComparer.Ordinal);
        using var room = new SemaphoreSlim(UnsettledMax);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var polling = PollAsync(ended.Token);
        var settling = new ConcurrentBag<Task>();
        var gate = new Lock();
        try
        {
            var sending = Parallel.ForEachAsync(
                runs, new ParallelOptions { MaxDegreeOfParallelism = SentAtOnce, CancellationToken = cancellationToken },
                async (run, token) =>
                {
                    var report = new RunReport(run, project);
                    await room.WaitAsync(token);
                    var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _settled[run.RunId] = settled.Task;
                    // The parent stands before it: its fork reads what it logged.
                    if (run.Parent is { } parent && _settled.TryGetValue(parent, out var parents)) await parents.WaitAsync(token);
                    var rest = await BeginAsync(
                        run, report, marks.GetValueOrDefault(run.RunId), there.Contains(run.RunId),
                        run.Experiment is { } name && names.Contains(name), token);
                    settling.Add(EndAsync(report, rest, settled, room, one => { lock (gate) finished(one); }));
                });
            // Without answers to what was asked nothing would ever be settled.
            await await Task.WhenAny(sending, polling);
            await await Task.WhenAny(Task.WhenAll(settling), polling);
        }
        finally
        {
            await ended.CancelAsync();
            await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a run.</summary>
    /// <returns>What is left to do: to wait until it is stored, to compare and to mark it.</returns>
    async Task<Task> BeginAsync(
        ExportedRun run, RunReport report, string? mark, bool isThere, bool isOwnExperiment, CancellationToken cancellationToken)
    {
        try
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
                .SendAsync(digest, isThere, isOwnExperiment, progress.Sent, cancellationToken);
            return SettleAsync(sent, cancellationToken);
        }
        catch (Exception failure) when (IsOfRun(failure))
        {
            Refuse(report, failure);
            return Task.CompletedTask;
        }
    }

    async Task SettleAsync(SentRun sent, CancellationToken cancellationToken)
    {
        IReadOnlyList<RequestStatus> statuses = [];
        if (sent.Requests.Count > 0)
        {
            var done = new TaskCompletionSource<IReadOnlyList<RequestStatus>>(TaskCreationOptions.RunContinuationsAsynchronously);
            _sent.Enqueue((sent, done));
            statuses = await done.Task.WaitAsync(cancellationToken);
        }

        await new RunProof(server, project).CompareAsync(sent, statuses, cancellationToken);
        if (sent.IsComplete && sent.Report.Differences.Count == 0)
            await server.MarkAsync(project, sent.Report.Run.RunId, sent.Digest, cancellationToken);
        sent.Report.Outcome = sent.Report.Differences.Count == 0 ? RunOutcome.Imported : RunOutcome.Different;
    }

    static async Task EndAsync(RunReport report, Task rest, TaskCompletionSource settled, SemaphoreSlim room, Action<RunReport> finished)
    {
        try
        {
            await rest;
        }
        catch (Exception failure) when (IsOfRun(failure))
        {
            Refuse(report, failure);
        }
        finally
        {
            settled.SetResult();
            room.Release();
        }

        finished(report);
    }

    /// <summary>Asks for all runs that wait at once.</summary>
    async Task PollAsync(CancellationToken cancellationToken)
    {
        var waiting = new List<(SentRun Sent, TaskCompletionSource<IReadOnlyList<RequestStatus>> Done)>();
        while (true)
        {
            await Task.Delay(Poll, time, cancellationToken);
            while (_sent.TryDequeue(out var sent)) waiting.Add(sent);
            if (waiting.Count == 0) continue;

            try
            {
                // Requests of a run are done in their order.
                var last = await server.CheckAsync(project, [.. waiting.Select(one => one.Sent.Requests[^1])], cancellationToken);
                for (var i = waiting.Count - 1; i >= 0; i--)
                {
                    if (!ImportServer.IsDone(last[i])) continue;
                    waiting[i].Done.SetResult(await server.CheckAsync(project, waiting[i].Sent.Requests, cancellationToken));
                    waiting.RemoveAt(i);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException
                || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                progress.Trouble(failure.Message);
            }
        }
    }

    /// <summary>Whether other runs can go on.</summary>
    static bool IsOfRun(Exception failure) =>
        failure is InvalidDataException or IOException or UnauthorizedAccessException
        || failure is HttpRequestException
        {
            StatusCode: >= System.Net.HttpStatusCode.BadRequest and not System.Net.HttpStatusCode.Unauthorized,
        };

    static void Refuse(RunReport report, Exception failure)
    {
        report.Differs(failure.Message);
        report.Outcome = RunOutcome.Refused;
    }
}
