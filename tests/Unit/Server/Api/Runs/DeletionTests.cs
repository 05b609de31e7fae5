using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Blobs;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Jobs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;
using NeptuneAlt.Store.Writes;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Runs;

[Collection(EngineCollection.Name)]
public class DeletionTests(EngineFixture engine)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Removes_runs_in_the_trash_with_all_that_the_store_has_of_them()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var root = await world.AddRunAsync("root");
        var fork = await world.AddRunAsync("fork", "root", 5);
        var lone = await world.AddRunAsync("lone", experiment: "exp");
        await world.AddRunAsync("live");
        foreach (var run in new[] { root, fork, lone })
        {
            world.Table.Add(new StoredAttribute(run.Number, "sys/trashed", AttributeType.Bool) { IntValue = 1 });
            world.Table.Add(new StoredAttribute(run.Number, "f", AttributeType.FileRef)
            {
                StringValue = run == lone ? "lone/f" : "shared", IntValue = 1,
            });
        }

        await world.InsertAsync();
        foreach (var table in new[] { "points", "strings" })
            await world.Store.ExecuteAsync(
                $"INSERT INTO {table} (run, series, step) VALUES ({lone.Number}, 1, 1), ({root.Number}, 1, 1)", Token);
        await world.Store.ExecuteAsync(
            $"INSERT INTO files (run, series, step, path) VALUES ({lone.Number}, 1, 1, 'series'), ({root.Number}, 1, 1, 'series')", Token);
        var blobs = world.Service<IBlobs>();
        foreach (var path in new[] { "lone/f", "shared", "series" })
        {
            var name = new BlobName(lone.Project, path);
            var upload = await blobs.BeginUploadAsync(name, isResumable: true, Token);
            await blobs.AppendAsync(name, upload, 0, new MemoryStream([1]), null, Token);
            await blobs.CommitAsync(name, upload, Token);
        }

        var answer = await world.PostAsync(
            "/experiments/trash/delete", new[] { "LLM-1", "LLM-3", "LLM-4", "LLM-99" });
        Assert.Equal(3, await MatchingAsync(world, grouped: false));
        Assert.Equal(3, await MatchingAsync(world, grouped: true));
        using var sweeper = new DeletedRuns(
            world.Service<CatalogDeletedRuns>(), new RunRows(world.Store), blobs, TimeProvider.System,
            NullLogger<DeletedRuns>.Instance);
        await sweeper.SweepAsync(Token);
        await sweeper.SweepAsync(Token);

        Assert.Equal(
            ["LLM-3"], answer.GetProperty("updatedExperimentIdentifiers").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(
            ["IN_USE", "NOT_IN_TRASH", "NOT_EXISTS"],
            answer.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("reason").GetString()));
        foreach (var table in new[] { "points", "strings", "attributes", "run_attributes" })
        {
            Assert.Equal(0, await CountAsync(world, table, lone.Number));
            Assert.NotEqual(0, await CountAsync(world, table, root.Number));
        }

        Assert.Null(await blobs.FindAsync(new BlobName(lone.Project, "lone/f"), Token));
        Assert.NotNull(await blobs.FindAsync(new BlobName(lone.Project, "shared"), Token));
        Assert.NotNull(await blobs.FindAsync(new BlobName(lone.Project, "series"), Token));
        Assert.Equal(2, (await world.PostAsync("/experiments/trash/delete", new[] { "LLM-1", "LLM-2" }))
            .GetProperty("updatedExperimentIdentifiers").GetArrayLength());
    }

    /// <summary>What searches find, before the store has forgotten anything.</summary>
    static async Task<long> MatchingAsync(RetrievalWorld world, bool grouped)
    {
        var sys = new { name = "sys/trashed", type = "bool" };
        object? grouping = grouped ? new { groupBy = new[] { sys }, openedGroupsWithPagination = Array.Empty<object>() } : null;
        var page = await world.PostAsync(
            "/leaderboard/entries/search?type=run",
            new { pagination = new { limit = 10, offset = 0 }, grouping });
        return page.GetProperty("matchingItemCount").GetInt64();
    }

    static async Task<long> CountAsync(RetrievalWorld world, string table, ulong run) => (long)(await world.Store.QueryAsync(
        $"SELECT count() AS rows FROM {table} WHERE run = {{run:UInt64}}", new SqlArguments().Add("run", run), Token))
        .Values<ulong>("rows")[0];
}
