namespace NeptuneAlt.Store.Reads;

/// <summary>Finds runs.</summary>
public sealed class RunReads(ClickHouse store, TimeProvider time)
{
    /// <exception cref="BadQueryException">A regular expression is wrong, or the filter is too large.</exception>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<RunPage> SearchAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var matching = Matching(sql, search);
        var order = new RunOrderSql(sql, search.Order, time.GetUtcNow());
        var statement = $"""
            SELECT run, of_project, count() OVER () AS total
            FROM
            (
                SELECT run, any(project) AS of_project, {order.Keys}
                FROM attributes FINAL
                WHERE {matching.Projects} AND path IN ('sys/id', {sql.Bind(order.Path)}) AND {matching.Condition}
                GROUP BY run
                HAVING countIf(path = 'sys/id') > 0
            )
            ORDER BY {order.Clause}
            LIMIT {sql.Bind((long)search.Limit)} OFFSET {sql.Bind((long)search.Offset)}
            """;
        var columns = await Queries.RunAsync(store, statement, sql.Arguments, cancellationToken);
        if (columns.Rows == 0 && (search.Offset > 0 || search.Limit == 0))
            return new RunPage([], await CountAsync(search, cancellationToken));

        var runs = columns.Values<ulong>("run");
        var projects = columns.Values<uint>("of_project");
        var found = new FoundRun[columns.Rows];
        for (var i = 0; i < found.Length; i++) found[i] = new FoundRun(projects[i], runs[i]);
        return new RunPage(found, found.Length == 0 ? 0 : (long)columns.Values<ulong>("total")[0]);
    }

    /// <summary>How many runs match, whatever the page.</summary>
    public async Task<long> CountAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var matching = Matching(sql, search);
        var columns = await Queries.RunAsync(
            store,
            "SELECT uniqExact(run) AS total FROM attributes "
            + $"WHERE {matching.Projects} AND path = 'sys/id' AND {matching.Condition}",
            sql.Arguments, cancellationToken);
        return (long)columns.Values<ulong>("total")[0];
    }

    (string Projects, string Condition) Matching(SqlText sql, RunSearch search)
    {
        var projects = sql.Projects(search.Projects);
        var condition = new FilterSql(sql, projects, time.GetUtcNow()).Condition(search.Filter);
        return (projects, search.HeadsOnly
            ? $"run IN (SELECT run FROM heads FINAL WHERE {projects}) AND {condition}"
            : condition);
    }
}
