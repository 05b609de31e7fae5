namespace NeptuneAlt.Server.Api.Runs;

// What clients send, as far as we read it: any field may be missing or null.

/// <param name="Formulas">Ours: columns that are computed, one number a run. Their values come with each entry.</param>
/// <param name="FormulaFilter">Ours: only runs for which this formula is neither 0 nor NaN.</param>
/// <param name="Baseline">Ours: the run that formulas mean by <c>baseline()</c>.</param>
sealed record SearchRequest(
    IReadOnlyList<PathRequest?>? AttributeFilters, bool? ExperimentLeader, PaginationRequest? Pagination, NqlRequest? Query,
    SortingRequest? Sorting, int? TruncateStringTo, GroupingRequest? Grouping, IReadOnlyList<string>? Formulas = null,
    string? FormulaFilter = null, HolderRequest? Baseline = null);

sealed record PathRequest(string? Path);

sealed record PaginationRequest(int? Limit, int? Offset);

sealed record NqlRequest(string? Query);

/// <param name="ThenBy">Ours: what orders runs that are equal by this.</param>
/// <param name="Formula">Ours: what orders runs, in place of an attribute.</param>
sealed record SortingRequest(
    FieldRequest? SortBy, string? Dir, string? AggregationMode, SortingRequest? ThenBy, string? Formula = null);

sealed record GroupingRequest(
    IReadOnlyList<FieldRequest?>? GroupBy, IReadOnlyList<string?>? OpenedGroups,
    IReadOnlyList<OpenedGroupRequest?>? OpenedGroupsWithPagination);

sealed record OpenedGroupRequest(string? OpenedGroup, GroupPaginationRequest? Pagination);

sealed record GroupPaginationRequest(PaginationRequest? Pagination, string? ContinuationToken, string? BeforeToken);

/// <summary>One of several searches in one request.</summary>
sealed record MultiSearchRequest(string? ProjectIdentifier, SearchRequest? SearchLeaderboardEntriesParamsDTO);

/// <param name="Username">Only runs of this user.</param>
sealed record UserRunsRequest(
    bool? ExperimentLeader, PaginationRequest? Pagination, NqlRequest? Query, SortingRequest? Sorting, string? Username);

sealed record FieldRequest(string? Name, string? Type, string? AggregationMode);

/// <summary>Of both queries, for definitions and for values.</summary>
sealed record AttributesRequest(
    IReadOnlyList<string>? ProjectIdentifiers, IReadOnlyList<string>? ExperimentIdsFilter,
    IReadOnlyList<TypeRequest?>? AttributeFilter, NameFilterRequest? AttributeNameFilter, string? AttributeNameRegex,
    IReadOnlyList<string>? AttributeNamesFilter, NextPageRequest? NextPage);

sealed record TypeRequest(string? AttributeType);

sealed record NameFilterRequest(
    IReadOnlyList<NameFilterRequest?>? MustMatchAny, IReadOnlyList<string>? MustMatchRegexes,
    IReadOnlyList<string>? MustNotMatchRegexes);

sealed record NextPageRequest(double? Limit, string? NextPageToken);

/// <summary>Which attributes of one holder; none named is all.</summary>
sealed record AttributeQueryRequest(IReadOnlyList<string>? AttributePathsFilter);

/// <summary>Of both series queries. The limit comes as any JSON number, fractions included.</summary>
sealed record SeriesQueryRequest(
    IReadOnlyList<OneSeriesRequest>? Requests, StepRangeRequest? StepRange, string? Order, double? PerSeriesPointsLimit,
    double? SizeLimitBytes);

sealed record OneSeriesRequest(string? RequestId, TimeSeriesRequest? Series, double? AfterStep, SearchAfterRequest? SearchAfter);

sealed record TimeSeriesRequest(
    HolderRequest? Holder, string? Attribute, string? Lineage, string? LineageEntityType, bool? IncludePreview,
    bool? NormalizeToFirstValue = null);

sealed record HolderRequest(string? Identifier, string? Type);

sealed record SearchAfterRequest(bool? Finished, string? Token);

sealed record StepRangeRequest(double? From, double? To);
