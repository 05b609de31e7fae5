using System.Runtime.CompilerServices;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Api;

namespace NeptuneAlt.Server.Api.Attributes;

/// <summary>The attributes of one run, as its page shows them.</summary>
static class RunAttributesEndpoints
{
    const int PageSize = 10_000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/attributes/attributes", AllAsync)
            .Describe("getAttributes", "All attributes of a run.").Gives<RunResponse>();
        group.MapPost("/attributes/attributes", SelectedAsync)
            .Describe("getAttributesWithPathsFilter", "Named attributes of a run.")
            .Takes<AttributeQueryRequest>().Gives<RunResponse>();
        group.MapPost("/proto/attributes/attributes", SelectedProtoAsync);
        group.MapGet("/attributes", OfExperimentAsync)
            .Describe("getExperimentAttributes", "All attributes of a run, by its older address.").Gives<RunResponse>();
    }

    static Task<IResult> AllAsync(
        HttpContext context, string? holderIdentifier, RunIdentifiers identifiers, AttributeBrowser browser,
        RunStates states) =>
        WriteAsync(context, holderIdentifier, new AttributeSelection(), identifiers, browser, states);

    static Task<IResult> OfExperimentAsync(
        HttpContext context, string? experimentId, RunIdentifiers identifiers, AttributeBrowser browser,
        RunStates states) =>
        WriteAsync(context, experimentId, new AttributeSelection(), identifiers, browser, states);

    static async Task<IResult> SelectedAsync(
        HttpContext context, string? holderIdentifier, RunIdentifiers identifiers, AttributeBrowser browser,
        RunStates states)
    {
        var selection = await SelectionAsync(context);
        return await WriteAsync(context, holderIdentifier, selection, identifiers, browser, states);
    }

    static async Task<AttributeSelection> SelectionAsync(HttpContext context)
    {
        var body = JsonBody.Read(context, RetrievalJson.Default.AttributeQueryRequest);
        return new AttributeSelection(Paths: body?.AttributePathsFilter);
    }

    static async Task<IResult> SelectedProtoAsync(
        HttpContext context, string? holderIdentifier, RunIdentifiers identifiers, AttributeBrowser browser)
    {
        var cancellationToken = context.RequestAborted;
        var selection = await SelectionAsync(context);
        if (await identifiers.RunAsync(holderIdentifier, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{holderIdentifier}'.");

        var project = await identifiers.ProjectAsync(run, cancellationToken);
        await using var answer = new ProtoResponse(context);
        answer.Writer.Fields(Header(run, project));
        await foreach (var page in PagesAsync(browser, project, run, selection, cancellationToken))
        {
            foreach (var attribute in AttributeProto.Of(page))
                answer.Writer.Message(ProtoAttributesDTO.AttributesFieldNumber, attribute);
            await answer.FlushIfFullAsync();
        }

        return Results.Empty;
    }

    static async IAsyncEnumerable<StoredAttribute[]> PagesAsync(
        AttributeBrowser browser, Project project, Run run, AttributeSelection selection,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var page = await browser.ValuesAsync(project, [run], selection, PageSize, token, cancellationToken);
            yield return [.. page.Runs.SelectMany(values => values.Attributes)];
            token = page.NextPage;
        }
        while (token is not null);
    }

    static async Task<IResult> WriteAsync(
        HttpContext context, string? holder, AttributeSelection selection, RunIdentifiers identifiers,
        AttributeBrowser browser, RunStates states)
    {
        var cancellationToken = context.RequestAborted;
        if (await identifiers.RunAsync(holder, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{holder}'.");

        var project = await identifiers.ProjectAsync(run, cancellationToken);
        await using var answer = new JsonResponse(context);
        var json = answer.Writer;
        json.WriteStartObject();
        WriteHeader(json, run.Id.ToString(), project);
        json.WriteStartArray("attributes");
        await foreach (var page in PagesAsync(browser, project, run, selection, cancellationToken))
        {
            foreach (var attribute in page.Concat(states.Of(page))) AttributeJson.Write(json, attribute);
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Results.Empty;
    }

    static ProtoAttributesDTO Header(Run run, Project project) => new()
    {
        ExperimentId = run.Id.ToString(),
        Type = "run",
        ProjectId = project.Id.ToString(),
        ProjectName = project.Name,
        OrganizationId = project.WorkspaceId.ToString(),
        OrganizationName = project.Workspace,
    };

    /// <summary>The fields by which every <c>AttributesDTO</c> identifies its run.</summary>
    public static void WriteHeader(Utf8JsonWriter json, string id, Project project)
    {
        json.WriteString("experimentId", id);
        json.WriteString("type", "run");
        json.WriteString("projectId", project.Id);
        json.WriteString("projectName", project.Name);
        json.WriteString("organizationId", project.WorkspaceId);
        json.WriteString("organizationName", project.Workspace);
    }
}
