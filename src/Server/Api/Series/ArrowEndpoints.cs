using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// All points of many float series at once, for programs that compute with them: a stream of Arrow record batches at the pace of its
/// reader. What can be refused is refused before the first byte; what breaks behind it ends the answer in its middle.
/// </summary>
static class ArrowEndpoints
{
    /// <summary>The small writes between the columns of a batch go out with these.</summary>
    const int BufferBytes = 1 << 20;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/floatSeries/arrow", ReadAsync)
        .Describe(
            "getFloatSeriesArrow",
            "All points of many float series as a stream in Arrow's IPC format: project, run, attribute, step, time, value.")
        .Produces(StatusCodes.Status200OK, contentType: ArrowPoints.ContentType);

    static async Task<IResult> ReadAsync(
        HttpContext context, string? projectIdentifier, ArrowRequest body, [AsParameters] ArrowQueries queries, PointTurns turns,
        PointStream stream)
    {
        var cancellationToken = context.RequestAborted;
        var isMicros = body.Steps.Is("micros", "numbers", "steps");
        var (project, query) = await queries.ReadAsync(projectIdentifier, body, cancellationToken);
        using var turn = await turns.TakeAsync(cancellationToken)
            ?? throw new BusyException("Others are reading points in bulk. Try again when they are done.");
        await using var blocks = stream.ReadAsync(query, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasPoints = await blocks.MoveNextAsync();

        context.Response.ContentType = ArrowPoints.ContentType;
        // It is not disposed: that would write on where writing has failed.
        var buffer = new BufferedStream(context.Response.Body, BufferBytes);
        using var points = new ArrowPoints(
            buffer, project.QualifiedName, query.Runs.Select(run => run.RunId), query.Paths, isMicros);
        if (!hasPoints) await points.WriteAsync(null, cancellationToken);
        while (hasPoints)
        {
            await points.WriteAsync(blocks.Current, cancellationToken);
            await buffer.FlushAsync(cancellationToken);
            hasPoints = await blocks.MoveNextAsync();
        }

        await points.EndAsync(cancellationToken);
        await buffer.FlushAsync(cancellationToken);
        return Results.Empty;
    }
}
