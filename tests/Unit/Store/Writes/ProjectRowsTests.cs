using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;
using NeptuneAlt.Store.Writes;
using NeptuneAlt.Unit.Query;
using NeptuneAlt.Unit.Query.Runs;
using Xunit;

namespace NeptuneAlt.Unit.Store.Writes;

[Collection(EngineCollection.Name)]
public class ProjectRowsTests(EngineFixture engine)
{
    static readonly string[] Tables =
        ["points", "previews", "strings", "histograms", "files", "chunks", "ingest_errors", "definitions", "heads", "attributes", "run_attributes"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Removes_all_rows_of_one_project_from_every_table_and_none_of_another()
    {
        using var store = await engine.NewDatabaseAsync();
        await FillAsync(store, project: 1, run: 11);
        await FillAsync(store, project: 2, run: 22);
        var rows = new ProjectRows(store, new RunRows(store));

        Assert.True(await rows.RemoveAsync(1, Cancel));

        foreach (var table in Tables) Assert.Equal((table, 1UL), (table, await CountAsync(store, table)));
        Assert.False(await rows.RemoveAsync(1, Cancel));
        Assert.True(await rows.RemoveAsync(2, Cancel));
        foreach (var table in Tables) Assert.Equal((table, 0UL), (table, await CountAsync(store, table)));
    }

    /// <summary>One row in each table; what is not named takes its default.</summary>
    static async Task FillAsync(ClickHouse store, uint project, ulong run)
    {
        var table = new AttributeTable();
        table.AddText(run, "sys/id", $"P-{run}");
        await table.InsertAsync(store, project, Cancel);
        foreach (var name in Tables[..7])
            await store.ExecuteAsync($"INSERT INTO {name} (run, {(name == "ingest_errors" ? "off" : "series")}) VALUES ({run}, {run})", Cancel);
        foreach (var name in new[] { "definitions", "heads" })
            await store.ExecuteAsync($"INSERT INTO {name} (project) VALUES ({project})", Cancel);
    }

    static async Task<ulong> CountAsync(ClickHouse store, string table) =>
        (await store.QueryAsync($"SELECT count() AS rows FROM {table}", SqlArguments.None, Cancel)).Values<ulong>("rows")[0];
}
