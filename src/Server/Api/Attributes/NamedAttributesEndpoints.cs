using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>Named attributes of many runs and experiments of one project.</summary>
static class NamedAttributesEndpoints
{
    const int NamesMax = 1000;

    public static void Map(IEndpointRouteBuilder group) => group.MapPost("/attributes/listForRuns", ListAsync)
        .Describe("getAttributesForRunsAndExperiments", "Named attributes of named runs, and of the heads of named experiments.")
        .Gives<RunAttributesResponse>();

    static async Task ListAsync(
        RunAttributesRequest body, HttpContext context, RunIdentifiers identifiers, RunAttributes attributes)
    {
        var cancellationToken = context.RequestAborted;
        var (runNames, experimentNames) = (body.RunsIds ?? [], body.ExperimentNames ?? []);
        var paths = body.AttributePathsFilter ?? [];
        if (runNames.Count + experimentNames.Count > NamesMax)
            throw new BadRequestException($"Ask for at most {NamesMax} runs and experiments at once.");

        var project = await identifiers.ProjectAsync(body.ProjectIdentifier, cancellationToken);
        var runs = await attributes.RunsAsync(project, runNames, cancellationToken);
        var heads = await attributes.HeadsAsync(project, experimentNames, cancellationToken);
        var values = await attributes.ValuesAsync(project, runs.Values.Concat(heads.Values), paths, cancellationToken);

        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteString("projectId", project.Id);
        json.WriteString("projectName", project.Name);
        json.WriteString("organizationId", project.WorkspaceId);
        json.WriteString("organizationName", project.Workspace);
        await WriteAsync(answer, "runsAttributes", runs, values);
        await WriteAsync(answer, "experimentsAttributes", heads, values);
        json.WriteEndObject();
    }

    static async Task WriteAsync(
        JsonResponse answer, string name, IReadOnlyDictionary<string, Run> runs, ILookup<ulong, StoredAttribute> values)
    {
        answer.Writer.WriteStartObject(name);
        foreach (var (key, run) in runs)
        {
            Write(answer.Writer, key, run, values[run.Number]);
            await answer.FlushIfFullAsync();
        }

        answer.Writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, Run run, IEnumerable<StoredAttribute> attributes)
    {
        json.WriteStartObject(name);
        json.WriteString("experimentId", run.Id);
        json.WriteStartArray("attributes");
        foreach (var attribute in attributes) AttributeJson.Write(json, attribute);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <param name="RunsIds">Identifiers, or the ids that users gave.</param>
sealed record RunAttributesRequest(
    string? ProjectIdentifier, IReadOnlyList<string>? AttributePathsFilter, IReadOnlyList<string>? RunsIds,
    IReadOnlyList<string>? ExperimentNames);
