using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// Where statements over many runs read attributes: the table, with the newest values of live runs in place of its rows.
/// Without a live run that has one of the paths, this is the bare table.
/// </summary>
/// <param name="projects">Condition that names the projects to look in.</param>
/// <param name="paths">Those of the question that <paramref name="live"/> answers.</param>
sealed class AttributeSource(
    SqlText sql, string projects, IReadOnlyList<string> paths, IReadOnlyList<LiveAttribute> live)
{
    const string Columns = """
        project, run, path, type, int_value, float_value, string_value, set_value, points, finite, min_value, max_value,
        mean, m2
        """;

    readonly ILookup<string, LiveAttribute> _live = live.ToLookup(row => paths[row.Path]);
    readonly Dictionary<string, (string Without, string Arm)> _known = [];

    /// <summary>What stands behind FROM up to a condition, for the rows of these paths.</summary>
    public string Of(IReadOnlyCollection<string> wanted)
    {
        var names = string.Join(", ", wanted.Select(sql.Bind));
        var rows = $"attributes FINAL WHERE {projects} AND path IN ({names})";
        var replaced = wanted.Where(_live.Contains).ToArray();
        if (replaced.Length == 0) return rows;

        var parts = replaced.Select(Replacement).ToArray();
        return $"""
            (
                SELECT {Columns} FROM {rows} AND NOT ({string.Join(" OR ", parts.Select(part => part.Without))})
                UNION ALL {string.Join("\nUNION ALL ", parts.Select(part => part.Arm))}
            ) WHERE 1
            """;
    }

    /// <summary>The condition on the rows that live ones stand in for, and the statement that gives these; bound once for all
    /// parts of a question.</summary>
    (string Without, string Arm) Replacement(string path)
    {
        if (_known.TryGetValue(path, out var known)) return known;

        var name = sql.Bind(path);
        using var runs = new NativeBlock().Add("run", Column(path, row => row.Run));
        using var rows = new NativeBlock()
            .Add("project", Column(path, row => row.Project))
            .Add("run", Column(path, row => row.Run))
            .Add("type", Column(path, row => (byte)row.Type))
            .Add("int_value", Column(path, row => row.Int))
            .Add("float_value", Column(path, row => row.Float))
            .Add("points", Column(path, row => row.Points))
            .Add("finite", Column(path, row => row.Finite))
            .Add("min_value", Column(path, row => row.Min))
            .Add("max_value", Column(path, row => row.Max))
            .Add("total", Column(path, row => row.Total))
            .Add("m2", Column(path, row => row.SquaredDeviations));
        return _known[path] = (
            $"(path = {name} AND run IN (SELECT run FROM {sql.Bind(runs)}))",
            $"""
            SELECT project, run, {name} AS path, type, int_value, float_value, '' AS string_value,
                CAST([], 'Array(String)') AS set_value, points, finite, min_value, max_value,
                if(type = 8 AND int_value = 1, least(greatest(total / finite * {FiniteSum.LargeUnitSql}, min_value), max_value),
                    total / finite) AS mean, m2
            FROM {sql.Bind(rows)}
            """);
    }

    T[] Column<T>(string path, Func<LiveAttribute, T> value) => [.. _live[path].Select(value)];
}
