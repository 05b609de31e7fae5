using System.Text.Json;
using NeptuneAlt.Server.Api.Description;

namespace NeptuneAlt.Server.Api.Dashboards;

// These describe the API. Requests are checked by DashboardShapes and kept as they come, with what is not named here.

/// <summary>Neptune's <c>UpdateDashboardDTO</c>: what a dashboard shows.</summary>
/// <param name="Extra">Ours: whatever the app keeps with a dashboard. <c>base</c> in it is the version that a draft came from.</param>
record DashboardUpdateRequest(
    string Name, [property: DashboardKind] string Type, IReadOnlyList<WidgetRequest> Widgets, DashboardLayoutsRequest Layouts,
    DashboardConfigRequest? Config, LayoutSettingsRequest? LayoutSettings, TableViewParamsRequest? ViewParams,
    ColorsConfigRequest? ColorsConfig, int? AutoComparePool, IReadOnlyList<string>? RunIds,
    IReadOnlyList<string>? UserExperimentNames, string? Icon, string? Color, JsonElement? Extra);

/// <summary>Neptune's <c>NewDashboardDTO</c>.</summary>
sealed record NewDashboardRequest(
    string Name, string Type, IReadOnlyList<WidgetRequest> Widgets, DashboardLayoutsRequest Layouts,
    DashboardConfigRequest? Config, LayoutSettingsRequest? LayoutSettings, TableViewParamsRequest? ViewParams,
    ColorsConfigRequest? ColorsConfig, int? AutoComparePool, IReadOnlyList<string>? RunIds,
    IReadOnlyList<string>? UserExperimentNames, string? Icon, string? Color, JsonElement? Extra, bool? IsDraft,
    string? VersionName, string? VersionDescription, string? ExperimentShortId)
    : DashboardUpdateRequest(
        Name, Type, Widgets, Layouts, Config, LayoutSettings, ViewParams, ColorsConfig, AutoComparePool, RunIds,
        UserExperimentNames, Icon, Color, Extra);

/// <summary>Neptune's <c>NewVersionDashboardDTO</c>.</summary>
/// <param name="VersionBranch">That of the version in the address.</param>
sealed record NewDashboardVersionRequest(
    string Name, string Type, IReadOnlyList<WidgetRequest> Widgets, DashboardLayoutsRequest Layouts,
    DashboardConfigRequest? Config, LayoutSettingsRequest? LayoutSettings, TableViewParamsRequest? ViewParams,
    ColorsConfigRequest? ColorsConfig, int? AutoComparePool, IReadOnlyList<string>? RunIds,
    IReadOnlyList<string>? UserExperimentNames, string? Icon, string? Color, JsonElement? Extra, bool? Draft,
    string? VersionName, string? VersionDescription, Guid VersionBranch)
    : DashboardUpdateRequest(
        Name, Type, Widgets, Layouts, Config, LayoutSettings, ViewParams, ColorsConfig, AutoComparePool, RunIds,
        UserExperimentNames, Icon, Color, Extra);

/// <summary>Neptune's <c>UpdateDashboardVersionDTO</c>: what is left out stays as it is.</summary>
/// <param name="Draft"><c>false</c> publishes the version.</param>
sealed record DashboardVersionRequest(bool? Draft, string? VersionName, string? VersionDescription);

/// <param name="AttributeNameMustMatchRegexes">Attributes whose names match all of these, as RE2 has them, are shown.</param>
/// <param name="FreeText">Markdown of a text.</param>
/// <param name="Options">Whatever the app keeps with a widget.</param>
sealed record WidgetRequest(
    string Id, [property: WidgetKind] string Type, string? Name, IReadOnlyList<WidgetAttributeRequest>? Attributes,
    IReadOnlyList<string>? AttributeNameMustMatchRegexes, IReadOnlyList<string>? AttributeNameMustNotMatchRegexes,
    IReadOnlyList<string>? Namespaces, IReadOnlyList<string>? ExperimentShortIds, string? FreeText, JsonElement? Options);

sealed record WidgetAttributeRequest(string Name, string Type, string? Subproperty);

/// <summary>Places of widgets, by the width of the page.</summary>
sealed record DashboardLayoutsRequest(
    IReadOnlyList<WidgetLayoutRequest> Xl, IReadOnlyList<WidgetLayoutRequest> Lg, IReadOnlyList<WidgetLayoutRequest> Md,
    IReadOnlyList<WidgetLayoutRequest> Sm, IReadOnlyList<WidgetLayoutRequest> Xs);

/// <summary>Place of a widget, in cells of the grid.</summary>
sealed record WidgetLayoutRequest(string Id, int X, int Y, int W, int H, bool? IsStatic);

sealed record DashboardConfigRequest(
    bool? Locked, int? Smoothing, string? SmoothingAlgorithm, string? SmoothingWindowMode, string? XaxisMode,
    XaxisMetricRequest? XaxisMetric, OpenRangeRequest? XaxisRange, string? XaxisScale, string? YaxisScale,
    OpenRangeRequest? MetricsStepsRange, string? ShowMetricBy, string? OutliersDisplayMode, bool? ShowPreviews,
    SecondaryStylingRequest? SecondaryStyling);

sealed record XaxisMetricRequest(string Name, string Type);

sealed record OpenRangeRequest(double? From, double? To);

sealed record SecondaryStylingRequest(bool? Enabled, IReadOnlyList<string>? Rules, IReadOnlyList<string>? SampleMetrics);

sealed record LayoutSettingsRequest(string? Mode, LayoutGridRequest Config);

sealed record LayoutGridRequest(GridModeRequest GridMode);

/// <param name="ColumnsCount">A number as text.</param>
sealed record GridModeRequest(string ColumnsCount);

sealed record ColorsConfigRequest(IReadOnlyList<OwnColorRequest>? Colors);

/// <param name="Owner">Run or group whose color it is.</param>
sealed record OwnColorRequest(string Owner, string Color);

sealed record TableViewParamsRequest(
    JsonElement ColumnList, JsonElement SortOptions, JsonElement? GroupOptions, string? Query, string? NameSearchMode,
    string? NameSearchQuery, bool? ExperimentsOnly, bool? RunsLineage);

[AttributeUsage(AttributeTargets.Property)]
sealed class DashboardKindAttribute() : OneOfAttribute("compare", "experiment", "report");

[AttributeUsage(AttributeTargets.Property)]
sealed class WidgetKindAttribute() : OneOfAttribute(
    "chart", "valueList", "file", "fileSet", "image", "imageComparison", "interactiveTable", "gallery", "notebook", "scatterPlot",
    "singleValue", "table", "textNode", "section", "dynamicSection", "histogram", "fileSeries", "userDefinedFunction");
