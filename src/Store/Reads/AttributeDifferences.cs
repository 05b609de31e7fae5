using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds the attributes in which runs differ, without sending their values anywhere.</summary>
public sealed class AttributeDifferences(ClickHouse store)
{
    // Of a series this is its last value, or a hash of it; int_value says how a float series' sum is counted. A set's elements
    // have no order, and 0 and -0 are one number.
    const string Value = "cityHash64(if(type = 8, 0, int_value), if(float_value = 0, 0., float_value), string_value, "
        + "arraySort(set_value), mime)";

    /// <summary>A page of them by path and type: attributes that not all of the runs have, or not with one value. Of a
    /// series its last value counts.</summary>
    /// <param name="after">Last of the page before.</param>
    /// <exception cref="BadQueryException">A regular expression is wrong.</exception>
    public async Task<IReadOnlyList<AttributeDefinition>> PageAsync(
        uint project, IReadOnlyCollection<ulong> runs, AttributeSelection selection, AttributeDefinition? after, int limit,
        CancellationToken cancellationToken)
    {
        if (runs.Count < 2) return [];

        var sql = new SqlText();
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT path, type FROM run_attributes FINAL
            WHERE project = {sql.Bind(project)} AND run IN {sql.Bind(runs)}
                AND {AttributeReads.Behind(sql, after)} AND {selection.Condition(sql)}
            GROUP BY path, type HAVING count() < {sql.Bind((long)runs.Count)} OR min({Value}) <> max({Value})
            ORDER BY path, type LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
        return AttributeReads.DefinitionsOf(columns);
    }
}
