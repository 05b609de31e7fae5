using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Attributes whose names are the same but for their numbers.</summary>
/// <param name="Pattern">The name with <c>#</c> for each number, such as <c>layers/#/grad_norm</c>. A name that has that character
/// itself is a family of its own.</param>
/// <param name="Example">The first of the names.</param>
public sealed record AttributeFamily(string Pattern, AttributeType Type, long Members, string Example)
{
    /// <summary>What it is called: the name, or the pattern where there are several.</summary>
    public string Name => Members == 1 ? Example : Pattern;
}

/// <param name="Key">What the pattern captures of the name, each group behind a U+001F but the first; the name where it
/// captures nothing.</param>
public readonly record struct AttributeMatch(string Key, AttributeDefinition Attribute);

/// <summary>Which names are in a section, and what of a name tells its parts apart.</summary>
/// <param name="CapturesOf">Pattern whose groups are the key; <c>null</c>: each name is its own.</param>
public sealed record AttributeSection(AttributeSelection Selection, string? CapturesOf);

/// <summary>Finds what many attributes of a project have in common: families, and what a pattern captures of their names.
/// </summary>
public sealed class AttributeFamilies(ClickHouse store)
{
    /// <summary>Attributes that one key has at most.</summary>
    const int OfKeyMax = 100;

    /// <summary>Families by pattern, without what the server itself keeps of runs.</summary>
    /// <param name="run"><c>null</c>: all of the project.</param>
    public async Task<IReadOnlyList<AttributeFamily>> ListAsync(
        uint project, ulong? run, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT family, type, count() AS members, min(path) AS example FROM
            (
                SELECT path, type, if(position(path, '#') > 0, path, replaceRegexpAll(path, '[0-9]+', '#')) AS family
                FROM {Source(sql, project, run is { } one ? [one] : null)} AND NOT startsWith(path, {sql.Bind(SystemPaths.Folder)})
                GROUP BY path, type
            )
            GROUP BY family, type ORDER BY family, type LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
        var (patterns, examples) = (columns.Strings("family"), columns.Strings("example"));
        var types = columns.Values<byte>("type");
        var members = columns.Values<ulong>("members");
        var families = new AttributeFamily[columns.Rows];
        for (var i = 0; i < families.Length; i++)
            families[i] = new AttributeFamily(patterns.Text(i), (AttributeType)types[i], (long)members[i], examples.Text(i));
        return families;
    }

    /// <summary>The attributes of a section, by key and path.</summary>
    /// <param name="runs"><c>null</c>: all of the project.</param>
    /// <exception cref="BadQueryException">A regular expression is wrong.</exception>
    public async Task<IReadOnlyList<AttributeMatch>> MatchAsync(
        uint project, IReadOnlyCollection<ulong>? runs, AttributeSection section, int limit, CancellationToken cancellationToken)
    {
        if (runs is { Count: 0 }) return [];

        var sql = new SqlText();
        // A group of its own, which is taken off again: the function needs one, and not every pattern has any.
        var groups = section.CapturesOf is { } pattern
            ? $"arrayPopBack(extractGroups(path, {PatternSql.Bind(sql, $"(?:{pattern})()")}))"
            : "[]";
        var key = section.CapturesOf is null ? "path" : $"if(empty({groups}), path, arrayStringConcat({groups}, '\\x1F'))";
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT {key} AS key, path, type FROM {Source(sql, project, runs)} AND {section.Selection.Condition(sql)}
            GROUP BY path, type
            ORDER BY key, path, type LIMIT {OfKeyMax} BY key LIMIT {sql.Bind((long)limit)}
            """,
            sql.Arguments, cancellationToken);
        var keys = columns.Strings("key");
        return [.. AttributeReads.DefinitionsOf(columns).Select((definition, row) => new AttributeMatch(keys.Text(row), definition))];
    }

    static string Source(SqlText sql, uint project, IReadOnlyCollection<ulong>? runs) => runs switch
    {
        null => $"definitions WHERE project = {sql.Bind(project)}",
        { Count: 1 } => $"run_attributes WHERE project = {sql.Bind(project)} AND run = {sql.Bind(runs.First())}",
        _ => $"run_attributes WHERE project = {sql.Bind(project)} AND run IN {sql.Bind(runs)}",
    };
}
