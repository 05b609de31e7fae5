using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Suggestions while a user types: attributes of runs that match a query, and values of an
/// attribute.</summary>
static class SuggestionEndpoints
{
    const int LimitDefault = 100;
    const int LimitMax = 10_000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/leaderboard/attributes/search", SearchAsync)
            .Describe("searchLeaderboardAttributes", "Attributes of runs that match whose path holds a text.")
            .Gives<DefinitionList>();
        group.MapPost("/leaderboard/attributes/values/unique", ValuesAsync)
            .Describe("queryUniqueAttributeValues", "The different values of an attribute, the most frequent first.")
            .Gives<AttributesResponse>();
    }

    static async Task<IResult> SearchAsync(
        string? projectIdentifier, string? search, [FromQuery] string[]? attributeType, int? limit,
        [FromBody] QueryRequest? body, RunIdentifiers identifiers, RunTable table, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var selection = new AttributeSelection(Types: FieldParser.TypesOf(attributeType));
        var found = await table.DefinitionsAsync(
            project, body?.Query?.Query, search ?? "", selection, LimitOf(limit), cancellationToken);
        return Results.Json(new DefinitionList([.. found.Select(one => new Definition(one.Path, one.Type.Name()))]));
    }

    static async Task ValuesAsync(
        string? projectIdentifier, UniqueValuesRequest body, HttpContext context, RunIdentifiers identifiers,
        CurrentAttributes attributes)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var attribute = new FieldRequest(body.AttributeName, body.AttributeType, null).Attribute();
        var found = await attributes.UniqueAsync(
            project.Number, attribute, body.RegexValueFilter, LimitOf(body.Limit), context.RequestAborted);

        await using var answer = new JsonResponse(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("attributes");
        foreach (var value in found)
        {
            AttributeJson.Write(answer.Writer, value);
            await answer.FlushIfFullAsync();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
    }

    static int LimitOf(int? limit) => limit is null or (> 0 and <= LimitMax)
        ? limit ?? LimitDefault
        : throw new BadRequestException($"limit is 1 to {LimitMax}.");
}

sealed record QueryRequest(NqlRequest? Query);

sealed record UniqueValuesRequest(string? AttributeName, string? AttributeType, int? Limit, string? RegexValueFilter);
