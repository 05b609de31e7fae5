using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Versions of dashboards: lists, adds, names and publishes them.</summary>
static class DashboardVersionEndpoints
{
    const int LimitDefault = 200;
    const int LimitMax = 1000;

    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapPost("/{dashboardId}/version", AddAsync)
            .Describe(
                "createNewVersionOfDashboard",
                "Adds a version to a dashboard. A draft is the caller's alone, one a browser; extra.base names the version that it came from.")
            .TakesWhole<NewDashboardVersionRequest>().Gives<DashboardResponse>(StatusCodes.Status201Created)
            .Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapPut("/{dashboardId}/version", ChangeAsync)
            .Describe(
                "updateDashboardVersion",
                "Names, describes or publishes a version. A draft whose base is not the newest version is refused, and that one is named (current).")
            .TakesWhole<DashboardVersionRequest>().Gives<DashboardVersionResponse>().Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapGet("/list/versions/{versionBranch}", ListAsync)
            .Describe("listDashboardBranchVersions", "The versions of a dashboard, the newest first.")
            .Gives<DashboardVersionsResponse>();
    }

    static async Task<IResult> AddAsync(
        string dashboardId, [AsParameters] DashboardCall call, CatalogDashboards dashboards)
    {
        var id = DashboardCall.Id(dashboardId, nameof(dashboardId));
        using var body = KeptBody.Read(call.Context, DashboardShapes.NewVersion);
        var draft = body.ToDraft() with { IsDraft = body.Flag("draft") == true };
        var project = await call.ChangedProjectAsync();
        await call.CheckPatternsAsync(body);

        var branch = body.Id("versionBranch")!.Value; // required by the form
        var result = await dashboards.AddVersionAsync(project.Number, id, branch, draft, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, result.Version!); // comes with what was done
        return DashboardAnswer.Of(call.Context, result.Version!, draft.Texts, StatusCodes.Status201Created);
    }

    static async Task<IResult> ChangeAsync(
        string dashboardId, bool? updateTimestamp, [FromHeader(Name = "If-Match")] string? ifMatch,
        [AsParameters] DashboardCall call, CatalogDashboards dashboards)
    {
        var id = DashboardCall.Id(dashboardId, nameof(dashboardId));
        using var body = KeptBody.Read(call.Context, DashboardShapes.Version);
        var change = new DashboardVersionChange(
            body.Flag("draft"), body.Text("versionName"), body.Text("versionDescription"), updateTimestamp == true);
        if ((change.VersionName + change.VersionDescription).Contains('\0', StringComparison.Ordinal))
            throw new BadRequestException("Names and descriptions of versions cannot have zero characters.");

        var project = await call.ChangedProjectAsync();
        var expected = DashboardCall.Expected(id, ifMatch);
        var result = await dashboards.DescribeAsync(project.Number, id, expected, change, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, result.Version!); // comes with what was done
        return DashboardAnswer.OfVersion(call.Context, result.Version!);
    }

    static async Task<IResult> ListAsync(
        string versionBranch, string? drafts, int? limit, long? offset, string? substringQuery,
        [AsParameters] DashboardCall call, CatalogDashboards dashboards)
    {
        if (limit is < 0 or > LimitMax || offset is < 0 or > int.MaxValue)
            throw new BadRequestException($"offset is 0 or more, and limit 0 to {LimitMax}.");

        var branch = DashboardCall.Id(versionBranch, nameof(versionBranch));
        var project = await call.ProjectAsync();
        var found = await dashboards.VersionsAsync(
            project.Number, branch, DashboardEndpoints.DraftsOf(drafts), call.Caller, call.Aborted);
        if (found is null) return DashboardRefusal.MissingBranch();

        var matching = string.IsNullOrEmpty(substringQuery) ? found : [.. found.Where(version => IsMatch(version, substringQuery))];
        return DashboardAnswer.OfPage(matching, (int)(offset ?? 0), limit ?? LimitDefault);
    }

    static bool IsMatch(DashboardVersion version, string text) =>
        ((string?[])[version.VersionName, version.VersionDescription, version.Owner])
        .Any(field => field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
