using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds runs.</summary>
public sealed class RunReads(ClickHouse store, ILiveSummaries live, TimeProvider time)
{
    /// <exception cref="BadQueryException">A regular expression is wrong, or the filter is too large.</exception>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<RunPage> SearchAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var rows = await SqlAsync(search, [.. search.Within.Select(part => part.Attribute)], cancellationToken);
        if (await LeadingAsync(search, rows, cancellationToken) is { } leading) return leading;

        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT run, of_project, count() OVER () AS total
            FROM ({rows.Rows}) WHERE {rows.Within}
            ORDER BY {rows.Order}
            LIMIT {rows.Sql.Bind((long)search.Limit)} OFFSET {rows.Sql.Bind((long)search.Offset)}
            """,
            rows.Sql.Arguments, cancellationToken);
        if (columns.Rows == 0 && (search.Offset > 0 || search.Limit == 0))
            return new RunPage([], await CountAsync(search, cancellationToken));

        return new RunPage(Found(columns), columns.Rows == 0 ? 0 : (long)columns.Values<ulong>("total")[0]);
    }

    /// <returns><c>null</c> if the page has room for runs that lack what orders them.</returns>
    async Task<RunPage?> LeadingAsync(RunSearch search, RunSearchSql rows, CancellationToken cancellationToken)
    {
        if (search.Limit == 0) return null;

        if (rows.LeadingOfMatching is { } both)
        {
            var answer = await Queries.RunAsync(store, both, rows.Sql.Arguments, cancellationToken);
            return answer.Rows == 0 ? null : Whole(Found(answer), (long)answer.Values<ulong>("total")[0]);
        }

        if (rows.Leading is not { } leading) return null;

        string[] statements = [leading, rows.Count];
        var answers = await Task.WhenAll(statements.Select(statement =>
            Queries.RunAsync(store, statement, rows.Sql.Arguments, cancellationToken)));
        return Whole(Found(answers[0]), (long)answers[1].Values<ulong>("total")[0]);

        RunPage? Whole(FoundRun[] found, long total) =>
            found.Length == search.Limit || search.Offset + found.Length >= total ? new RunPage(found, total) : null;
    }

    static FoundRun[] Found(Columns columns)
    {
        var runs = columns.Values<ulong>("run");
        var projects = columns.Values<uint>("of_project");
        var found = new FoundRun[columns.Rows];
        for (var i = 0; i < found.Length; i++) found[i] = new FoundRun(projects[i], runs[i]);
        return found;
    }

    /// <summary>How many runs match, whatever the page.</summary>
    public async Task<long> CountAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var rows = await SqlAsync(search, [.. search.Within.Select(part => part.Attribute)], cancellationToken);
        var columns = await Queries.RunAsync(store, rows.Count, rows.Sql.Arguments, cancellationToken);
        return (long)columns.Values<ulong>("total")[0];
    }

    /// <summary>
    /// The groups that the runs fall into by an attribute, within the group that the search names; a page of them by
    /// the search's limit and offset. They stand in the order of their first runs.
    /// </summary>
    /// <exception cref="BadQueryException">A regular expression is wrong, or the filter is too large.</exception>
    public async Task<GroupPage> GroupsAsync(
        RunSearch search, FilterAttribute groupBy, CancellationToken cancellationToken)
    {
        var rows = await SqlAsync(search, [.. search.Within.Select(part => part.Attribute), groupBy], cancellationToken);
        var key = RunGroupSql.Name(search.Within.Count);
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT isNull({key}) AS missing, ifNull({key}, '') AS value, items, first_run,
                count() OVER () AS total, sum(items) OVER () AS total_runs
            FROM
            (
                SELECT {key}, count() AS items, argMin(run, place) AS first_run, min(place) AS first_place
                FROM
                (
                    SELECT {key}, run, row_number() OVER (ORDER BY {rows.Order}) AS place
                    FROM ({rows.Rows}) WHERE {rows.Within}
                )
                GROUP BY {key}
            )
            ORDER BY first_place
            LIMIT {rows.Sql.Bind((long)search.Limit)} OFFSET {rows.Sql.Bind((long)search.Offset)}
            """,
            rows.Sql.Arguments, cancellationToken);
        if (columns.Rows == 0)
            return new GroupPage([], 0, search.Offset > 0 ? await CountAsync(search, cancellationToken) : 0);

        var missing = columns.Values<byte>("missing");
        var values = columns.Strings("value");
        var items = columns.Values<ulong>("items");
        var first = columns.Values<ulong>("first_run");
        var groups = new FoundGroup[columns.Rows];
        for (var i = 0; i < groups.Length; i++)
        {
            var part = new RunGroupPart(groupBy, missing[i] != 0 ? null : values.Text(i));
            groups[i] = new FoundGroup([.. search.Within, part], (long)items[i], first[i]);
        }

        return new GroupPage(
            groups, (long)columns.Values<ulong>("total")[0], (long)columns.Values<ulong>("total_runs")[0]);
    }

    /// <summary>The elements of a string set of runs that match, those of most runs first.</summary>
    /// <param name="part">Text that the elements hold, whatever its case; empty for all.</param>
    public async Task<IReadOnlyList<string>> ElementsAsync(
        RunSearch search, string path, string part, CancellationToken cancellationToken)
    {
        var rows = await SqlAsync(search, [], cancellationToken);
        var wanted = part.Length == 0 ? "1" : $"positionCaseInsensitiveUTF8(element, {rows.Sql.Bind(part)}) > 0";
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT element FROM
            (
                SELECT arrayJoin(set_value) AS element FROM attributes FINAL
                WHERE {rows.Matching} AND path = {rows.Sql.Bind(path)} AND type = {(byte)AttributeType.StringSet}
            )
            WHERE {wanted}
            GROUP BY element ORDER BY count() DESC, element LIMIT {rows.Sql.Bind((long)search.Limit)}
            """,
            rows.Sql.Arguments, cancellationToken);
        var elements = columns.Strings("element");
        return [.. Enumerable.Range(0, columns.Rows).Select(elements.Text)];
    }

    /// <summary>What attributes runs that match have, by path and type.</summary>
    /// <param name="part">Text that the path holds, whatever its case; empty for all.</param>
    public async Task<IReadOnlyList<AttributeDefinition>> DefinitionsAsync(
        RunSearch search, string part, AttributeSelection selection, CancellationToken cancellationToken)
    {
        var rows = await SqlAsync(search, [], cancellationToken);
        var wanted = part.Length == 0 ? "1" : $"positionCaseInsensitiveUTF8(path, {rows.Sql.Bind(part)}) > 0";
        var source = ReferenceEquals(search.Filter, Filter.Everything)
            ? $"definitions WHERE {rows.Sql.Projects(search.Projects)}"
            : $"run_attributes WHERE {rows.Matching}";
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT path, type FROM {source} AND {wanted} AND {selection.Condition(rows.Sql)}
            GROUP BY path, type ORDER BY path, type LIMIT {rows.Sql.Bind((long)search.Limit)}
            """,
            rows.Sql.Arguments, cancellationToken);
        return AttributeReads.DefinitionsOf(columns);
    }

    /// <summary>The newest run of each of the experiments that there are, by the experiment's name.</summary>
    public async Task<IReadOnlyDictionary<string, ulong>> HeadsAsync(
        uint project, IReadOnlyCollection<string> experiments, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<string, ulong>();
        if (experiments.Count == 0) return heads;

        var sql = new SqlText();
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT experiment, max(run) AS head FROM heads
            WHERE project = {sql.Bind(project)} AND experiment IN {sql.Bind(experiments)}
            GROUP BY experiment
            """,
            sql.Arguments, cancellationToken);
        for (var i = 0; i < columns.Rows; i++)
            heads[columns.Strings("experiment").Text(i)] = columns.Values<ulong>("head")[i];
        return heads;
    }

    async Task<RunSearchSql> SqlAsync(
        RunSearch search, IReadOnlyList<FilterAttribute> groupBy, CancellationToken cancellationToken)
    {
        var question = new LiveQuery(search.Projects, Runs: null, RunSearchSql.PathsOf(search, groupBy))
        {
            IsBeforeStore = true,
        };
        return new RunSearchSql(
            new SqlText(), search, groupBy, await live.ReadAsync(question, cancellationToken), time.GetUtcNow());
    }
}
