using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Moments, which findings can be fixed at. Every read of this API takes <c>asOf</c> in its address: it shows series as they were at
/// that moment.
/// </summary>
static class MomentEndpoints
{
    const string Parameter = "asOf";

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/moments", NowAsync)
        .Describe("createMoment", "This moment: reads that have it as 'asOf' in their address show series as they are now.")
        .Gives<MomentResponse>();

    /// <summary>Reads the series of a call as of the moment that its address names.</summary>
    public static ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Query[Parameter] is [{ Length: > 0 } text, ..]
            ? AnswerAsync(context, next, StoreMoment.Parse(text))
            : next(context);

    /// <summary>An answer may read while it is written, so it is written here.</summary>
    static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, StoreMoment moment)
    {
        AsOf.Enter(moment);
        if (await next(context) is not IResult answer) return Results.Empty;

        await answer.ExecuteAsync(context.HttpContext);
        return Results.Empty;
    }

    static async Task<IResult> NowAsync(MomentReads moments, TimeProvider time, CancellationToken cancellationToken)
    {
        var moment = await moments.NowAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        return Results.Json(new MomentResponse(moment.Text, DateTimeOffset.FromUnixTimeMilliseconds(moment.Time)));
    }
}

/// <param name="Moment">Means something to this server alone.</param>
sealed record MomentResponse(string Moment, DateTimeOffset Time);
