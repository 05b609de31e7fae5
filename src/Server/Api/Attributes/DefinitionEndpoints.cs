using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Which attributes there are.</summary>
static class DefinitionEndpoints
{
    const int PageSize = 10_000;
    const int PrioritizedDefault = 1000;
    const int ComparedRunsMax = 1000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/leaderboard/attributes/definitions/query", QueryAsync)
            .Describe("queryAttributeDefinitionsWithinProject", "Which attributes projects or runs have, page by page.")
            .Takes<AttributesRequest>().Gives<DefinitionsResponse>();
        group.MapPost("/leaderboard/attributes/definitions/prioritized", PrioritizedAsync)
            .Describe("queryAttributeDefinitionsPrioritized", "Attributes to choose from, those of preferred runs first.")
            .Gives<PrioritizedResponse>();
        group.MapPost("/leaderboard/attributes/definitions/query-diffs", DifferencesAsync)
            .Describe("queryAttributeDefinitionsOnlyWithDiffs", "Only attributes in which the runs differ, page by page.")
            .Takes<AttributesRequest>().Gives<DefinitionsResponse>();
        group.MapGet("/proto/attributes/queryAttributeDefinitions", OfRunAsync);
    }

    static async Task QueryAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var cancellationToken = context.RequestAborted;
        var body = JsonBody.Require(context, RetrievalJson.Default.AttributesRequest);
        var projects = await identifiers.ProjectsAsync(
            [.. (body.ProjectIdentifiers ?? []), .. projectIdentifier is null ? [] : (string[])[projectIdentifier]],
            cancellationToken);
        IReadOnlyList<Run>? runs = body.ExperimentIdsFilter is { } filter
            ? [.. (await identifiers.RunsAsync(filter, projects, cancellationToken)).OfType<Run>()]
            : null;
        var page = await browser.DefinitionsAsync(
            projects, runs, body.Selection(), body.Limit(), body.NextPage?.NextPageToken, cancellationToken);

        await using var answer = new JsonResponse(context);
        Write(answer.Writer, page);
    }

    /// <summary>Attributes to choose from: those of the runs that the user looks at come first.</summary>
    static async Task<IResult> PrioritizedAsync(
        PrioritizedRequest body, RunIdentifiers identifiers, AttributeBrowser browser, CancellationToken cancellationToken)
    {
        var filter = body.FilterQueryAttributeDefinitionsDTO;
        var projects = await identifiers.ProjectsAsync(
            [.. body.ProjectIdentifiers ?? [], .. filter?.ProjectIdentifier is { } one ? (string[])[one] : []],
            cancellationToken);
        var preferred = await identifiers.RunsAsync(
            body.PriorityQueryAttributeDefinitionsDTO?.ExperimentIds ?? [], projects, cancellationToken);
        var selection = new AttributesRequest(
            null, null, filter?.AttributeFilter, filter?.AttributeNameFilter, filter?.AttributeNameRegex, null, null)
            .Selection();
        var found = await browser.PrioritizedAsync(
            projects, [.. preferred.OfType<Run>()], selection, Math.Clamp(body.Limit ?? PrioritizedDefault, 1, PageSize),
            cancellationToken);
        return Results.Json(new PrioritizedResponse(
            [
                .. found.Definitions.Select((definition, place) => new PrioritizedDefinition(
                    new Definition(definition.Path, definition.Type.Name()), place < found.Preferred)),
            ],
            found.HasMore));
    }

    /// <summary>Only attributes in which the runs differ: found by the store, page by page.</summary>
    static async Task DifferencesAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var cancellationToken = context.RequestAborted;
        var body = JsonBody.Require(context, RetrievalJson.Default.AttributesRequest);
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        var names = body.ExperimentIdsFilter ?? [];
        if (names.Count > ComparedRunsMax) throw new BadRequestException($"Compare at most {ComparedRunsMax} runs.");

        var runs = await identifiers.RunsAsync(names, [project], cancellationToken);
        var page = await browser.DifferencesAsync(
            project, [.. runs.OfType<Run>()], body.Selection(), body.Limit(), body.NextPage?.NextPageToken,
            cancellationToken);
        await using var answer = new JsonResponse(context);
        Write(answer.Writer, page);
    }

    public static void Write(Utf8JsonWriter json, DefinitionsPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var definition in page.Definitions)
        {
            json.WriteStartObject();
            json.WriteString("name", definition.Path);
            json.WriteString("type", definition.Type.Name());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("nextPage");
        if (page.NextPage is not null) json.WriteString("nextPageToken", page.NextPage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>All definitions of one run; this call has no pages.</summary>
    static async Task<IResult> OfRunAsync(
        HttpContext context, string experimentIdentifier, string[]? attributeType, RunIdentifiers identifiers,
        AttributeBrowser browser)
    {
        var cancellationToken = context.RequestAborted;
        if (await identifiers.RunAsync(experimentIdentifier, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{experimentIdentifier}'.");

        var project = await identifiers.ProjectAsync(run, cancellationToken);
        var selection = new AttributeSelection(Types: FieldParser.TypesOf(attributeType));

        await using var answer = new ProtoResponse(context);
        string? token = null;
        do
        {
            var page = await browser.DefinitionsAsync([project], [run], selection, PageSize, token, cancellationToken);
            foreach (var definition in page.Definitions)
            {
                answer.Writer.Message(ProtoAttributesSearchResultDTO.EntriesFieldNumber, new ProtoAttributeDefinitionDTO
                {
                    Name = definition.Path, Type = definition.Type.Name(),
                });
            }

            await answer.FlushIfFullAsync();
            token = page.NextPage;
        }
        while (token is not null);

        return Results.Empty;
    }
}

sealed record PrioritizedRequest(
    IReadOnlyList<string>? ProjectIdentifiers, int? Limit, DefinitionFilterRequest? FilterQueryAttributeDefinitionsDTO,
    PriorityRequest? PriorityQueryAttributeDefinitionsDTO);

sealed record DefinitionFilterRequest(
    IReadOnlyList<TypeRequest?>? AttributeFilter, NameFilterRequest? AttributeNameFilter, string? AttributeNameRegex,
    string? ProjectIdentifier);

sealed record PriorityRequest(IReadOnlyList<string>? ExperimentIds);

/// <param name="HasMore">There are more than the limit let through.</param>
sealed record PrioritizedResponse(IReadOnlyList<PrioritizedDefinition> Entries, bool HasMore);

/// <param name="MatchedPriorityQuery">One of the preferred runs has it.</param>
sealed record PrioritizedDefinition(Definition AttributeDefinitionDTO, bool MatchedPriorityQuery);

sealed record Definition(string Name, [property: AttributeKind] string Type);
