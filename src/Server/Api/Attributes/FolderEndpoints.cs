using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Which attributes one run has: folder by folder, or all that match a filter.</summary>
static class FolderEndpoints
{
    const int LimitDefault = 1000;
    const int LimitMax = 10_000;
    const int MatchesMax = 100_000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/attributes/queryAttributeDefinitions", FolderAsync)
            .Describe("queryAttributeDefinitions", "One folder of a run's attributes: its folders, then its attributes.")
            .Gives<FolderResponse>();
        group.MapPost("/attributes/queryAttributeDefinitions", FilteredAsync)
            .Describe("queryFilteredAttributeDefinitions", "The attributes of a run that match a filter.")
            .Gives<DefinitionList>();
    }

    static async Task<IResult> FolderAsync(
        string? experimentIdentifier, string? prefix, [FromQuery] string[]? attributeType, int? limit, int? offset,
        RunIdentifiers identifiers, AttributeTree tree, CancellationToken cancellationToken)
    {
        if (limit is < 0 or > LimitMax || offset < 0)
            throw new BadRequestException($"offset is 0 or more, and limit 0 to {LimitMax}.");
        if (await identifiers.RunAsync(experimentIdentifier, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{experimentIdentifier}'.");

        var folder = await tree.FolderAsync(
            run.Project, run.Number, prefix ?? "", FieldParser.TypesOf(attributeType), limit ?? LimitDefault, offset ?? 0,
            cancellationToken);
        return Results.Json(new FolderResponse(
            [
                .. folder.Nodes.Where(node => node.Type != AttributeType.None)
                    .Select(node => new Definition(node.Path, node.Type.Name())),
            ],
            [.. folder.Nodes.Where(node => node.Type == AttributeType.None).Select(node => node.Path)],
            folder.Total));
    }

    static async Task<IResult> FilteredAsync(
        string? experimentIdentifier, [FromQuery] string[]? attributeType, [FromBody] FilteredRequest? body,
        RunIdentifiers identifiers, AttributeBrowser browser, CancellationToken cancellationToken)
    {
        if (await identifiers.RunAsync(experimentIdentifier, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{experimentIdentifier}'.");

        var names = new AttributesRequest(null, null, null, body?.AttributeNameFilter, null, null, null).Selection().Names;
        var found = await browser.DefinitionsAsync(
            [await identifiers.ProjectAsync(run, cancellationToken)], [run],
            new AttributeSelection(names, Types: FieldParser.TypesOf(attributeType)), MatchesMax, null, cancellationToken);
        return Results.Json(new DefinitionList(
            [.. found.Definitions.Select(one => new Definition(one.Path, one.Type.Name()))]));
    }
}

sealed record FilteredRequest(NameFilterRequest? AttributeNameFilter);

/// <param name="SubPaths">The folder's folders, from the root.</param>
/// <param name="TotalCount">Of both, on any page.</param>
sealed record FolderResponse(IReadOnlyList<Definition> Entries, IReadOnlyList<string> SubPaths, long TotalCount);

sealed record DefinitionList(IReadOnlyList<Definition> Entries);
