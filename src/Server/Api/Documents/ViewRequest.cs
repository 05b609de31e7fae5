using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeptuneAlt.Server.Api.Documents;

/// <summary>
/// Neptune's <c>NewLeaderboardViewDTO</c> and <c>LeaderboardViewUpdateDTO</c>: a table of runs as a user saves it. What
/// the web app adds to Neptune's fields is kept as it comes.
/// </summary>
sealed record ViewRequest : DocumentRequest
{
    const int ColumnsMax = 1000;

    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public bool? DefaultView { get; init; }
    public ColumnListRequest? ColumnList { get; init; }
    public SortOptionsRequest? SortOptions { get; init; }
    public GroupOptionsRequest? GroupOptions { get; init; }
    public QuickFilterRequest? QuickFilters { get; init; }
    public string? Query { get; init; }
    public string? NameSearchMode { get; init; }
    public string? NameSearchQuery { get; init; }
    public bool? ExperimentsOnly { get; init; }
    public bool? RunsLineage { get; init; }
    public bool? ShowSelectedHiddenByFilter { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }

    public override bool? MakesDefault() => DefaultView;

    public override string? Problem() => this switch
    {
        { ColumnList.Columns: null } or { ColumnList: null } => "A view needs a columnList.",
        { ColumnList.Columns.Count: > ColumnsMax } => $"A view has at most {ColumnsMax} columns.",
        _ => null,
    };

    public override string Content() => JsonSerializer.Serialize(
        this with
        {
            Name = null,
            DefaultView = null,
            ExperimentsOnly = ExperimentsOnly ?? false,
            RunsLineage = RunsLineage ?? false,
            ShowSelectedHiddenByFilter = ShowSelectedHiddenByFilter ?? false,
            SortOptions = SortOptions ?? new SortOptionsRequest(null, null, null, null),
            More = DocumentJson.WithoutServers(More),
        },
        s_options);
}

sealed record ColumnListRequest(IReadOnlyList<ColumnRequest>? Columns);

/// <param name="Id">Path of the attribute.</param>
sealed record ColumnRequest(
    string Id, string ColumnType, int Width, bool Pinned, string? DisplayName, string? Color, string? AggregationMode,
    string? DisplayMode);

sealed record SortOptionsRequest(
    IReadOnlyList<string>? SortBy, IReadOnlyList<string>? SortFieldType, IReadOnlyList<string>? SortFieldAggregationMode,
    IReadOnlyList<string>? SortDirection);

sealed record GroupOptionsRequest(
    IReadOnlyList<string>? GroupBy, IReadOnlyList<string>? GroupByFieldType,
    IReadOnlyList<string>? GroupByFieldAggregationMode, IReadOnlyList<string>? OpenedGroups);

sealed record QuickFilterRequest(
    IReadOnlyList<string>? Owner, IReadOnlyList<string>? Status, IReadOnlyList<string>? Tags, string? SearchTerm,
    string? CreationDateRangeStart, string? CreationDateRangeEnd, string? RelativeTime);

sealed record DefaultViewRequest(string? ProjectIdentifier, string? ViewId);

/// <summary>Neptune's <c>LeaderboardViewDTO</c>.</summary>
sealed record ViewResponse(
    bool DefaultView, ColumnListRequest? ColumnList, SortOptionsRequest SortOptions,
    GroupOptionsRequest? GroupOptions, QuickFilterRequest? QuickFilters, string? Query, string? NameSearchMode,
    string? NameSearchQuery, bool ExperimentsOnly, bool RunsLineage, bool ShowSelectedHiddenByFilter) : DocumentResponse
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; init; }
}

sealed record ViewsResponse(IReadOnlyList<ViewResponse> Views);
