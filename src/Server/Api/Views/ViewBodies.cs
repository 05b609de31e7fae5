using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Views;

/// <summary>
/// Neptune's <c>NewLeaderboardViewDTO</c> and <c>LeaderboardViewUpdateDTO</c>: a table of runs as a user saves it. What
/// the web app adds to Neptune's fields is kept as it comes.
/// </summary>
sealed record ViewBody
{
    public string? Name { get; init; }
    public bool? DefaultView { get; init; }
    public ColumnListBody? ColumnList { get; init; }
    public SortOptionsBody? SortOptions { get; init; }
    public GroupOptionsBody? GroupOptions { get; init; }
    public QuickFilterBody? QuickFilters { get; init; }
    public string? Query { get; init; }
    public string? NameSearchMode { get; init; }
    public string? NameSearchQuery { get; init; }
    public bool? ExperimentsOnly { get; init; }
    public bool? RunsLineage { get; init; }
    public bool? ShowSelectedHiddenByFilter { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

sealed record ColumnListBody(IReadOnlyList<ColumnBody>? Columns);

/// <param name="Id">Path of the attribute.</param>
sealed record ColumnBody(
    string Id, string ColumnType, int Width, bool Pinned, string? DisplayName, string? Color, string? AggregationMode,
    string? DisplayMode);

sealed record SortOptionsBody(
    IReadOnlyList<string>? SortBy, IReadOnlyList<string>? SortFieldType, IReadOnlyList<string>? SortFieldAggregationMode,
    IReadOnlyList<string>? SortDirection);

sealed record GroupOptionsBody(
    IReadOnlyList<string>? GroupBy, IReadOnlyList<string>? GroupByFieldType,
    IReadOnlyList<string>? GroupByFieldAggregationMode, IReadOnlyList<string>? OpenedGroups);

sealed record QuickFilterBody(
    IReadOnlyList<string>? Owner, IReadOnlyList<string>? Status, IReadOnlyList<string>? Tags, string? SearchTerm,
    string? CreationDateRangeStart, string? CreationDateRangeEnd, string? RelativeTime);

sealed record DefaultViewBody(string? ProjectIdentifier, string? ViewId);

/// <summary>Neptune's <c>LeaderboardViewDTO</c>.</summary>
sealed record ViewAnswer(
    string Id, string Name, bool DefaultView, ColumnListBody? ColumnList, SortOptionsBody SortOptions,
    GroupOptionsBody? GroupOptions, QuickFilterBody? QuickFilters, string? Query, string? NameSearchMode,
    string? NameSearchQuery, bool ExperimentsOnly, bool RunsLineage, bool ShowSelectedHiddenByFilter)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

sealed record ViewsAnswer(IReadOnlyList<ViewAnswer> Views);
