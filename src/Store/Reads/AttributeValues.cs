using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds which values an attribute has in the runs of a project.</summary>
public sealed class AttributeValues(ClickHouse store, ILiveSummaries live)
{
    /// <summary>The different values, those of most runs first; of a string set its elements, one a value.</summary>
    /// <param name="pattern">A regular expression that matches a part of the value as text; <c>null</c> for all.</param>
    /// <exception cref="BadQueryException">The expression is wrong, or values of that type cannot be listed.</exception>
    public async Task<IReadOnlyList<StoredAttribute>> UniqueAsync(
        uint project, FilterAttribute attribute, string? pattern, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var (column, text) = attribute.Type switch
        {
            AttributeType.String => ("string_value", "string_value"),
            AttributeType.StringSet => ("arrayJoin(set_value)", "value"),
            AttributeType.Int => ("int_value", "toString(int_value)"),
            AttributeType.Datetime => ("int_value", "toString(fromUnixTimestamp64Milli(int_value, 'UTC'))"),
            AttributeType.Bool => ("int_value", "if(int_value = 0, 'false', 'true')"),
            // 0 and -0 are one number.
            AttributeType.Float => ("if(float_value = 0, 0., float_value)", "toString(value)"),
            _ => throw new BadQueryException(
                $"Values of type '{attribute.Type.Name()}' cannot be listed: ask for string, stringSet, int, float, bool or datetime."),
        };
        var wanted = string.IsNullOrEmpty(pattern) ? "1" : PatternSql.Match(sql, "text", pattern);
        string[] paths = [attribute.Path];
        var question = new LiveQuery([project], Runs: null, paths) { IsBeforeStore = true };
        var newer = await live.ReadAsync(question, cancellationToken);
        var source = new AttributeSource(sql, sql.Projects([project]), paths, newer);
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT value FROM
            (
                SELECT {column} AS value, {text} AS text FROM {source.Of(paths)} AND type = {(byte)attribute.Type}
            )
            WHERE {wanted}
            GROUP BY value ORDER BY count() DESC, value LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows).Select(row => Value(attribute, columns, row))];
    }

    static StoredAttribute Value(FilterAttribute attribute, Columns columns, int row)
    {
        var value = new StoredAttribute(0, attribute.Path, attribute.Type);
        return attribute.Type switch
        {
            AttributeType.String => value with { StringValue = columns.Strings("value").Text(row) },
            AttributeType.StringSet => value with { SetValue = [columns.Strings("value").Text(row)] },
            AttributeType.Float => value with { FloatValue = columns.Values<double>("value")[row] },
            _ => value with { IntValue = columns.Values<long>("value")[row] },
        };
    }
}
