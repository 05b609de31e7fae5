using System.Text;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>
/// Removes points that were logged by mistake, such as one with a time far in the future, after which no other point is
/// accepted.
/// </summary>
static class PointRemovalEndpoints
{
    public static void MapPointRemoval(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/leaderboard/v1/attributes/series/points/delete", DeleteAsync)
            .Describe("deleteSeriesPoints", "Removes points of a series of a run by steps, times or both.")
            .Gives<IReadOnlyList<OperationError>>();

    static async Task<IResult> DeleteAsync(
        PointsDeletionRequest body, HttpContext context, RunIdentifiers identifiers, RunEditor editor)
    {
        var (steps, times) = (body.StepRange, body.TimeRange);
        if (steps is not ({ From: not null } or { To: not null }) && times is not ({ From: not null } or { To: not null }))
            throw new BadRequestException("Name the points by stepRange, timeRange or both, with from, to or both.");
        if (string.IsNullOrEmpty(body.Attribute)) throw new BadRequestException("The request needs an attribute.");
        if (await identifiers.RunAsync(body.ExperimentId, context.RequestAborted) is not { } run)
            return ApiError.NotFound($"There is no run '{body.ExperimentId}'.");

        var request = new RemovalRequest(
            Encoding.UTF8.GetBytes(body.Attribute),
            steps?.From.Number("stepRange.from") is { } fromStep ? Step.FirstAt(fromStep).Micros : long.MinValue,
            steps?.To.Number("stepRange.to") is { } toStep ? Step.LastAt(toStep).Micros : long.MaxValue,
            times?.From ?? long.MinValue, times?.To ?? long.MaxValue);
        var rejected = await editor.RemoveAsync(run, request, ApiError.Username(context), context.RequestAborted);
        return Results.Json<IReadOnlyList<OperationError>>([.. rejected.Select(one => new OperationError(one.Message))]);
    }

    /// <param name="ExperimentId">The run.</param>
    /// <param name="TimeRange">In milliseconds since 1970.</param>
    internal sealed record PointsDeletionRequest(
        string? ExperimentId, string? Attribute, StepsRequest? StepRange, TimesRequest? TimeRange);

    internal sealed record StepsRequest(double? From, double? To);

    internal sealed record TimesRequest(long? From, long? To);
}
