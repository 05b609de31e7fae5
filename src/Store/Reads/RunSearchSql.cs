using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>The statement that both pages of runs and groups of runs start from: a row a run that matches, with its
/// sort keys and its group keys.</summary>
sealed class RunSearchSql
{
    readonly string _projects;
    readonly AttributeSource _source;
    readonly string _condition;

    /// <summary>The same, for rows of what orders the runs; <c>null</c> if they do not decide it.</summary>
    readonly string? _leadingCondition;
    readonly RunOrderSql _order;
    readonly RunGroupSql _groups;
    readonly RunSearch _search;

    /// <param name="groupBy">Attributes whose values the rows have as keys.</param>
    /// <param name="live">Newest values of the attributes at <see cref="RunReads.PathsOf"/>.</param>
    public RunSearchSql(
        SqlText sql, RunSearch search, IReadOnlyList<FilterAttribute> groupBy, LiveValues live, DateTimeOffset now)
    {
        _search = search;
        Sql = sql;
        _projects = sql.Projects(search.Projects);
        _source = new AttributeSource(sql, _projects, live);
        var filter = new FilterSql(sql, _source, now);
        var among = (search.HeadsOnly ? $"run IN (SELECT run FROM heads FINAL WHERE {_projects}) AND " : "")
            + (search.Without.Count > 0 ? $"run NOT IN {sql.Bind(search.Without)} AND " : "");
        _condition = among + filter.Condition(search.Filter);
        _leadingCondition = filter.OnRowsOf(search.Order.Attribute.Path, search.Filter) is { } row ? among + row : null;
        _order = new RunOrderSql(sql, search.Order, now);
        _groups = new RunGroupSql(sql, groupBy, now);
    }

    public SqlText Sql { get; }

    public string Order => _order.Clause;

    /// <summary>Condition on the rows: that they are of the group searched in.</summary>
    public string Within => _groups.Within(_search.Within);

    /// <summary>Condition on rows of attributes: that their run matches.</summary>
    public string Matching => $"{_projects} AND {_condition}";

    public string Rows => $"""
        SELECT run, any(project) AS of_project, {_order.Keys}{_groups.Keys}
        FROM {_source.Of([.. _order.Paths.Concat(_groups.Paths).Prepend(SystemPaths.Id).Distinct()])} AND {_condition}
        GROUP BY run
        HAVING countIf(path = '{SystemPaths.Id}') > 0
        """;

    /// <summary>
    /// The first runs in order, as far as they have what orders them; <c>null</c> if that is not one attribute of a
    /// stated type. A small part of the cost of <see cref="Rows"/>.
    /// </summary>
    public string? Leading => OneKey is var (condition, key)
        ? $"""
            SELECT run, project AS of_project FROM {OfLeading} AND {condition} AND {_condition}
            ORDER BY {key} {_order.Direction} NULLS LAST, run {_order.Direction}
            {Page}
            """
        : null;

    /// <summary>
    /// The same with the number of runs that match, from one pass over the rows; <c>null</c> if the rows of what orders
    /// the runs do not decide which match.
    /// </summary>
    public string? LeadingOfMatching => _leadingCondition is not null && OneKey is var (condition, key)
        ? $"""
            SELECT run, of_project, total FROM
            (
                SELECT run, project AS of_project, {key} AS leading_key, {condition} AS leads, count() OVER () AS total
                FROM {OfLeading} AND {_leadingCondition}
            )
            WHERE leads
            ORDER BY leading_key {_order.Direction} NULLS LAST, run {_order.Direction}
            {Page}
            """
        : null;

    (string Condition, string Key)? OneKey => _search.Within.Count == 0 ? _order.Single : null;

    string OfLeading => $"{_source.Of(_order.Paths)} "
        + $"AND run IN (SELECT run FROM attributes WHERE {_projects} AND path = '{SystemPaths.Id}')";

    string Page => $"LIMIT {Sql.Bind((long)_search.Limit)} OFFSET {Sql.Bind((long)_search.Offset)}";

    /// <summary>Counts the runs that match, whatever their values are.</summary>
    public string Count => _search.Within.Count > 0
        ? $"SELECT count() AS total FROM ({Rows}) WHERE {Within}"
        : $"SELECT uniqExact(run) AS total FROM attributes WHERE {_projects} AND path = '{SystemPaths.Id}' AND {_condition}";

    /// <summary>The paths whose values decide on a search.</summary>
    public static IReadOnlyList<string> PathsOf(RunSearch search, IReadOnlyList<FilterAttribute> groupBy) =>
        [.. search.Order.All().Select(order => order.Attribute).Concat(groupBy)
            .Select(attribute => RunLiveness.IsState(attribute) ? SystemPaths.PingTime : attribute.Path)
            .Concat(FilterSql.Paths(search.Filter)).Distinct()];
}
