using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Reads values and definitions of attributes. Values of runs that are being written are those of their last
/// checkpoints.</summary>
public sealed class AttributeReads(ClickHouse store)
{
    const string Values = """
        SELECT run, path, type, series, int_value, float_value, string_value, set_value, mime, last_step, points, finite,
            min_value, max_value, mean, m2, has_preview
        """;

    /// <summary>Reads these attributes of these runs, in no order. The faster way for few runs.</summary>
    public Task<StoredAttribute[]> ReadByRunAsync(
        IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        return ReadAsync(
            $"{Values} FROM run_attributes FINAL WHERE path IN {sql.Bind(paths)} AND run IN {sql.Bind(runs)}", sql,
            cancellationToken);
    }

    /// <summary>The same where the runs are many. New series have no rows here before their runs' next
    /// checkpoint.</summary>
    /// <param name="projects">Those that the runs belong to.</param>
    public Task<StoredAttribute[]> ReadByPathAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        return ReadAsync(
            $"""
            {Values} FROM attributes FINAL
            WHERE {sql.Projects(projects)} AND path IN {sql.Bind(paths)} AND run IN {sql.Bind(runs)}
            """,
            sql, cancellationToken);
    }

    /// <summary>A page of values, by run number and path.</summary>
    /// <param name="runs"><c>null</c>: all of the project.</param>
    /// <param name="after">Last run and path of the page before.</param>
    /// <exception cref="BadQueryException">A regular expression is wrong.</exception>
    public Task<StoredAttribute[]> PageAsync(
        uint project, IReadOnlyCollection<ulong>? runs, AttributeSelection selection, (ulong Run, string Path)? after,
        int limit, CancellationToken cancellationToken)
    {
        if (runs is { Count: 0 }) return Task.FromResult<StoredAttribute[]>([]);

        var sql = new SqlText();
        var these = runs is null
            ? $"(SELECT run FROM attributes WHERE project = {sql.Bind(project)} AND path = '{SystemPaths.Id}')"
            : sql.Bind(runs);
        var position = "";
        if (after is var (run, path))
        {
            var last = sql.Bind(run);
            position = $"AND run >= {last} AND (run > {last} OR path > {sql.Bind(path)})";
        }

        return ReadAsync(
            $"""
            {Values} FROM run_attributes FINAL
            WHERE project = {sql.Bind(project)} AND run IN {these} {position} AND {selection.Condition(sql)}
            ORDER BY run, path LIMIT {sql.Bind((long)limit)}
            """,
            sql, cancellationToken);
    }

    /// <summary>A page of what attributes there are, by path and type.</summary>
    /// <param name="runs"><c>null</c>: all of the projects.</param>
    /// <param name="after">Last of the page before.</param>
    /// <exception cref="BadQueryException">A regular expression is wrong.</exception>
    public async Task<IReadOnlyList<AttributeDefinition>> DefinitionsAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyCollection<ulong>? runs, AttributeSelection selection,
        AttributeDefinition? after, int limit, CancellationToken cancellationToken)
    {
        if (runs is { Count: 0 }) return [];

        var sql = new SqlText();
        var source = runs switch
        {
            null => $"definitions WHERE {sql.Projects(projects)}",
            { Count: 1 } => $"run_attributes WHERE {sql.Projects(projects)} AND run = {sql.Bind(runs.First())}",
            _ => $"run_attributes WHERE {sql.Projects(projects)} AND run IN {sql.Bind(runs)}",
        };

        // For one project or run, groups come in the order of the key, so reading stops when the page is full.
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT path, type FROM {source} AND {Behind(sql, after)} AND {selection.Condition(sql)}
            GROUP BY path, type ORDER BY path, type LIMIT {sql.Bind((long)limit)}
            SETTINGS optimize_aggregation_in_order = 1
            """,
            sql.Arguments, cancellationToken);

        return DefinitionsOf(columns);
    }

    internal static string Behind(SqlText sql, AttributeDefinition? after)
    {
        if (after is not { } last) return "1";

        var path = sql.Bind(last.Path);
        return $"path >= {path} AND (path > {path} OR type > {(byte)last.Type})";
    }

    /// <summary>The columns <c>path</c> and <c>type</c>.</summary>
    internal static AttributeDefinition[] DefinitionsOf(Columns columns)
    {
        var paths = columns.Strings("path");
        var types = columns.Values<byte>("type");
        var definitions = new AttributeDefinition[columns.Rows];
        for (var i = 0; i < definitions.Length; i++)
            definitions[i] = new AttributeDefinition(paths.Text(i), (AttributeType)types[i]);
        return definitions;
    }

    async Task<StoredAttribute[]> ReadAsync(string statement, SqlText sql, CancellationToken cancellationToken) =>
        Read(await Queries.RunAsync(store, statement, sql.Arguments, cancellationToken));

    static StoredAttribute[] Read(Columns columns)
    {
        var run = columns.Values<ulong>("run");
        var path = columns.Strings("path");
        var type = columns.Values<byte>("type");
        var series = columns.Values<uint>("series");
        var ints = columns.Values<long>("int_value");
        var floats = columns.Values<double>("float_value");
        var strings = columns.Strings("string_value");
        var sets = columns.StringArrays("set_value");
        var mime = columns.Strings("mime");
        var lastStep = columns.Values<long>("last_step");
        var points = columns.Values<ulong>("points");
        var finite = columns.Values<ulong>("finite");
        var min = columns.Values<double>("min_value");
        var max = columns.Values<double>("max_value");
        var mean = columns.Values<double>("mean");
        var m2 = columns.Values<double>("m2");
        var hasPreview = columns.Values<byte>("has_preview");

        var attributes = new StoredAttribute[columns.Rows];
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new StoredAttribute(run[i], path.Text(i), (AttributeType)type[i])
            {
                Series = series[i],
                IntValue = ints[i],
                FloatValue = floats[i],
                StringValue = strings.Text(i),
                SetValue = sets.Texts(i),
                Mime = mime.Text(i),
                LastStep = new Step(lastStep[i]),
                Points = points[i],
                Figures = finite[i] == 0 ? null : new SeriesFigures(min[i], max[i], mean[i], m2[i] / finite[i]),
                HasPreview = hasPreview[i] != 0,
            };
        }

        return attributes;
    }
}
