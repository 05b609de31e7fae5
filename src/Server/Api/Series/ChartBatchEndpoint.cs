using System.Buffers.Binary;
using System.Text.Json;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Lines of several charts, each with a view of its own, in one call: a page with many charts takes one connection of the six that a
/// browser has. Each answer is sent when it is there, as a frame: the place of its request and the length of what follows, four bytes
/// each and little-endian, then <see cref="ChartColumns"/>; or, where the length is below zero, an error in JSON of that many bytes.
/// </summary>
static partial class ChartBatchEndpoint
{
    public const int ChartsMax = 100;

    /// <summary>Charts that are read at a time: the others of a page get their turn, and so do other people.</summary>
    const int AtATime = 4;

    const int HeadBytes = 8;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/views", ViewAsync)
        .Describe("getTimeSeriesViews", "Lines of several charts in buckets, as columns: a frame a chart, as each is ready.")
        .Produces(StatusCodes.Status200OK, contentType: ChartColumns.ContentType);

    static async Task ViewAsync(
        HttpContext context, ChartBatchRequest body, [AsParameters] ChartReader reader, ILogger<ChartReader> logger)
    {
        var charts = body.Charts ?? throw new BadRequestException("'charts' is missing.");
        if (charts.Count > ChartsMax) throw new BadRequestException($"Ask for at most {ChartsMax} charts at a time.");

        var user = ApiError.Username(context);
        await SendAsync(
            context, charts.Count, logger, async (at, stopping) => Columns(await reader.ReadAsync(user, charts[at], stopping)));
    }

    public static ReadOnlyMemory<byte> Columns((ChartMetricRequest[] Metrics, BucketChart Chart, BucketView View) read) =>
        ChartColumns.Of([.. read.Metrics.Select(metric => metric.CustomId ?? "")], read.Chart, read.View);

    /// <summary>Sends a frame for each chart, as it is ready.</summary>
    public static async Task SendAsync(
        HttpContext context, int charts, ILogger logger, Func<int, CancellationToken, Task<ReadOnlyMemory<byte>>> read)
    {
        context.Response.ContentType = ChartColumns.ContentType;
        using var writing = new SemaphoreSlim(1);
        await Parallel.ForAsync(
            0, charts, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = context.RequestAborted },
            async (at, stopping) =>
            {
                var (answer, isError) = await AnswerAsync(read, at, context.TraceIdentifier, logger, stopping);
                var head = new byte[HeadBytes];
                BinaryPrimitives.WriteInt32LittleEndian(head, at);
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), isError ? -answer.Length : answer.Length);
                await writing.WaitAsync(stopping);
                try
                {
                    await context.Response.Body.WriteAsync(head, stopping);
                    await context.Response.Body.WriteAsync(answer, stopping);
                    await context.Response.Body.FlushAsync(stopping);
                }
                finally
                {
                    writing.Release();
                }
            });
    }

    /// <summary>What goes wrong with one chart is told of that chart alone: a fault of the client, an outage, a fault of ours.</summary>
    static async Task<(ReadOnlyMemory<byte> Answer, bool IsError)> AnswerAsync(
        Func<int, CancellationToken, Task<ReadOnlyMemory<byte>>> read, int at, string id, ILogger logger,
        CancellationToken cancellationToken)
    {
        try
        {
            return (await read(at, cancellationToken), false);
        }
        catch (Exception exception) when (Refusal.Of(exception) is { } refusal)
        {
            return (JsonSerializer.SerializeToUtf8Bytes(refusal.Error, JsonSerializerOptions.Web), true);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(logger, id, exception);
            var error = ApiError.OfStatus(
                StatusCodes.Status500InternalServerError,
                $"This is a fault of the server. Its log tells more under the id {id}.");
            return (JsonSerializer.SerializeToUtf8Bytes(error, JsonSerializerOptions.Web), true);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} failed for one of its charts")]
    static partial void Failed(ILogger logger, string id, Exception exception);
}

/// <param name="Charts">Each as in a call of its own.</param>
sealed record ChartBatchRequest(IReadOnlyList<ChartRequest>? Charts);
