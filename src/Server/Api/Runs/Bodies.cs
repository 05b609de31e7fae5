namespace NeptuneAlt.Server.Api.Runs;

// What clients send, as far as we read it: any field may be missing or null.

sealed record SearchBody(
    IReadOnlyList<PathBody?>? AttributeFilters, bool? ExperimentLeader, PaginationBody? Pagination, NqlBody? Query,
    SortingBody? Sorting, int? TruncateStringTo, GroupingBody? Grouping);

sealed record PathBody(string? Path);

sealed record PaginationBody(int? Limit, int? Offset);

sealed record NqlBody(string? Query);

/// <param name="ThenBy">Ours: what orders runs that are equal by this.</param>
sealed record SortingBody(FieldBody? SortBy, string? Dir, string? AggregationMode, SortingBody? ThenBy);

sealed record GroupingBody(
    IReadOnlyList<FieldBody?>? GroupBy, IReadOnlyList<string?>? OpenedGroups,
    IReadOnlyList<OpenedGroupBody?>? OpenedGroupsWithPagination);

sealed record OpenedGroupBody(string? OpenedGroup, GroupPaginationBody? Pagination);

sealed record GroupPaginationBody(PaginationBody? Pagination, string? ContinuationToken, string? BeforeToken);

/// <summary>One of several searches in one request.</summary>
sealed record MultiSearchBody(string? ProjectIdentifier, SearchBody? SearchLeaderboardEntriesParamsDTO);

/// <param name="Username">Only runs of this user.</param>
sealed record UserRunsBody(
    bool? ExperimentLeader, PaginationBody? Pagination, NqlBody? Query, SortingBody? Sorting, string? Username);

sealed record FieldBody(string? Name, string? Type, string? AggregationMode);

/// <summary>Of both queries, for definitions and for values.</summary>
sealed record AttributesBody(
    IReadOnlyList<string>? ProjectIdentifiers, IReadOnlyList<string>? ExperimentIdsFilter,
    IReadOnlyList<TypeBody?>? AttributeFilter, NameFilterBody? AttributeNameFilter, string? AttributeNameRegex,
    IReadOnlyList<string>? AttributeNamesFilter, NextPageBody? NextPage);

sealed record TypeBody(string? AttributeType);

sealed record NameFilterBody(
    IReadOnlyList<NameFilterBody?>? MustMatchAny, IReadOnlyList<string>? MustMatchRegexes,
    IReadOnlyList<string>? MustNotMatchRegexes);

sealed record NextPageBody(double? Limit, string? NextPageToken);

/// <summary>Which attributes of one holder; none named is all.</summary>
sealed record AttributeQueryBody(IReadOnlyList<string>? AttributePathsFilter);

/// <summary>Of both series queries. The limit comes as any JSON number, fractions included.</summary>
sealed record SeriesBody(
    IReadOnlyList<SeriesRequestBody>? Requests, StepRangeBody? StepRange, string? Order, double? PerSeriesPointsLimit,
    double? SizeLimitBytes);

sealed record SeriesRequestBody(string? RequestId, TimeSeriesBody? Series, double? AfterStep, SearchAfterBody? SearchAfter);

sealed record TimeSeriesBody(
    HolderBody? Holder, string? Attribute, string? Lineage, string? LineageEntityType, bool? IncludePreview,
    bool? NormalizeToFirstValue = null);

sealed record HolderBody(string? Identifier, string? Type);

sealed record SearchAfterBody(bool? Finished, string? Token);

sealed record StepRangeBody(double? From, double? To);
