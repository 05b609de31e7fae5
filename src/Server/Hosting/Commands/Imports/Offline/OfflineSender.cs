using System.Text;
using NeptuneAlt.Wire;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using IngestCode = NeptuneAlt.Wire.Ingest.IngestCode;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Offline;

/// <summary>Sends one store as the client itself would have: its operations in their order, then its files.</summary>
sealed class OfflineSender(ImportServer server, OfflineStore store, OfflineReport report, TimeProvider time)
{
    const int BodyBytes = 4 << 20;
    const int OperationsAtOnce = 5000;
    const int UnderWayMax = 8;
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);

    /// <summary>Codes that say that the server has it already.</summary>
    static readonly HashSet<IngestCode> Repeats = [IngestCode.RunDuplicate, IngestCode.SeriesPointDuplicate];

    readonly Queue<(string Request, long Sequence)> _underWay = new();
    readonly SentMark _mark = SentMark.Of(store.Path, server.Address);

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var before = _mark.Sent;
        _mark.Set(before); // what cannot be remembered is better not begun
        await SendOperationsAsync(before.Sequence, cancellationToken);
        await SendFilesAsync(cancellationToken);
        report.Outcome = report.Differences.Count > 0 ? OfflineOutcome.Incomplete
            : report.Operations == 0 && report.Files == 0 ? OfflineOutcome.Present
            : OfflineOutcome.Sent;
    }

    async Task SendOperationsAsync(long after, CancellationToken cancellationToken)
    {
        using var body = new ProtoWriter();
        using var batch = new ProtoWriter();
        while (await store.OperationsAsync(after, OperationsAtOnce, cancellationToken) is { Count: > 0 } operations)
        {
            foreach (var operation in operations)
            {
                if (batch.Written.Length > 0 && (operation.IsCreation || batch.Written.Length + operation.Operation.Length > BodyBytes))
                    await SubmitBatchAsync();
                after = operation.Sequence;
                report.Operations++;
                if (operation.IsCreation) await SubmitAsync(RunOperation.CreateFieldNumber, operation.Operation, after);
                else batch.BytesField(UpdateRunSnapshots.SnapshotsFieldNumber, operation.Operation);
            }

            if (batch.Written.Length > 0) await SubmitBatchAsync();
        }

        while (_underWay.Count > 0) await SettleAsync(cancellationToken);

        async Task SubmitBatchAsync()
        {
            await SubmitAsync(RunOperation.UpdateBatchFieldNumber, batch.Written, after);
            batch.Clear();
        }

        async Task SubmitAsync(int field, ReadOnlyMemory<byte> content, long sequence)
        {
            body.Clear();
            body.BytesField(RunOperation.ProjectFieldNumber, Encoding.UTF8.GetBytes(store.Project));
            body.BytesField(RunOperation.RunIdFieldNumber, Encoding.UTF8.GetBytes(store.RunId));
            body.BytesField(field, content.Span);
            _underWay.Enqueue((await server.LogAsync(body.Written, cancellationToken), sequence));
            while (_underWay.Count >= UnderWayMax) await SettleAsync(cancellationToken);
        }
    }

    /// <summary>Waits until the oldest request is done, and notes it.</summary>
    async Task SettleAsync(CancellationToken cancellationToken)
    {
        var (request, sequence) = _underWay.Dequeue();
        while (true)
        {
            var status = (await server.CheckAsync(store.Project, [request], cancellationToken))[0];
            if (ImportServer.IsDone(status))
            {
                await TellRefusedAsync(request, status, cancellationToken);
                _mark.Set(_mark.Sent with { Sequence = sequence });
                return;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    async Task TellRefusedAsync(string request, RequestStatus status, CancellationToken cancellationToken)
    {
        var refused = status.CodeByCount.Where(code => code.Detail != IngestCode.Ok && !Repeats.Contains(code.Detail)).ToList();
        if (refused.Count == 0) return;

        report.Refused += refused.Sum(code => (long)code.Count);
        var client = await server.ClientAsync(cancellationToken);
        foreach (var detail in await client.RefusedValuesAsync([request], cancellationToken))
            if (!Repeats.Contains(detail.IngestCode))
                report.Differs($"{store.Path}: '{detail.Path}' was refused: {detail.ErrorDetail}");
    }

    async Task SendFilesAsync(CancellationToken cancellationToken)
    {
        var client = await server.ClientAsync(cancellationToken);
        foreach (var upload in await store.UploadsAsync(cancellationToken))
        {
            if (_mark.Sent.Uploads.Contains(upload.Id)) continue;
            if (PlaceOf(upload) is not { } place)
            {
                report.Differs($"{store.Path}: the file {upload.Source} is not there any more.");
                continue;
            }

            await using (var content = File.OpenRead(place))
                await client.UploadAsync(store.Project, upload.Destination, content, upload.Mime, cancellationToken);
            _mark.Set(_mark.Sent with { Uploads = [.. _mark.Sent.Uploads, upload.Id] });
            report.Files++;
        }
    }

    /// <summary>A file that was logged as bytes lies beside its store, wherever that has been moved to.</summary>
    string? PlaceOf(StoredUpload upload)
    {
        if (File.Exists(upload.Source)) return upload.Source;

        var beside = Path.Combine(Path.GetDirectoryName(store.Path)!, Path.GetFileName(upload.Source.Replace('\\', '/')));
        return File.Exists(beside) ? beside : null;
    }
}
