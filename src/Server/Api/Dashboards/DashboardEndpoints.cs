using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Neptune's dashboards: lists, makes, reads and saves them.</summary>
static class DashboardEndpoints
{
    const string Route = "/api/leaderboard/v1/dashboards";

    public static void MapDashboards(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Route);
        group.MapGet("", ListAsync)
            .Describe(
                "listDashboards",
                "The newest version of each dashboard. With fields=meta without widgets and layouts, but with their count.")
            .Gives<DashboardsResponse>();
        group.MapPost("", CreateAsync)
            .Describe("createDashboard", "Makes a dashboard of one version.")
            .TakesWhole<NewDashboardRequest>().Gives<DashboardResponse>(StatusCodes.Status201Created);
        group.MapGet("/{dashboardId}", GetAsync)
            .Describe("getDashboard", "A version of a dashboard; its ETag names the revision.").Gives<DashboardResponse>();
        group.MapPut("/{dashboardId}", SaveAsync)
            .Describe(
                "updateDashboard",
                "Saves a version. With If-Match, that is refused and answered with what is there (current) if it was changed since.")
            .TakesWhole<DashboardUpdateRequest>().Gives<DashboardResponse>().Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapDelete("/{dashboardId}", DeleteAsync)
            .Describe("deleteDashboard", "Deletes one version.")
            .Produces(StatusCodes.Status200OK).Gives<ApiError>(StatusCodes.Status409Conflict);
        DashboardVersionEndpoints.Map(group);
        DashboardTrashEndpoints.Map(group);
        DefaultDashboardEndpoint.Map(group);
        DashboardSectionEndpoints.Map(group);
    }

    static async Task<IResult> ListAsync(
        [AsParameters] DashboardCall call, [FromQuery] string[]? branchIds, [FromQuery] string[]? dashboardType, string? drafts,
        [FromQuery] string[]? owners, string? fields, CatalogDashboards dashboards)
    {
        var isWhole = fields switch
        {
            null or "" or "all" => true,
            "meta" => false,
            _ => throw new BadRequestException($"fields is all or meta, not '{fields}'."),
        };
        if (dashboardType?.FirstOrDefault(type => !DashboardShapes.Types.Contains(type)) is { } unknown)
            throw new BadRequestException($"dashboardType is one of {string.Join(", ", DashboardShapes.Types)}, not '{unknown}'.");

        var query = new DashboardQuery(DraftsOf(drafts))
        {
            Branches = branchIds is { Length: > 0 } ? [.. branchIds.Select(id => DashboardCall.Id(id, "branchIds"))] : null,
            Types = dashboardType is { Length: > 0 } ? dashboardType : null,
            Owners = owners is { Length: > 0 } ? owners : null,
        };
        var project = await call.ProjectAsync();
        var found = await dashboards.ListAsync(project.Number, query, call.Caller, call.Aborted);
        return DashboardAnswer.OfList(dashboards, found, isWhole, call.Aborted);
    }

    static async Task<IResult> CreateAsync([AsParameters] DashboardCall call, CatalogDashboards dashboards)
    {
        using var body = KeptBody.Read(call.Context, DashboardShapes.NewDashboard);
        var draft = body.ToDraft() with { IsDraft = body.Flag("isDraft") == true, Experiment = body.Text("experimentShortId") };
        var project = await call.ChangedProjectAsync();
        await call.CheckPatternsAsync(body);

        var result = await dashboards.CreateAsync(project.Number, draft, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, result.Version!); // comes with what was done
        return DashboardAnswer.Of(call.Context, result.Version!, draft.Texts, StatusCodes.Status201Created);
    }

    static async Task<IResult> GetAsync(
        string dashboardId, [AsParameters] DashboardCall call, CatalogDashboards dashboards)
    {
        var id = DashboardCall.Id(dashboardId, nameof(dashboardId));
        var project = await call.ProjectAsync();
        return await dashboards.FindAsync(project.Number, id, call.Caller, call.Aborted) is var (version, texts)
            ? DashboardAnswer.Of(call.Context, version, texts)
            : DashboardRefusal.Missing();
    }

    static async Task<IResult> SaveAsync(
        string dashboardId, [FromHeader(Name = "If-Match")] string? ifMatch, [AsParameters] DashboardCall call,
        CatalogDashboards dashboards)
    {
        var id = DashboardCall.Id(dashboardId, nameof(dashboardId));
        using var body = KeptBody.Read(call.Context, DashboardShapes.Document);
        var draft = body.ToDraft();
        var project = await call.ChangedProjectAsync();
        await call.CheckPatternsAsync(body);

        var expected = DashboardCall.Expected(id, ifMatch);
        var result = await dashboards.SaveAsync(project.Number, id, expected, draft, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, result.Version!); // comes with what was done
        return DashboardAnswer.Of(call.Context, result.Version!, draft.Texts);
    }

    static async Task<IResult> DeleteAsync(
        string dashboardId, [FromHeader(Name = "If-Match")] string? ifMatch, [AsParameters] DashboardCall call,
        CatalogDashboards dashboards)
    {
        var id = DashboardCall.Id(dashboardId, nameof(dashboardId));
        var project = await call.ChangedProjectAsync();
        var expected = DashboardCall.Expected(id, ifMatch);
        var result = await dashboards.DeleteAsync(project.Number, id, expected, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, result.Version!, isDeleted: true); // comes with what was done
        return Results.Ok();
    }

    /// <summary>Which versions a query means.</summary>
    /// <exception cref="BadRequestException">It is no such word.</exception>
    public static DashboardDrafts DraftsOf(string? text) => text switch
    {
        null or "" or "false" => DashboardDrafts.Published,
        "true" => DashboardDrafts.Drafts,
        "all" => DashboardDrafts.Both,
        _ => throw new BadRequestException($"drafts is false, true or all, not '{text}'."),
    };
}
