using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>Finds the names that somebody may have meant.</summary>
public sealed class AttributeNames(ClickHouse store)
{
    /// <summary>Names that are looked at, in their order.</summary>
    const int NamesMax = 200_000;

    const int Found = 3;

    /// <summary>Names of attributes that formulas compute with, which take few changes of a character to become this one; the
    /// nearest first.</summary>
    public async Task<IReadOnlyList<string>> NearestAsync(uint project, string path, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        uint[] types = [(uint)AttributeType.FloatSeries, (uint)AttributeType.Float, (uint)AttributeType.Int];
        var name = sql.Bind(path);
        // A name with the same end is near, too, however it begins: loss for train/loss.
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT path FROM
            (
                SELECT DISTINCT path, editDistanceUTF8(path, {name}) AS changes, endsWith(path, concat('/', {name})) AS isEnd
                FROM (SELECT path FROM definitions WHERE project = {sql.Bind(project)} AND type IN {sql.Bind(types)} LIMIT {sql.Bind((long)NamesMax)})
            )
            WHERE isEnd OR changes <= {sql.Bind(Math.Max(1L, path.Length / 3))}
            ORDER BY isEnd DESC, changes, path LIMIT {sql.Bind((long)Found)}
            """,
            sql.Arguments, cancellationToken);
        var paths = columns.Strings("path");
        return [.. Enumerable.Range(0, columns.Rows).Select(row => paths.Text(row))];
    }
}
