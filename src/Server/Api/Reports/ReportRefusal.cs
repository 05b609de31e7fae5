using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Reports;

/// <summary>What is told of a call on reports that did nothing.</summary>
static class ReportRefusal
{
    /// <param name="ofPublished">What is told where the version is published.</param>
    public static IResult Of(DashboardResult result, ApiError ofPublished) => result.Outcome switch
    {
        DashboardOutcome.Missing => MissingVersion(),
        DashboardOutcome.MissingBranch => Missing(),
        DashboardOutcome.IsPublished or DashboardOutcome.IsLast => ofPublished.ToResult(),
        DashboardOutcome.Stale => (StaleError(result.Version!) with // comes with a version
        {
            Current = new JsonObject
            {
                ["id"] = result.Version!.Id.ToString(), ["revision"] = result.Version.Revision, ["owner"] = result.Version.Owner,
            },
        }).ToResult(),
        DashboardOutcome.HasDraft => (Conflict(
            "DRAFT_ALREADY_EXISTS", "You have a draft of this report already. Go on with it, or delete it.") with
        {
            Current = new JsonObject { ["id"] = result.Version!.Id.ToString() }, // comes with a version
        }).ToResult(),
        DashboardOutcome.TooManyDashboards =>
            TooMany($"The project has {Limits.DashboardsMax} reports already. Delete those that nobody needs."),
        DashboardOutcome.TooManyVersions => TooMany(
            $"The report has {Limits.DashboardVersionsMax} versions with names already. Delete those that nobody needs."),
        DashboardOutcome.TooManyDrafts => TooMany(
            $"The report has {Limits.DashboardDraftsMax} drafts already. Publish or delete some of them."),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result.Outcome.ToString()),
    };

    public static ApiError NoDraft => Conflict(
        "REPORT_DRAFT_NOT_FOUND", "This version is published, and others may have read it. Make a new version that is a draft.");

    public static ApiError NoWayBack => Conflict(
        "ATTEMPTED_CONVERSION_FROM_PUBLISHED_VERSION_TO_DRAFT",
        "This version is published, and others may have read it. Make a new version that is a draft.");

    public static ApiError NoDeletion => Conflict(
        "ATTEMPTED_DELETION_OF_PUBLISHED_VERSION", "This version is published. Only drafts are deleted alone: delete the whole report.");

    public static IResult Missing() => ApiError.NotFound(
        "There is no such report in this project. It may have been deleted: see the project's trash of reports.", "REPORT_NOT_FOUND");

    public static IResult MissingVersion() =>
        ApiError.NotFound("The report has no such version. It may have been deleted.", "REPORT_VERSION_NOT_FOUND");

    public static IResult NoVersions() => ApiError.NotFound(
        "The report has no published version yet. Publish its draft first.", "REPORT_WITH_NO_VERSIONS");

    public static IResult OthersDraft() => new ApiError(
        StatusCodes.Status403Forbidden, "REPORT_VERSION_OWNER_MISMATCH",
        "This version is the draft of somebody else. Ask them to publish it.").ToResult();

    public static IResult OtherAuthor() => Conflict(
        "ATTEMPTED_CHANGE_OF_A_VERSION_AUTHOR",
        "The author of a version stays who made it. Send the author that the version has, or leave the field out.").ToResult();

    public static IResult Inaccessible(IReadOnlyList<string> projects) => new ApiError(
        StatusCodes.Status403Forbidden, "DEPENDENCY_ON_INACCESSIBLE_PROJECTS",
        $"The report draws from projects that do not exist, or that you may not see: {string.Join(", ", projects)}.")
    {
        InaccessibleProjects = projects,
    }.ToResult();

    static ApiError StaleError(DashboardVersion current) => current.IsDraft
        ? Conflict("CONFLICT", "This draft was saved after you opened it, perhaps in another tab. Load it and go on from there.")
        : Conflict(
            "REPORT_PUBLISHING_CONFLICT",
            $"'{current.Owner}' published the report after you began. Load that version, join yours with it and publish again.");

    static ApiError Conflict(string type, string message) => new(StatusCodes.Status409Conflict, type, message);

    static IResult TooMany(string message) =>
        new ApiError(StatusCodes.Status422UnprocessableEntity, "PROJECT_LIMITS_EXCEEDED", message).ToResult();
}
