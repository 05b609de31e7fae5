using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;
using NeptuneAlt.Server.Api.Runs;

namespace NeptuneAlt.Server.Api.Sharing;

/// <summary>
/// What a public link opens, and all that it opens: the board, the runs that it shows, and the values that its widgets read. Runs are
/// named by the place of their section: <c>shared/0/RUN-1</c>.
/// </summary>
static class SharedEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(SharedLink.Root).AllowAnonymous().AddEndpointFilter<CompleteReads>().WithTags("sharing");
        group.MapGet("/board", BoardAsync)
            .Describe("getSharedBoard", "The board that the link in X-Neptunealt-Share shows, with its runs.").Gives<SharedBoardResponse>();
        group.MapGet("/runs", RunsAsync)
            .Describe("getSharedRuns", "The runs that the board shows at this moment, section by section.").Gives<SharedRunsResponse>();
        SharedReadEndpoints.Map(group);
        SharedSeriesEndpoints.Map(group);
        SharedFileEndpoints.Map(group);
    }

    static async Task<IResult> BoardAsync([AsParameters] SharedCall call)
    {
        var scope = await call.ScopeAsync();
        var settings = scope.Settings is { } text ? JsonSerializer.Deserialize<JsonElement>(text) : (JsonElement?)null;
        return Results.Json(new SharedBoardResponse(
            scope.Link.Kind == DashboardKind.Report ? "report" : "dashboard", scope.Board.Name, VersionOf(scope), scope.Link.Widget,
            scope.Board.Document.DeepClone(), settings, SetsOf(scope)));
    }

    static async Task<IResult> RunsAsync([AsParameters] SharedCall call)
    {
        var scope = await call.ScopeAsync();
        return Results.Json(new SharedRunsResponse(VersionOf(scope), SetsOf(scope)));
    }

    static string VersionOf(SharedScope scope) => $"{scope.Version.Id:N}.{scope.Version.Revision}";

    static IReadOnlyList<SharedSetResponse> SetsOf(SharedScope scope) =>
    [
        .. scope.Sets.Select((set, at) => new SharedSetResponse(
            set.Section.Id, SharedSet.Prefix + at, set.Shown, set.HasContinuousLines, set.Baseline?.SysId,
            set.Moment is { } moment ? DateTimeOffset.FromUnixTimeMilliseconds(moment.Time) : null)),
    ];
}

/// <param name="Kind"><c>dashboard</c> or <c>report</c>.</param>
/// <param name="Version">Another one means that the board was published again.</param>
/// <param name="Widget">The only one that is shown; missing: all are.</param>
/// <param name="Document">As the web app has boards, without queries and names of people.</param>
/// <param name="Settings">How charts are drawn where the board does not say it.</param>
sealed record SharedBoardResponse(
    string Kind, string Name, string Version, string? Widget, JsonNode Document, JsonElement? Settings,
    IReadOnlyList<SharedSetResponse> Sets);

sealed record SharedRunsResponse(string Version, IReadOnlyList<SharedSetResponse> Sets);

/// <param name="Section">Of a report; empty: of the whole dashboard.</param>
/// <param name="Project">What requests call the project of these runs.</param>
/// <param name="Experiments">Lines go through all runs of an experiment.</param>
/// <param name="Frozen">What was logged later is not shown; missing: all is.</param>
/// <param name="Baseline">The run that others are compared with, by its id.</param>
sealed record SharedSetResponse(
    string Section, string Project, IReadOnlyList<SharedRun> Runs, bool Experiments, string? Baseline, DateTimeOffset? Frozen);
