using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Values of attributes of many runs, page by page.</summary>
static class ValueEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/proto/leaderboard/attributes/query", QueryProtoAsync);
        group.MapPost("/leaderboard/attributes/query", QueryJsonAsync)
            .Describe("queryAttributesWithinProject", "Values of attributes of many runs, page by page.")
            .Takes<AttributesRequest>().Gives<ValuesResponse>();
    }

    static async Task QueryProtoAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var (_, page) = await QueryAsync(context, projectIdentifier, identifiers, browser);
        await using var answer = new ProtoResponse(context);
        foreach (var run in page.Runs)
        {
            answer.Writer.Message(ProtoQueryAttributesResultDTO.EntriesFieldNumber, new ProtoQueryAttributesExperimentResultDTO
            {
                ExperimentId = run.Run.Id.ToString(),
                ExperimentShortId = run.Run.SysId,
                Attributes = { AttributeProto.Of(run.Attributes) },
            });
            await answer.FlushIfFullAsync();
        }

        var next = new ProtoNextPageDTO();
        if (page.NextPage is not null) next.NextPageToken = page.NextPage;
        answer.Writer.Message(ProtoQueryAttributesResultDTO.NextPageFieldNumber, next);
    }

    static async Task QueryJsonAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var (project, page) = await QueryAsync(context, projectIdentifier, identifiers, browser);
        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var run in page.Runs)
        {
            Write(json, project, run);
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteStartObject("nextPage");
        if (page.NextPage is not null) json.WriteString("nextPageToken", page.NextPage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, Project project, RunValues run)
    {
        json.WriteStartObject();
        json.WriteString("experimentId", run.Run.Id);
        json.WriteString("experimentShortId", run.Run.SysId);
        json.WriteString("organizationName", project.Workspace);
        json.WriteString("projectName", project.Name);
        json.WriteStartArray("attributes");
        foreach (var attribute in run.Attributes) AttributeJson.Write(json, attribute);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static async Task<(Project Project, ValuesPage Page)> QueryAsync(
        HttpContext context, string? projectIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var cancellationToken = context.RequestAborted;
        var body = JsonBody.Require(context, RetrievalJson.Default.AttributesRequest);
        var project = await identifiers.ProjectAsync(projectIdentifier, cancellationToken);
        IReadOnlyList<Run>? runs = body.ExperimentIdsFilter is { } filter
            ? [.. (await identifiers.RunsAsync(filter, [project], cancellationToken)).OfType<Run>()
                .Where(run => run.Project == project.Number)]
            : null;
        return (project, await browser.ValuesAsync(
            project, runs, body.Selection(), body.Limit(), body.NextPage?.NextPageToken, cancellationToken));
    }
}
