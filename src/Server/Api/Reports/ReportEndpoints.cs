using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Neptune's reports: lists, makes and deletes them.</summary>
static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/leaderboard/v1/reports");
        group.MapGet("", ListAsync)
            .Describe(
                "listReportsMetadata",
                "The reports, each with its newest published version. One that was never published is listed to its author, with the draft.")
            .Gives<ReportsResponse>();
        group.MapPost("", CreateAsync)
            .Describe(
                "createReportVersion",
                "Makes a report, or adds a version to the one of reportId. A draft is its author's alone, one a browser.")
            .TakesWhole<ReportRequest>().Gives<ReportResponse>()
            .Gives<ApiError>(StatusCodes.Status403Forbidden).Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapDelete("/{reportId}", DeleteAsync)
            .Describe("deleteAllReportVersions", "Puts a report with all its versions into the trash, for 30 days.")
            .Produces(StatusCodes.Status204NoContent);
        group.MapGet("/trash", ListTrashAsync)
            .Describe("listDeletedReports", "The reports in the trash, the last deleted first.").Gives<ReportsResponse>();
        group.MapPost("/{reportId}/restore", RestoreAsync)
            .Describe("restoreReport", "Takes a report out of the trash.").Gives<ReportMetadataResponse>();
        ReportVersionEndpoints.Map(group);
    }

    static async Task<IResult> ListAsync([AsParameters] DashboardCall call, [FromQuery] string[]? reportIds, CatalogReports reports)
    {
        var ids = reportIds?.Select(id => DashboardCall.Id(id, nameof(reportIds))).ToHashSet();
        var project = await call.ProjectAsync();
        var found = await reports.ListAsync(project.Number, call.Caller, call.Aborted);
        var chosen = ids is { Count: > 0 } ? [.. found.Where(version => ids.Contains(version.Branch))] : found;
        return ReportAnswer.OfReports(reports, chosen, call.Aborted);
    }

    static async Task<IResult> CreateAsync(string? reportId, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var id = string.IsNullOrEmpty(reportId) ? (Guid?)null : DashboardCall.Id(reportId, nameof(reportId));
        using var body = KeptBody.Read(call.Context, ReportShapes.Report);
        var project = await call.ChangedProjectAsync();
        var (report, refusal) = await ReadAsync(call, project, body);
        if (report is null) return refusal!; // one of both

        var result = id is { } known
            ? await reports.AddVersionAsync(project.Number, known, report, call.Caller, call.Aborted)
            : await reports.Versions.CreateAsync(project.Number, report, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return ReportRefusal.Of(result, ReportRefusal.NoDraft);

        call.Tell(project, result.Version!); // comes with what was done
        return ReportAnswer.Of(call.Context, result.Version!, report.Texts);
    }

    static async Task<IResult> DeleteAsync(string reportId, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var id = DashboardCall.Id(reportId, nameof(reportId));
        var project = await call.ChangedProjectAsync();
        if (!await reports.Trash.DeleteAsync(project.Number, id, call.Caller, call.Aborted)) return ReportRefusal.Missing();

        call.Tell(project, id, isDeleted: true);
        return Results.NoContent();
    }

    static async Task<IResult> ListTrashAsync([AsParameters] DashboardCall call, CatalogReports reports)
    {
        var project = await call.ProjectAsync();
        return ReportAnswer.OfReports(reports, await reports.Trash.ListAsync(project.Number, call.Caller, call.Aborted), call.Aborted);
    }

    static async Task<IResult> RestoreAsync(string reportId, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var id = DashboardCall.Id(reportId, nameof(reportId));
        var project = await call.ChangedProjectAsync();
        var result = await reports.Trash.RestoreAsync(project.Number, id, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return ReportRefusal.Of(result, ReportRefusal.NoDraft);

        call.Tell(project, id, isDeleted: false);
        return await MetadataAsync(call, reports, result.Version!); // comes with what was done
    }

    /// <summary>Tells the metadata of a version.</summary>
    public static async Task<IResult> MetadataAsync(DashboardCall call, CatalogReports reports, DashboardVersion version)
    {
        var texts = await reports.Versions.TextsAsync([version.Id], withContent: false, call.Aborted);
        return texts.TryGetValue(version.Id, out var text)
            ? ReportAnswer.OfMetadata(call.Context, version, text.Settings)
            : ReportRefusal.MissingVersion();
    }

    /// <summary>The report that a request has, checked; or why not.</summary>
    /// <exception cref="BadRequestException">Its parts do not fit together, or a regular expression is wrong.</exception>
    public static async Task<(DashboardDraft? Report, IResult? Refusal)> ReadAsync(
        DashboardCall call, Project project, KeptBody body)
    {
        if (ReportRules.Fault(body.Root) is { } fault) throw fault.ToException();

        await DashboardBody.CheckAsync(call.PatternChecks, [.. ReportRules.Patterns(body.Root)], call.Aborted);
        Guid[] projects = [.. ReportRules.Projects(body.Root).Where(id => id != project.Id).Distinct().Order()];
        var unseen = new List<string>();
        foreach (var id in projects)
        {
            try
            {
                await call.Identifiers.ProjectAsync(id.ToString(), call.Aborted);
            }
            catch (ProjectInaccessibleException)
            {
                unseen.Add(id.ToString());
            }
        }

        return unseen.Count > 0 ? (null, ReportRefusal.Inaccessible(unseen)) : (body.ToReport(projects), null);
    }
}
