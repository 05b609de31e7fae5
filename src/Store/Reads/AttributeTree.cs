using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>A child of a folder of attributes.</summary>
/// <param name="Path">From the root, without a slash at the end.</param>
/// <param name="Type"><see cref="AttributeType.None"/>: it is a folder.</param>
public readonly record struct AttributeNode(string Path, AttributeType Type);

/// <param name="Total">Of the folder's children, on any page.</param>
public sealed record AttributeFolder(IReadOnlyList<AttributeNode> Nodes, long Total);

/// <summary>Shows one run's attributes folder by folder: what a path has between two slashes is a folder.</summary>
public sealed class AttributeTree(ClickHouse store)
{
    /// <summary>A page of a folder: its folders by path, then its attributes.</summary>
    /// <param name="folder">Empty for the root.</param>
    /// <param name="types"><c>null</c>: of any; folders without such attributes are left out.</param>
    public async Task<AttributeFolder> FolderAsync(
        uint project, ulong run, string folder, IReadOnlyCollection<AttributeType>? types, int limit, int offset,
        CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var prefix = sql.Bind(folder.Length == 0 || folder.EndsWith('/') ? folder : folder + "/");
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT node, kind, count() OVER () AS total FROM
            (
                SELECT DISTINCT
                    position(substring(path, length({prefix}) + 1), '/') AS slash,
                    if(slash = 0, path, substring(path, 1, length({prefix}) + slash - 1)) AS node,
                    if(slash = 0, type, 0) AS kind
                FROM run_attributes
                WHERE project = {sql.Bind(project)} AND run = {sql.Bind(run)} AND startsWith(path, {prefix})
                    AND {new AttributeSelection(Types: types).Condition(sql)}
            )
            GROUP BY node, kind
            ORDER BY kind > 0, node LIMIT {sql.Bind((long)limit)} OFFSET {sql.Bind((long)offset)}
            """,
            sql.Arguments, cancellationToken);
        var found = columns.Strings("node");
        var kinds = columns.Values<byte>("kind");
        var nodes = new AttributeNode[columns.Rows];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = new AttributeNode(found.Text(i), (AttributeType)kinds[i]);
        return new AttributeFolder(nodes, nodes.Length == 0 ? 0 : (long)columns.Values<ulong>("total")[0]);
    }
}
