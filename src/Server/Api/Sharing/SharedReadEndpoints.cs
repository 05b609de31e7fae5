using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>Names and values of attributes that a shared board shows. What is asked for beside them is not answered.</summary>
static class SharedReadEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/definitions", DefinitionsAsync)
            .Describe("querySharedDefinitions", "Which of the attributes that the board shows its runs have.")
            .Takes<AttributesRequest>().Gives<DefinitionsResponse>();
        group.MapPost("/values", ValuesAsync)
            .Describe("querySharedValues", "Values of attributes that the board shows.")
            .Takes<AttributesRequest>().Gives<ValuesResponse>();
        group.MapPost("/sections", SectionsAsync)
            .Describe("querySharedSections", "What the sections of the board hold that make their widgets themselves.")
            .Gives<DashboardSectionsResponse>();
    }

    static async Task DefinitionsAsync(string? projectIdentifier, [AsParameters] SharedCall call, AttributeBrowser browser)
    {
        var body = JsonBody.Require(call.Context, RetrievalJson.Default.AttributesRequest);
        var (set, runs, selection) = Selected(await call.ScopeAsync(), projectIdentifier, body);
        var page = await SharedCall.ReadAsync(set.Moment, () => browser.DefinitionsAsync(
            [set.TheProject], runs, selection, body.Limit(), body.NextPage?.NextPageToken, call.Aborted));
        await using var answer = new JsonResponse(call.Context);
        DefinitionEndpoints.Write(answer.Writer, page);
    }

    static async Task ValuesAsync(
        string? projectIdentifier, [AsParameters] SharedCall call, AttributeBrowser browser, SharedFiles files)
    {
        var body = JsonBody.Require(call.Context, RetrievalJson.Default.AttributesRequest);
        var scope = await call.ScopeAsync();
        var (set, runs, selection) = Selected(scope, projectIdentifier, body);
        var page = await SharedCall.ReadAsync(set.Moment, () => browser.ValuesAsync(
            set.TheProject, runs, selection, body.Limit(), body.NextPage?.NextPageToken, call.Aborted));
        await using var answer = new JsonResponse(call.Context);
        var json = answer.Writer;
        json.WriteStartObject();
        json.WriteStartArray("entries");
        foreach (var run in page.Runs)
        {
            json.WriteStartObject();
            json.WriteString("experimentShortId", run.Run.SysId);
            json.WriteStartArray("attributes");
            foreach (var attribute in await files.SealAsync(scope, set, run.Run, run.Attributes, call.Aborted))
                AttributeJson.Write(json, attribute);
            json.WriteEndArray();
            json.WriteEndObject();
            await answer.FlushIfFullAsync();
        }

        json.WriteEndArray();
        json.WriteStartObject("nextPage");
        if (page.NextPage is not null) json.WriteString("nextPageToken", page.NextPage);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static async Task<IResult> SectionsAsync(DashboardSectionsRequest body, [AsParameters] SharedCall call, AttributeFamilies families)
    {
        var set = (await call.ScopeAsync()).Set(body.ProjectIdentifier);
        ulong[] runs = [.. RunsOf(set, body.Runs).Select(run => run.Number)];
        return await SharedCall.ReadAsync(set.Moment, () => DashboardSectionEndpoints.AnswerAsync(
            families, new SectionSource(set.TheProject, runs, set.Names), body, call.Aborted));
    }

    /// <summary>The runs that are asked for, and of the attributes those that the board shows.</summary>
    static (SharedSet Set, Run[] Runs, AttributeSelection Selection) Selected(
        SharedScope scope, string? project, AttributesRequest body)
    {
        var set = scope.Set(project);
        if (body.ProjectIdentifiers?.Any(one => one != project) == true) throw SharedSet.Refused("This project");

        var asked = body.Selection();
        IReadOnlyCollection<string> names = asked.Paths is { } paths ? [.. paths.Where(set.Names.Contains)] : set.Names;
        return (set, RunsOf(set, body.ExperimentIdsFilter), asked with { Paths = names });
    }

    static Run[] RunsOf(SharedSet set, IReadOnlyList<string>? names) =>
        names is null ? [.. set.Runs.Values] : [.. names.Select(set.Run).Distinct()];
}
