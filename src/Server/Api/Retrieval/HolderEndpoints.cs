using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Retrieval;

/// <summary>The attributes of one run, as its page shows them.</summary>
static class HolderEndpoints
{
    const int PageSize = 10_000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/attributes/attributes", AllAsync);
        group.MapPost("/attributes/attributes", SelectedAsync);
        group.MapGet("/attributes", OfExperimentAsync);
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
        var body = await RetrievalJson.ReadAsync(context, RetrievalJson.Default.AttributeQueryBody);
        var selection = new AttributeSelection(Paths: body?.AttributesPathsFilter);
        return await WriteAsync(context, holderIdentifier, selection, identifiers, browser, states);
    }

    static async Task<IResult> WriteAsync(
        HttpContext context, string? holder, AttributeSelection selection, RunIdentifiers identifiers,
        AttributeBrowser browser, RunStates states)
    {
        var cancellationToken = context.RequestAborted;
        if (await identifiers.RunAsync(holder, cancellationToken) is not { } run)
            return ApiError.NotFound($"There is no run '{holder}'.");

        var project = await identifiers.ProjectAsync(run, cancellationToken);
        await using var answer = new JsonAnswer(context);
        var json = answer.Writer;
        json.WriteStartObject();
        WriteHeader(json, run.Id.ToString(), project);
        json.WriteStartArray("attributes");
        string? token = null;
        do
        {
            var page = await browser.ValuesAsync(project, [run], selection, PageSize, token, cancellationToken);
            StoredAttribute[] values = [.. page.Runs.SelectMany(values => values.Attributes)];
            foreach (var attribute in values.Concat(states.Of(values))) AttributeJson.Write(json, attribute);
            await answer.FlushIfFullAsync();
            token = page.NextPage;
        }
        while (token is not null);

        json.WriteEndArray();
        json.WriteEndObject();
        return Results.Empty;
    }

    /// <summary>What every <c>AttributesDTO</c> says of its run.</summary>
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
