using System.Text.RegularExpressions;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Schema;
using NeptuneAlt.Store.Sql;
using Xunit;

namespace NeptuneAlt.Unit.Store.Schema;

/// <summary>
/// A cluster's tables. The engine has none of its servers, so it parses their statements, and makes the tables of one shard
/// for real, unreplicated.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed partial class ClusterSchemaTests(EngineFixture engine)
{
    static readonly ClusterSchema Schema = new("main", "neptune");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static IEnumerable<string> Scripted => Migrations.Scripts().SelectMany(script => SqlScript.Statements(script.Script));

    [Fact]
    public async Task Every_statement_of_the_schema_has_a_form_that_the_store_understands()
    {
        var tables = engine.NewName();
        await engine.Store.ExecuteAsync($"CREATE DATABASE {tables} ENGINE = Atomic", Token);
        using var store = new ClickHouse(StoreAddress.Embedded(engine.Engine.SocketPath) with { Database = tables });
        foreach (var statement in Scripted.SelectMany(Schema.Statements))
        {
            await engine.Store.ExecuteAsync($"EXPLAIN AST {statement}", Token);
            Assert.Contains(" ON CLUSTER 'main'", statement, StringComparison.Ordinal);
            if (!statement.Contains("Distributed(", StringComparison.Ordinal) && statement.Contains("_local", StringComparison.Ordinal))
                await store.ExecuteAsync(OfOneShard(statement), Token);
        }

        var local = await store.QueryAsync(
            "SELECT count() AS n FROM system.tables WHERE database = currentDatabase() AND name LIKE '%_local'", SqlArguments.None, Token);
        Assert.Equal((ulong)Scripted.Count(statement => statement.Contains("CREATE TABLE", StringComparison.Ordinal)), local.Values<ulong>("n")[0]);
    }

    [Fact]
    public void Makes_a_replicated_table_on_every_shard_and_one_over_all()
    {
        var made = Schema.Statements(
            "-- why\nCREATE TABLE points\n(\n    part   UInt16  CODEC(ZSTD(1))\n)\nENGINE = ReplacingMergeTree(off)\nORDER BY run").ToList();

        Assert.Equal(
            [
                "-- why\nCREATE TABLE IF NOT EXISTS points_local ON CLUSTER 'main'\n(\n    part   UInt16  CODEC(ZSTD(1))\n)\n"
                    + "ENGINE = ReplicatedReplacingMergeTree(off)\nORDER BY run",
                "CREATE TABLE IF NOT EXISTS points ON CLUSTER 'main' AS points_local\n"
                    + "ENGINE = Distributed('main', 'neptune', 'points_local', part)",
            ],
            made);
    }

    [Fact]
    public void Changes_columns_of_both_tables_and_the_rest_of_one()
    {
        Assert.Equal(
            ["ALTER TABLE points_local ON CLUSTER 'main' ADD COLUMN a Int64", "ALTER TABLE points ON CLUSTER 'main' ADD COLUMN a Int64"],
            Schema.Statements("ALTER TABLE points ADD COLUMN a Int64"));
        Assert.Equal(
            ["ALTER TABLE points_local ON CLUSTER 'main' ADD INDEX i off TYPE minmax"],
            Schema.Statements("ALTER TABLE points ADD INDEX i off TYPE minmax"));
    }

    [Fact]
    public void Refuses_what_it_has_no_rule_for()
    {
        Assert.Throws<NotSupportedException>(() => Schema.Statements("DROP TABLE points").ToList());
        Assert.Throws<NotSupportedException>(
            () => Schema.Statements("CREATE TABLE things\n(\n    a Int64\n)\nENGINE = MergeTree\nORDER BY a").ToList());
    }

    [Fact]
    public async Task The_store_knows_the_settings_that_statements_ask_a_cluster_for()
    {
        var names = string.Join(", ", ClusterSettings.Inserts.Keys.Select(name => $"'{name}'"));
        var known = await engine.Store.QueryAsync(
            $"SELECT count() AS n FROM system.settings WHERE name IN ({names})", SqlArguments.None, Token);

        Assert.Equal((ulong)ClusterSettings.Inserts.Count, known.Values<ulong>("n")[0]);
    }

    static string OfOneShard(string statement) => OnCluster().Replace(statement, "").Replace("Replicated", "", StringComparison.Ordinal);

    [GeneratedRegex(" ON CLUSTER '[^']*'")]
    private static partial Regex OnCluster();
}
