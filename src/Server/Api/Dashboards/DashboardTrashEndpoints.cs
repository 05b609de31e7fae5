using NeptuneAlt.Catalog;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Deletes whole dashboards, and brings them back.</summary>
static class DashboardTrashEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapDelete("/branch/{branchVersionId}", DeleteAsync)
            .Describe("deleteAllDashboardVersions", "Puts a dashboard with all its versions into the trash, for 30 days.")
            .Produces(StatusCodes.Status204NoContent);
        group.MapGet("/trash", ListAsync)
            .Describe("listDeletedDashboards", "The dashboards in the trash, without widgets and layouts, the last deleted first.")
            .Gives<DashboardsResponse>();
        group.MapPost("/branch/{branchVersionId}/restore", RestoreAsync)
            .Describe("restoreDashboard", "Takes a dashboard out of the trash.").Gives<DashboardVersionResponse>();
    }

    static async Task<IResult> DeleteAsync(
        string branchVersionId, [AsParameters] DashboardCall call, CatalogDashboardTrash trash)
    {
        var branch = DashboardCall.Id(branchVersionId, nameof(branchVersionId));
        var project = await call.ChangedProjectAsync();
        if (!await trash.DeleteAsync(project.Number, branch, call.Caller, call.Aborted)) return DashboardRefusal.MissingBranch();

        call.Tell(project, branch, isDeleted: true);
        return Results.NoContent();
    }

    static async Task<IResult> ListAsync(
        [AsParameters] DashboardCall call, CatalogDashboardTrash trash, CatalogDashboards dashboards)
    {
        var project = await call.ProjectAsync();
        var found = await trash.ListAsync(project.Number, call.Caller, call.Aborted);
        return DashboardAnswer.OfList(dashboards, found, isWhole: false, call.Aborted);
    }

    static async Task<IResult> RestoreAsync(
        string branchVersionId, [AsParameters] DashboardCall call, CatalogDashboardTrash trash)
    {
        var branch = DashboardCall.Id(branchVersionId, nameof(branchVersionId));
        var project = await call.ChangedProjectAsync();
        var result = await trash.RestoreAsync(project.Number, branch, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return DashboardRefusal.Of(result);

        call.Tell(project, branch, isDeleted: false);
        return DashboardAnswer.OfVersion(call.Context, result.Version!); // comes with what was done
    }
}
