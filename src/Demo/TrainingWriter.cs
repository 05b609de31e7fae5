using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Client;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using NeptuneAlt.Wire.Rpc;

namespace NeptuneAlt.Demo;

/// <summary>Sends what runs log, in order, and waits until the server has it.</summary>
sealed class TrainingWriter(NeptuneClient client, string project)
{
    const int RequestBytesMax = 2 << 20;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="parent">The run that it goes on from, and the last step that it has from there.</param>
    public Task<string> CreateAsync(
        string id, string experiment, long timeMs, (string Id, int Step)? parent, CancellationToken cancellationToken)
    {
        var run = new Run
        {
            RunId = id, Family = id, ExperimentId = experiment,
            CreationTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(timeMs)),
        };
        if (parent is var (parentId, step))
            run.ForkPoint = new ForkPoint { ParentProject = project, ParentRunId = parentId, Step = new Step { Whole = (ulong)step } };
        return SubmitAsync(new RunOperation { Project = project, RunId = id, CreateMissingProject = true, Create = run }, cancellationToken);
    }

    /// <returns>The last request.</returns>
    public async Task<string> UpdateAsync(string id, IEnumerable<UpdateRunSnapshot> snapshots, CancellationToken cancellationToken)
    {
        var (batch, bytes, last) = (new UpdateRunSnapshots(), 0, "");
        foreach (var snapshot in snapshots)
        {
            batch.Snapshots.Add(snapshot);
            bytes += snapshot.CalculateSize();
            if (bytes < RequestBytesMax) continue;

            last = await SubmitAsync(new RunOperation { Project = project, RunId = id, UpdateBatch = batch }, cancellationToken);
            (batch, bytes) = (new UpdateRunSnapshots(), 0);
        }

        return bytes == 0 ? last
            : await SubmitAsync(new RunOperation { Project = project, RunId = id, UpdateBatch = batch }, cancellationToken);
    }

    public async Task UploadAsync(IEnumerable<TrainingFile> files, CancellationToken cancellationToken)
    {
        foreach (var file in files) await client.UploadAsync(project, file.Path, file.Content, file.Type, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">The server did not take all of it; the message has its words.</exception>
    public async Task DoneAsync(string request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = (await client.CheckAsync(project, [request], cancellationToken))[0];
            var codes = status.CodeByCount;
            if (codes.All(code => code.Code is not Code.Unavailable))
            {
                if (codes.FirstOrDefault(code => code.Code != Code.Ok) is { } failed)
                    throw new InvalidOperationException($"Request {request} failed: {failed.Detail}, {failed.Count} times.");
                return;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    async Task<string> SubmitAsync(RunOperation operation, CancellationToken cancellationToken)
    {
        var bytes = operation.ToByteArray();
        while (true)
        {
            var submission = await client.SubmitAsync(bytes, cancellationToken);
            if (submission.RequestId is { } id) return id;
            if (submission is { IsRefused: true, Reason: not ("429" or "503") })
                throw new InvalidOperationException($"The server refused a request of run {operation.RunId}: {submission.Reason}.");
            await Task.Delay(submission.Pause, cancellationToken);
        }
    }
}
