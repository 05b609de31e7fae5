using System.Buffers;
using Microsoft.Extensions.Primitives;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using RequestId = NeptuneAlt.Ingest.RequestId;

namespace NeptuneAlt.Server.Api.Ingestion;

/// <summary>
/// Where clients log to. The gateway looks at no more than where an operation goes, appends the client's own bytes to the
/// log, and answers once they are durable. Whatever is wrong with the values inside is told by the status check.
/// </summary>
static class IngestEndpoints
{
    const string Protobuf = "application/x-protobuf";

    public static void MapIngestion(this IEndpointRouteBuilder routes)
    {
        routes.MapSubmission();
        routes.MapPost("/api/client/v1/ingest/check", StatusEndpoints.CheckAsync);
        routes.MapGet("/api/client/v1/ingest/check", StatusEndpoints.CheckOneAsync);
        routes.MapPost("/api/client/v1/ingest/checkDetails", StatusEndpoints.DetailsAsync);
    }

    /// <summary>What takes operations in, alone; it needs no store.</summary>
    public static void MapSubmission(this IEndpointRouteBuilder routes) => routes.MapPost("/api/client/v1/ingest", SubmitAsync);

    static async Task SubmitAsync(
        HttpContext context, ILog log, ProjectDirectory projects, TimeProvider time, CancellationToken cancellationToken)
    {
        var author = ApiError.Username(context);
        var (buffer, length, problem) = await ReadBodyAsync(context.Request, author, cancellationToken);
        try
        {
            RunOperationRoute route = default;
            if (problem is null && RunOperationRoute.TryRead(buffer.AsSpan(LogRecord.HeadBytes, length), out route) is { } broken)
                problem = ApiError.BadRequest(broken);
            if (problem is not null)
            {
                await problem.ExecuteAsync(context);
                return;
            }

            var id = await AppendAsync(buffer, length, route, author, log, projects, time, cancellationToken);
            await WriteAsync(context, new SubmitResponse { RequestId = id.ToString(), RequestIds = { id.ToString() } });
        }
        catch (LogUnavailableException outage)
        {
            context.Response.Headers.RetryAfter = new StringValues(Math.Ceiling(outage.RetryAfter.TotalSeconds).ToString("F0", System.Globalization.CultureInfo.InvariantCulture));
            await new ApiError(StatusCodes.Status503ServiceUnavailable, "SERVICE_UNAVAILABLE", outage.Message).ToResult().ExecuteAsync(context);
        }
        finally
        {
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static async Task<RequestId> AppendAsync(
        byte[] buffer, int length, RunOperationRoute route, string author, ILog log, ProjectDirectory projects,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (route.ApiKey is { } key) length = Cut(buffer.AsSpan(LogRecord.HeadBytes, length), key);

        var project = await projects.ResolveAsync(route.Project, route.CreateMissingProject, cancellationToken);
        var kind = project is null ? LogRecordKind.ProjectMissing : LogRecordKind.Operation;
        var record = buffer.AsMemory(0, LogRecord.Size(length, author));
        LogRecord.Frame(record.Span, kind, time.GetUtcNow().ToUnixTimeMilliseconds(), project?.Number ?? 0, length, author);
        var partition = Partitioning.Of(new RunKey(project?.Number ?? 0, route.RunId), log.Partitions);
        return new RequestId(partition, await log.AppendAsync(partition, record, cancellationToken));
    }

    /// <summary>Reads the body to where the log record has it, so that it is copied no further.</summary>
    static async Task<(byte[] Buffer, int Length, IResult? Problem)> ReadBodyAsync(
        HttpRequest request, string author, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limits.IngestRequestBytesMax) return ([], 0, TooLarge());

        var spare = LogRecord.Size(0, author);
        var buffer = ArrayPool<byte>.Shared.Rent(spare + (int)(request.ContentLength ?? 64 * 1024));
        var length = 0;
        while (true)
        {
            if (length + spare == buffer.Length)
            {
                if (length > Limits.IngestRequestBytesMax) return (buffer, 0, TooLarge());
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, LogRecord.HeadBytes + length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            var room = buffer.AsMemory(LogRecord.HeadBytes + length, buffer.Length - spare - length);
            var read = await request.Body.ReadAsync(room, cancellationToken);
            if (read == 0) break;
            length += read;
        }

        return (buffer, length, length > Limits.IngestRequestBytesMax ? TooLarge() : null);
    }

    static IResult TooLarge() => new ApiError(
        StatusCodes.Status413PayloadTooLarge, "LIMIT_EXCEEDED",
        $"An ingest request takes at most {Limits.IngestRequestBytesMax >> 20} MiB. Send smaller batches.").ToResult();

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
