using System.Text.Json;
using NeptuneAlt.Server.Api.Dashboards;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Reports;

// These describe the API. Requests are checked by ReportShapes and kept as they come, with what is not named here.

/// <summary>Neptune's <c>ReportVersionDTO</c>: what a report shows.</summary>
/// <param name="Extra">Ours: whatever the app keeps with a report.</param>
sealed record ReportRequest(
    string ReportName, ReportMetadataRequest Metadata, ReportConfigRequest GlobalConfig, IReadOnlyList<ReportNodeRequest> Nodes,
    IReadOnlyList<AliasGroupRequest>? RunAliases, IReadOnlyList<AliasGroupRequest>? ExperimentAliases, JsonElement? Extra);

/// <summary>Neptune's <c>ReportVersionMetadataDTO</c>; what the server tells of a version is not looked at.</summary>
/// <param name="Draft"><c>false</c> publishes the version.</param>
/// <param name="ExternalProjectsDependencies">Other projects that the report draws from.</param>
sealed record ReportMetadataRequest(
    bool Draft, string? VersionAuthor, string? VersionName, string? VersionDescription,
    IReadOnlyList<Guid>? ExternalProjectsDependencies);

sealed record ReportConfigRequest(
    DashboardConfigRequest ChartsConfig, bool InheritRunColorFromGroup, bool RunsLineage,
    SecondaryStylingRequest? SecondaryStyling);

/// <summary>A part of a report.</summary>
sealed record ReportNodeRequest(
    Guid Id, [property: NodeKind] string Type, string? Name, ReportGridRequest? GridProperties);

/// <summary>Widgets in a grid, with the runs that they show.</summary>
sealed record ReportGridRequest(
    IReadOnlyList<RunGroupRequest> RunGroups, IReadOnlyList<Guid> SelectedRunGroups, IReadOnlyList<Guid> OpenRunGroups,
    IReadOnlyList<WidgetRequest> Widgets, IReadOnlyList<WidgetLayoutRequest> WidgetLayouts, LayoutSettingsRequest LayoutSettings,
    DashboardConfigRequest ChartsConfig, ColorsConfigRequest ColorsConfig, IReadOnlyList<string>? PresetColors,
    bool InheritRunColorFromGroup, bool RunsLineage, bool IsRunTableCollapsed, bool IsSectionCollapsed);

/// <summary>Runs by name, or the first of a query.</summary>
/// <param name="ProjectId">Of the runs; left out, the report's own.</param>
/// <param name="FirstMembersByQueryCount">How many runs of the query are shown, whichever these are at the time.</param>
sealed record RunGroupRequest(
    Guid Id, string? Name, string? Color, Guid? ProjectId, IReadOnlyList<string>? RunMemberKeys,
    IReadOnlyList<string>? ExperimentMemberKeys, int? FirstMembersByQueryCount, bool ShowOnlySelectedRuns,
    bool? ShowSelectedHiddenByFilter, TableViewParamsRequest ViewParams);

/// <summary>Names of runs of a project in this report.</summary>
sealed record AliasGroupRequest(Guid ProjectId, IReadOnlyList<NameAliasRequest> Aliases);

/// <param name="OriginalId">Id of a run, or name of an experiment.</param>
sealed record NameAliasRequest(string OriginalId, string NameAlias, DateTimeOffset? CreatedAt);

[AttributeUsage(AttributeTargets.Property)]
sealed class NodeKindAttribute() : OneOfAttribute("grid");
