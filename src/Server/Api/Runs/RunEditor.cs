using Google.Protobuf;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using RequestId = NeptuneAlt.Ingest.Status.RequestId;
using Run = NeptuneAlt.Model.Run;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>
/// Writes what a user changes in the web app. An edit goes the way of everything else, through the log and the run's
/// grain, so that it has its place in the order of what the clients log.
/// </summary>
sealed class RunEditor(ILog log, RequestStatuses statuses, TimeProvider time)
{
    /// <summary>How long an answer waits for its edit to be seen by every read; the edit itself is durable before.</summary>
    static readonly TimeSpan VisibleWithin = TimeSpan.FromSeconds(10);

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(40);

    /// <summary>Applies one change to several runs and waits until reads see it.</summary>
    /// <returns>What was rejected: empty if all was accepted.</returns>
    /// <exception cref="LogUnavailableException">Nothing can be written now.</exception>
    public Task<IReadOnlyList<RejectedValue>> ApplyAsync(
        IReadOnlyCollection<Run> runs, UpdateRunSnapshot change, string author, CancellationToken cancellationToken) =>
        ApplyAsync([.. runs.Select(run => (run, change))], author, cancellationToken);

    /// <summary>Applies to each run its change and waits until reads see all.</summary>
    /// <returns>What was rejected: empty if all was accepted.</returns>
    /// <exception cref="LogUnavailableException">Nothing can be written now.</exception>
    public async Task<IReadOnlyList<RejectedValue>> ApplyAsync(
        IReadOnlyCollection<(Run Run, UpdateRunSnapshot Change)> changes, string author,
        CancellationToken cancellationToken)
    {
        var requests = await Task.WhenAll(
            changes.Select(one => AppendAsync(one.Run, one.Change, author, cancellationToken)));
        var rejected = new List<RejectedValue>();
        foreach (var part in requests.Chunk(Limits.StatusIdsMax))
        {
            await WaitAsync(part, cancellationToken);
            rejected.AddRange(await statuses.DetailsAsync(part, after: 0, Limits.StatusIdsMax, cancellationToken));
        }

        return rejected;
    }

    /// <summary>Removes points of a series, and waits until reads no longer see them.</summary>
    /// <returns>Why not: empty if all went well.</returns>
    /// <exception cref="LogUnavailableException">Nothing can be written now.</exception>
    public async Task<IReadOnlyList<RejectedValue>> RemoveAsync(
        Run run, RemovalRequest request, string author, CancellationToken cancellationToken)
    {
        RequestId[] id = [await AppendAsync(run, LogRecordKind.Remove, request.ToBody(run.RunId), author, cancellationToken)];
        await WaitAsync(id, cancellationToken);
        return await statuses.DetailsAsync(id, after: 0, Limits.StatusIdsMax, cancellationToken);
    }

    Task<RequestId> AppendAsync(Run run, UpdateRunSnapshot change, string author, CancellationToken cancellationToken) =>
        AppendAsync(
            run, LogRecordKind.Edit, new RunOperation { RunId = run.RunId, Update = change }.ToByteArray(), author,
            cancellationToken);

    async Task<RequestId> AppendAsync(
        Run run, LogRecordKind kind, byte[] body, string author, CancellationToken cancellationToken)
    {
        var record = LogRecord.Create(
            kind, time.GetUtcNow().ToUnixTimeMilliseconds(), run.Project, body, author);
        var partition = Partitioning.Of(new RunKey(run.Project, run.RunId), log.Partitions);
        return new RequestId(partition, await log.AppendAsync(partition, record, cancellationToken));
    }

    async Task WaitAsync(IReadOnlyList<RequestId> requests, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < VisibleWithin)
        {
            if ((await statuses.CheckAsync(requests, cancellationToken)).All(outcome => outcome.IsDone)) return;
            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
