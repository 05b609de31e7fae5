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
    readonly Dictionary<string, string> _arms = [];

    /// <summary>What stands behind FROM up to a condition, for the rows of these paths.</summary>
    public string Of(IReadOnlyCollection<string> wanted)
    {
        var names = string.Join(", ", wanted.Select(sql.Bind));
        var rows = $"attributes FINAL WHERE {projects} AND path IN ({names})";
        var replaced = wanted.Where(_live.Contains).ToArray();
        return replaced.Length == 0 ? rows : $"""
            (
                SELECT {Columns} FROM {rows} AND NOT ({string.Join(" OR ", replaced.Select(Replaced))})
                UNION ALL {string.Join("\nUNION ALL ", replaced.Select(Arm))}
            ) WHERE 1
            """;
    }

    string Replaced(string path) =>
        $"(path = {sql.Bind(path)} AND run IN {sql.Bind([.. _live[path].Select(row => row.Run)])})";

    string Arm(string path)
    {
        if (_arms.TryGetValue(path, out var known)) return known;

        var rows = _live[path].ToArray();
        return _arms[path] = $"""
            SELECT row.1 AS project, row.2 AS run, {sql.Bind(path)} AS path, toUInt8(row.3) AS type, row.4 AS int_value,
                row.5 AS float_value, '' AS string_value, CAST([], 'Array(String)') AS set_value, row.6 AS points,
                row.7 AS finite, row.8 AS min_value, row.9 AS max_value, row.10 / row.7 AS mean, row.11 AS m2
            FROM (SELECT arrayJoin(arrayZip(
                {sql.Bind([.. rows.Select(row => row.Project)])}, {sql.Bind([.. rows.Select(row => row.Run)])},
                {sql.Bind([.. rows.Select(row => (uint)row.Type)])}, {sql.Bind([.. rows.Select(row => row.Int)])},
                {sql.Bind([.. rows.Select(row => row.Float)])}, {sql.Bind([.. rows.Select(row => row.Points)])},
                {sql.Bind([.. rows.Select(row => row.Finite)])}, {sql.Bind([.. rows.Select(row => row.Min)])},
                {sql.Bind([.. rows.Select(row => row.Max)])}, {sql.Bind([.. rows.Select(row => row.Total)])},
                {sql.Bind([.. rows.Select(row => row.SquaredDeviations)])})) AS row)
            """;
    }
}
