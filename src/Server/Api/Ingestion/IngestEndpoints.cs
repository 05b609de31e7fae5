using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using RequestId = NeptuneAlt.Ingest.Status.RequestId;

namespace NeptuneAlt.Server.Api.Ingestion;

/// <summary>
/// The endpoints that clients log to. The gateway reads only the route of an operation, appends the client's own bytes
/// to the log, and answers once they are durable. Problems with the values inside are reported by the status check.
/// </summary>
static class IngestEndpoints
{
    const string Protobuf = "application/x-protobuf";

    /// <summary>Clients keep what they could not send, and send it again.</summary>
    const string Stopped = "Damage on this server keeps new points of this run from being stored. Its log and its health tell the "
        + "operator what to mend; then logging goes on.";

    public static void MapIngestion(this IEndpointRouteBuilder routes)
    {
        routes.MapSubmission();
        routes.MapImports();
        routes.MapPost("/api/client/v1/ingest/check", StatusEndpoints.CheckAsync);
        routes.MapGet("/api/client/v1/ingest/check", StatusEndpoints.CheckOneAsync);
        routes.MapPost("/api/client/v1/ingest/checkDetails", StatusEndpoints.DetailsAsync);
    }

    /// <summary>The endpoints that accept operations; they need no store.</summary>
    public static void MapSubmission(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/client/v1/ingest", (
            HttpContext context, ILog log, ProjectDirectory projects, BodyBudget budget, TimeProvider time,
            [FromServices] RequestBoard? board, CancellationToken cancellationToken) =>
            SubmitAsync(LogRecordKind.Operation, context, log, projects, budget, time, board, cancellationToken)).ReadsItsBody();

    /// <summary>Appends a request as a record of that kind, and answers with its id.</summary>
    internal static async Task SubmitAsync(
        LogRecordKind kind, HttpContext context, ILog log, ProjectDirectory projects, BodyBudget budget, TimeProvider time,
        RequestBoard? board, CancellationToken cancellationToken)
    {
        var author = ApiError.Username(context);
        // Read to where the log record has it, so that it is copied no further.
        using var body = await RequestBody.ReadAsync(
            context, budget, Limits.IngestRequestBytesMax, LogRecord.HeadBytes, LogRecord.Size(0, author) - LogRecord.HeadBytes);
        var buffer = body.Buffer;
        if (RunOperationRoute.TryRead(buffer.AsSpan(LogRecord.HeadBytes, body.Length), out var route) is { } broken)
            throw new BadRequestException(broken);

        var id = await AppendAsync(kind, buffer, body.Length, route, author, log, projects, time, board, cancellationToken);
        await WriteAsync(context, new SubmitResponse { RequestId = id.ToString(), RequestIds = { id.ToString() } });
    }

    static async Task<RequestId> AppendAsync(
        LogRecordKind wanted, byte[] buffer, int length, RunOperationRoute route, string author, ILog log, ProjectDirectory projects,
        TimeProvider time, RequestBoard? board, CancellationToken cancellationToken)
    {
        if (route.ApiKey is { } key) length = Cut(buffer.AsSpan(LogRecord.HeadBytes, length), key);

        var project = await projects.ResolveAsync(route.Project, route.CreateMissingProject, cancellationToken);
        var kind = project is null ? LogRecordKind.ProjectMissing : wanted;
        var record = buffer.AsMemory(0, LogRecord.Size(length, author));
        LogRecord.Frame(record.Span, kind, time.GetUtcNow().ToUnixTimeMilliseconds(), project?.Number ?? 0, length, author);
        var partition = Partitioning.Of(new RunKey(project?.Number ?? 0, route.RunId), log.Partitions);
        if (board?.StoppedBy(partition) is not null) throw new BusyException(Stopped);
        return new RequestId(partition, await log.AppendAsync(partition, record, cancellationToken));
    }

    /// <summary>The client's API key is not for keeping.</summary>
    static int Cut(Span<byte> body, Range key)
    {
        var (start, count) = key.GetOffsetAndLength(body.Length);
        body[(start + count)..].CopyTo(body[start..]);
        return body.Length - count;
    }

    internal static async Task WriteAsync(HttpContext context, Google.Protobuf.IMessage message)
    {
        context.Response.ContentType = Protobuf;
        context.Response.ContentLength = message.CalculateSize();
        await context.Response.Body.WriteAsync(Google.Protobuf.MessageExtensions.ToByteArray(message), context.RequestAborted);
    }
}
