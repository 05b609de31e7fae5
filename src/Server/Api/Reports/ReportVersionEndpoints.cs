using Microsoft.AspNetCore.Mvc;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>Versions of reports: lists, reads, saves, publishes and deletes them.</summary>
static class ReportVersionEndpoints
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/{reportId}/latestVersion", GetLatestAsync)
            .Describe("getLatestReportVersion", "The newest published version of a report; its ETag names the revision.")
            .Gives<ReportResponse>();
        group.MapGet("/{reportId}/versions/{versionId}", GetAsync)
            .Describe("getReportVersion", "A version of a report; its ETag names the revision.").Gives<ReportResponse>();
        group.MapPut("/{reportId}/versions/{versionId}", SaveAsync)
            .Describe(
                "updateReportDraft",
                "Saves a draft, and publishes it where metadata.draft is false: not if a version was published after publishIfUnmodifiedSince.")
            .TakesWhole<ReportRequest>().Gives<ReportResponse>().Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapPatch("/{reportId}/versions/{versionId}", ChangeAsync)
            .Describe(
                "updateReportVersionMetadata",
                "Names, describes or publishes a version: not if a version was published after publishIfUnmodifiedSince.")
            .TakesWhole<ReportMetadataRequest>().Gives<ReportMetadataResponse>().Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapDelete("/{reportId}/versions/{versionId}", DeleteAsync)
            .Describe("deleteReportVersion", "Deletes a draft.")
            .Produces(StatusCodes.Status204NoContent).Gives<ApiError>(StatusCodes.Status409Conflict);
        group.MapGet("/versions", ListAsync)
            .Describe("listReportVersionsMetadata", "The published versions of these reports, the newest first.")
            .Gives<ReportVersionsResponse>();
        group.MapGet("/versions/drafts", ListDraftsAsync)
            .Describe("listReportDraftsMetadata", "The caller's drafts, the newest first. Those of others are never listed.")
            .Gives<ReportVersionsResponse>();
    }

    static async Task<IResult> GetLatestAsync(string reportId, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var id = DashboardCall.Id(reportId, nameof(reportId));
        var project = await call.ProjectAsync();
        var versions = await reports.Versions.VersionsAsync(
            project.Number, id, DashboardDrafts.Published, call.Caller, call.Aborted);
        if (versions is null) return ReportRefusal.Missing();
        if (versions is not [var newest, ..]) return ReportRefusal.NoVersions();

        return await reports.Versions.FindAsync(project.Number, newest.Id, call.Caller, call.Aborted) is var (version, texts)
            ? ReportAnswer.Of(call.Context, version, texts)
            : ReportRefusal.MissingVersion();
    }

    static async Task<IResult> GetAsync(
        string reportId, string versionId, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var (id, version) = Ids(reportId, versionId);
        var project = await call.ProjectAsync();
        return await reports.Versions.FindAsync(project.Number, version, call.Caller, call.Aborted) is var (found, texts)
            && found.Branch == id
                ? ReportAnswer.Of(call.Context, found, texts)
                : await MissingAsync(call, reports, project, id, version);
    }

    static async Task<IResult> SaveAsync(
        string reportId, string versionId, DateTimeOffset? publishIfUnmodifiedSince,
        [FromHeader(Name = "If-Match")] string? ifMatch, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var (id, version) = Ids(reportId, versionId);
        using var body = KeptBody.Read(call.Context, ReportShapes.Report);
        var metadata = body.Root.GetProperty("metadata");
        var change = Change(ReportBody.Change(metadata), publishIfUnmodifiedSince) with { OfDraftsOnly = true };
        var project = await call.ChangedProjectAsync();
        if (await FindAsync(call, reports, project, id, version) is not { } found)
            return await MissingAsync(call, reports, project, id, version);
        if (DashboardRules.TextOf(metadata, "versionAuthor") is { Length: > 0 } author && author != found.Owner)
            return ReportRefusal.OtherAuthor();

        var (report, refusal) = await ReportEndpoints.ReadAsync(call, project, body);
        if (report is null) return refusal!; // one of both

        var expected = DashboardCall.Expected(version, ifMatch);
        var result = await reports.Versions.SaveAsync(
            project.Number, version, expected, report, call.Caller, call.Aborted, change);
        if (result.Outcome != DashboardOutcome.Done) return ReportRefusal.Of(result, ReportRefusal.NoDraft);

        call.Tell(project, result.Version!); // comes with what was done
        return ReportAnswer.Of(call.Context, result.Version!, report.Texts);
    }

    static async Task<IResult> ChangeAsync(
        string reportId, string versionId, DateTimeOffset? publishIfUnmodifiedSince,
        [FromHeader(Name = "If-Match")] string? ifMatch, [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var (id, version) = Ids(reportId, versionId);
        using var body = KeptBody.Read(call.Context, ReportShapes.Metadata);
        if (ReportRules.MetadataFault(body.Root) is { } fault) throw fault.ToException();

        var project = await call.ChangedProjectAsync();
        if (await FindAsync(call, reports, project, id, version) is not { } found)
            return await MissingAsync(call, reports, project, id, version);
        if (body.Text("versionAuthor") is { Length: > 0 } author && author != found.Owner) return ReportRefusal.OtherAuthor();

        var change = ReportBody.Change(body.Root);
        if (found.IsDraft) change = Change(change, publishIfUnmodifiedSince);
        var expected = DashboardCall.Expected(version, ifMatch);
        var result = await reports.Versions.DescribeAsync(project.Number, version, expected, change, call.Caller, call.Aborted);
        if (result.Outcome != DashboardOutcome.Done) return ReportRefusal.Of(result, ReportRefusal.NoWayBack);

        call.Tell(project, result.Version!); // comes with what was done
        return await ReportEndpoints.MetadataAsync(call, reports, result.Version!);
    }

    static async Task<IResult> DeleteAsync(
        string reportId, string versionId, [FromHeader(Name = "If-Match")] string? ifMatch,
        [AsParameters] DashboardCall call, CatalogReports reports)
    {
        var (id, version) = Ids(reportId, versionId);
        var project = await call.ChangedProjectAsync();
        if (await FindAsync(call, reports, project, id, version) is null)
            return await MissingAsync(call, reports, project, id, version);

        var expected = DashboardCall.Expected(version, ifMatch);
        var result = await reports.Versions.DeleteAsync(
            project.Number, version, expected, call.Caller, call.Aborted, ofDraftsOnly: true);
        if (result.Outcome != DashboardOutcome.Done) return ReportRefusal.Of(result, ReportRefusal.NoDeletion);

        call.Tell(project, result.Version!, isDeleted: true); // comes with what was done
        return Results.NoContent();
    }

    static async Task<IResult> ListAsync(
        [AsParameters] DashboardCall call, [FromQuery] string[]? reportIds, string? searchTerm, CatalogReports reports)
    {
        if (reportIds is not { Length: > 0 }) throw new BadRequestException("reportIds names the reports whose versions are listed.");

        Guid[] ids = [.. reportIds.Select(id => DashboardCall.Id(id, nameof(reportIds))).Distinct()];
        var project = await call.ProjectAsync();
        var found = new List<DashboardVersion>();
        foreach (var id in ids)
            found.AddRange(await reports.Versions.VersionsAsync(
                project.Number, id, DashboardDrafts.Published, call.Caller, call.Aborted) ?? []);
        var matching = found.Where(version => IsMatch(version, searchTerm))
            .OrderByDescending(version => version.Updated).ThenBy(version => version.Id).ToList();
        return ReportAnswer.OfVersions(reports, matching, call.Aborted);
    }

    static async Task<IResult> ListDraftsAsync(
        string owner, [AsParameters] DashboardCall call, [FromQuery] string[]? reportIds, CatalogReports reports)
    {
        var ids = reportIds?.Select(id => DashboardCall.Id(id, nameof(reportIds))).ToHashSet();
        var project = await call.ProjectAsync();
        var drafts = owner == call.Caller.Username
            ? await reports.DraftsAsync(project.Number, call.Caller, call.Aborted)
            : [];
        var chosen = ids is { Count: > 0 } ? [.. drafts.Where(draft => ids.Contains(draft.Branch))] : drafts;
        return ReportAnswer.OfVersions(reports, chosen, call.Aborted);
    }

    static (Guid Report, Guid Version) Ids(string reportId, string versionId) =>
        (DashboardCall.Id(reportId, nameof(reportId)), DashboardCall.Id(versionId, nameof(versionId)));

    /// <exception cref="BadRequestException">It is to be published, and nothing says since when the caller knows the report.</exception>
    static DashboardVersionChange Change(DashboardVersionChange change, DateTimeOffset? unmodifiedSince) => change.IsDraft switch
    {
        false when unmodifiedSince is null => throw new BadRequestException(
            "To publish, publishIfUnmodifiedSince has the time when the report was read, like 2026-01-31T12:00:00.000Z."),
        false => change with { UnmodifiedSince = unmodifiedSince },
        _ => change,
    };

    static async Task<DashboardVersion?> FindAsync(
        DashboardCall call, CatalogReports reports, Project project, Guid report, Guid version) =>
        await reports.Versions.FindVersionAsync(project.Number, version, call.Caller, call.Aborted) is { } found
            && found.Branch == report
                ? found
                : null;

    /// <summary>Why there is no such version for the caller.</summary>
    static async Task<IResult> MissingAsync(
        DashboardCall call, CatalogReports reports, Project project, Guid report, Guid version)
    {
        if (await reports.IsOthersDraftAsync(project.Number, version, call.Caller, call.Aborted)) return ReportRefusal.OthersDraft();

        var versions = await reports.Versions.VersionsAsync(
            project.Number, report, DashboardDrafts.Both, call.Caller, call.Aborted);
        return versions is null ? ReportRefusal.Missing() : ReportRefusal.MissingVersion();
    }

    static bool IsMatch(DashboardVersion version, string? text) => string.IsNullOrEmpty(text)
        || ((string?[])[version.Name, version.VersionName, version.VersionDescription, version.Owner])
            .Any(field => field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
}
