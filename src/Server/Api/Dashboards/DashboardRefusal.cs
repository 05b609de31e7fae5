using System.Text.Json;
using System.Text.Json.Nodes;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>What is told of a change of dashboards that was not made.</summary>
static class DashboardRefusal
{
    const string Reload = "It may have been deleted: choose another, or save yours as a new dashboard.";

    public static IResult Of(DashboardResult result) => ErrorOf(result).ToResult();

    /// <summary>The words of it.</summary>
    public static string MessageOf(DashboardResult result) => ErrorOf(result).Message;

    static ApiError ErrorOf(DashboardResult result) => result.Outcome switch
    {
        DashboardOutcome.Missing => MissingError,
        DashboardOutcome.MissingBranch => MissingBranchError,
        DashboardOutcome.Stale => StaleError(result.Version!), // comes with a version
        DashboardOutcome.HasDraft => Conflict(
            "DRAFT_ALREADY_EXISTS", "You have a draft of this dashboard already. Go on with it, or delete it.") with
        {
            Current = new JsonObject { ["id"] = result.Version!.Id.ToString() }, // comes with a version
        },
        DashboardOutcome.IsPublished => Conflict(
            "ATTEMPTED_CONVERSION_FROM_PUBLISHED_VERSION_TO_DRAFT",
            "This version is published, and others may have seen it. Make a new version that is a draft."),
        DashboardOutcome.IsLast => Conflict(
            "CANNOT_DELETE_LAST_CHECKPOINT", "This is the only published version. Delete the dashboard instead."),
        DashboardOutcome.TooManyDashboards =>
            TooMany($"The project has {Limits.DashboardsMax} dashboards already. Delete those that nobody needs."),
        DashboardOutcome.TooManyVersions => TooMany(
            $"The dashboard has {Limits.DashboardVersionsMax} versions with names already. Delete those that nobody needs."),
        DashboardOutcome.TooManyDrafts => TooMany(
            $"The dashboard has {Limits.DashboardDraftsMax} drafts already. Publish or delete some of them."),
        _ => throw new ArgumentOutOfRangeException(nameof(result), result.Outcome.ToString()),
    };

    public static IResult Missing() => MissingError.ToResult();

    public static IResult MissingBranch() => MissingBranchError.ToResult();

    static ApiError MissingError =>
        new(StatusCodes.Status404NotFound, "DASHBOARD_NOT_FOUND", $"There is no such version of a dashboard in this project. {Reload}");

    static ApiError MissingBranchError =>
        new(StatusCodes.Status404NotFound, "VERSION_BRANCH_NOT_FOUND", $"There is no such dashboard in this project. {Reload}");

    static ApiError StaleError(DashboardVersion current) => Conflict(
        "CONFLICT",
        $"'{current.Owner}' saved this dashboard after you opened it. Load it and join yours with it, or save yours as a new dashboard.") with
    {
        Current = new JsonObject
        {
            ["id"] = current.Id.ToString(), ["revision"] = current.Revision, ["owner"] = current.Owner,
            ["lastUpdatedTime"] = JsonSerializer.SerializeToNode(current.Updated),
        },
    };

    static ApiError Conflict(string type, string message) => new(StatusCodes.Status409Conflict, type, message);

    static ApiError TooMany(string message) =>
        new(StatusCodes.Status422UnprocessableEntity, "PROJECT_LIMITS_EXCEEDED", message);
}
