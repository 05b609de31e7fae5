using System.Text.Json;

namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>Neptune's <c>DashboardDTO</c>: one version of a dashboard, with all that was sent.</summary>
/// <param name="Draft">Only its owner sees it.</param>
/// <param name="WidgetCount">How many widgets it has, where they are left out.</param>
/// <param name="DeletedTime">When it went into the trash.</param>
sealed record DashboardResponse(
    Guid Id, Guid VersionBranch, string Name, [property: DashboardKind] string Type, bool Draft,
    IReadOnlyList<WidgetRequest> Widgets, DashboardLayoutsRequest Layouts, DashboardConfigRequest? Config,
    LayoutSettingsRequest? LayoutSettings, TableViewParamsRequest? ViewParams, ColorsConfigRequest? ColorsConfig,
    int? AutoComparePool, IReadOnlyList<string>? RunIds, IReadOnlyList<string>? UserExperimentNames, string? ExperimentShortId,
    string? Icon, string? Color, JsonElement? Extra, string Owner, string? VersionName, string? VersionDescription,
    DateTimeOffset CreatedTime, DateTimeOffset LastUpdatedTime, int? WidgetCount, DateTimeOffset? DeletedTime, string? DeletedBy);

/// <summary>Neptune's <c>DashboardListDTO</c>.</summary>
sealed record DashboardsResponse(IReadOnlyList<DashboardResponse> Dashboards);

/// <summary>Neptune's <c>DashboardVersionDTO</c>.</summary>
sealed record DashboardVersionResponse(
    Guid Id, Guid VersionBranch, string Name, [property: DashboardKind] string Type, bool Draft, string Owner,
    string? VersionName, string? VersionDescription, DateTimeOffset CreatedTime, DateTimeOffset LastUpdatedTime);

/// <summary>Neptune's <c>PageDTO</c> of versions.</summary>
sealed record DashboardVersionsResponse(IReadOnlyList<DashboardVersionResponse> Entries, int Limit, long Offset, long Total);
