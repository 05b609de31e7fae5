using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Which attributes, by name: at least one alternative must hold.</summary>
public sealed record NameFilter(IReadOnlyList<NameFilter.Alternative> Alternatives)
{
    /// <param name="MustMatch">Every one of these patterns matches a part of the name.</param>
    /// <param name="MustNotMatch">None of these does.</param>
    public sealed record Alternative(IReadOnlyList<string> MustMatch, IReadOnlyList<string> MustNotMatch);

    /// <summary>The condition on the column <c>path</c>.</summary>
    internal string Condition(SqlText sql) =>
        Alternatives.Count == 0 ? "0" : $"({string.Join(" OR ", Alternatives.Select(one => Condition(sql, one)))})";

    static string Condition(SqlText sql, Alternative alternative)
    {
        var conditions = alternative.MustMatch.Select(pattern => Match(sql, pattern))
            .Concat(alternative.MustNotMatch.Select(pattern => $"NOT {Match(sql, pattern)}"));
        return $"({string.Join(" AND ", conditions.DefaultIfEmpty("1"))})";
    }

    static string Match(SqlText sql, string pattern) => PatternSql.Literals(pattern) is { } names
        ? $"path IN {sql.Bind(names)}"
        : PatternSql.Match(sql, "path", pattern);
}
