using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>What a user may want to type next: attributes of runs that match a query, and values of an attribute.
/// </summary>
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
            .Gives<AttributesAnswer>();
    }

    static async Task<IResult> SearchAsync(
        string? projectIdentifier, string? search, [FromQuery] string[]? attributeType, int? limit,
        [FromBody] QueryBody? body, RunIdentifiers identifiers, RunTable table, CancellationToken cancellationToken)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var selection = new AttributeSelection(Types: FieldParser.TypesOf(attributeType));
        var found = await table.DefinitionsAsync(
            project, body?.Query?.Query, search ?? "", selection, LimitOf(limit), cancellationToken);
        return Results.Json(new DefinitionList([.. found.Select(one => new Definition(one.Path, one.Type.Name()))]));
    }

    static async Task ValuesAsync(
        string? projectIdentifier, UniqueValuesBody body, HttpContext context, RunIdentifiers identifiers,
        AttributeValues values)
    {
        var project = await identifiers.ProjectAsync(projectIdentifier, context.RequestAborted);
        var attribute = new FieldBody(body.AttributeName, body.AttributeType, null).Attribute();
        var found = await values.UniqueAsync(
            project.Number, attribute, body.RegexValueFilter, LimitOf(body.Limit), context.RequestAborted);

        await using var answer = new JsonAnswer(context);
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

sealed record QueryBody(NqlBody? Query);

sealed record UniqueValuesBody(string? AttributeName, string? AttributeType, int? Limit, string? RegexValueFilter);
