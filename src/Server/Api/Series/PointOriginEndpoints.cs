using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Series;

/// <summary>Which run of the lineage logged a point.</summary>
static class PointOriginEndpoints
{
    const int AttributesMax = 1000;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/timeseries/points/source", FindAsync)
        .Describe("getSeriesPointSource", "Which run of the lineage logged a point.").Gives<PointSourceResponse>();

    static async Task<IResult> FindAsync(
        PointSourceRequest body, RunIdentifiers identifiers, PointOrigins sources, CancellationToken cancellationToken)
    {
        var asked = body.Attributes ?? [];
        if (body.Step.Number("step") is not { } step) throw new BadRequestException("The request needs a step.");
        if (asked.Count > AttributesMax) throw new BadRequestException($"Ask for at most {AttributesMax} attributes at once.");

        var runs = await identifiers.RunsByNameAsync(
            asked.Select(one => one.Holder?.Identifier ?? ""), cancellationToken);
        SeriesRequest[] series =
        [
            .. asked.Select(one => runs[one.Holder?.Identifier ?? ""] is { } run
                ? new SeriesRequest(run, one.Attribute ?? "", LineageScope.Full)
                : throw new BadRequestException($"There is no run '{one.Holder?.Identifier}'.")),
        ];
        var found = await sources.FindAsync(series, step, cancellationToken);
        return Results.Json(new PointSourceResponse(
        [
            .. asked.Zip(found).Where(pair => pair.Second is not null).Select(pair =>
                new SourcedAttribute(pair.First.Attribute ?? "", SourceOf(pair.Second!))), // just seen
        ]));
    }

    static PointSource SourceOf(Run run) => new(run.Id, run.SysId, run.RunId);
}

sealed record PointSourceRequest(IReadOnlyList<HeldAttributeRequest>? Attributes, double? Step);

sealed record HeldAttributeRequest(string? Attribute, HolderRequest? Holder);

/// <param name="Attributes">In the order asked; without those that have no points at the step.</param>
sealed record PointSourceResponse(IReadOnlyList<SourcedAttribute> Attributes);

sealed record SourcedAttribute(string Attribute, PointSource Source);

/// <param name="ShortId">Ours, as is <paramref name="CustomId"/>: how people know the run.</param>
sealed record PointSource(Guid RunId, string ShortId, string CustomId);
