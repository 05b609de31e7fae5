using System.Reflection;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Schema;

/// <summary>Applies the numbered scripts of Schema/ in order, each once, and records them in the store.</summary>
/// <param name="cluster">How tables are made on a cluster; null: on one server, as the scripts have it.</param>
/// <param name="isShared">Servers of a newer version may work on it beside this one, as in a rolling upgrade.</param>
sealed class Migrations(ClickHouse store, ClusterSchema? cluster = null, bool isShared = true)
{
    const int TokensRemembered = 1000;

    const string Table = """
        CREATE TABLE IF NOT EXISTS schema_migrations (name String, statement UInt32)
        ENGINE = ReplacingMergeTree
        ORDER BY (name, statement)
        """;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RunStatementAsync(Table, cancellationToken);
        var done = await DoneAsync(cancellationToken);
        if (!isShared) RefuseNewer(done);
        foreach (var (name, script) in Scripts())
        {
            var statements = SqlScript.Statements(script).ToArray();
            for (var i = 0; i < statements.Length; i++)
            {
                if (done.Contains((name, (uint)i))) continue;
                await RunStatementAsync(statements[i], cancellationToken);
                await RecordAsync(name, (uint)i, cancellationToken);
            }
        }

        await RememberTokensAsync(cancellationToken);
    }

    /// <exception cref="StoreException">The tables are those of a version that came after this one.</exception>
    static void RefuseNewer(HashSet<(string Name, uint Statement)> done)
    {
        var known = Scripts().Select(script => script.Name).ToHashSet();
        if (done.Select(one => one.Name).Where(name => !known.Contains(name)).Max() is { } newer)
            throw new StoreException(
                0, $"its tables are those of a newer version (which has the script {newer}). Start that version or a newer one, or go "
                + "back to a backup that was made before the upgrade.");
    }

    /// <summary>
    /// Makes tables remember the tokens of their last inserts. The engine's own settings say so for all tables; a
    /// server has to be told, table by table, unless its tables are replicated: then it remembers by itself.
    /// </summary>
    async Task RememberTokensAsync(CancellationToken cancellationToken)
    {
        var forgetful = await store.QueryAsync(
            """
            SELECT name FROM system.tables
            WHERE database = currentDatabase() AND engine LIKE '%MergeTree' AND engine NOT LIKE 'Replicated%'
                AND engine NOT LIKE 'Shared%' AND create_table_query NOT LIKE '%non_replicated_deduplication_window%'
                AND '0' = (
                    SELECT value FROM system.merge_tree_settings WHERE name = 'non_replicated_deduplication_window')
            """, SqlArguments.None, cancellationToken);
        for (var row = 0; row < forgetful.Rows; row++)
        {
            await RememberTokensAsync(forgetful.Strings("name").Text(row), cancellationToken);
        }
    }

    internal Task RememberTokensAsync(string table, CancellationToken cancellationToken) => store.ExecuteAsync(
        $"ALTER TABLE `{table}` MODIFY SETTING non_replicated_deduplication_window = {TokensRemembered}",
        cancellationToken);

    /// <summary>The scripts in order of their numbers.</summary>
    internal static IEnumerable<(string Name, string Script)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.EndsWith(".sql", StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(
                assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException(resource));
            yield return (resource.Split('.')[^2], reader.ReadToEnd());
        }
    }

    async Task<HashSet<(string, uint)>> DoneAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            "SELECT DISTINCT name, statement FROM schema_migrations", SqlArguments.None, cancellationToken);
        var done = new HashSet<(string, uint)>();
        for (var row = 0; row < rows.Rows; row++)
        {
            done.Add((rows.Strings("name").Text(row), rows.Values<uint>("statement")[row]));
        }

        return done;
    }

    // A process that died between a statement and its record leaves a table that is there already.
    async Task RunStatementAsync(string statement, CancellationToken cancellationToken)
    {
        const int tableAlreadyExists = 57;
        try
        {
            foreach (var one in cluster?.Statements(statement) ?? [statement]) await store.ExecuteAsync(one, cancellationToken);
        }
        catch (StoreException exception) when (exception.Code == tableAlreadyExists)
        {
        }
    }

    async Task RecordAsync(string name, uint statement, CancellationToken cancellationToken)
    {
        var names = new Utf8Builder();
        names.Add(name);
        using var block = new NativeBlock();
        block.AddStrings("name", names).Add("statement", [statement]);
        await store.InsertAsync("schema_migrations", block, $"{name}:{statement}", cancellationToken);
    }
}
