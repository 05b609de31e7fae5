using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Store;
using Xunit;

namespace NeptuneAlt.EndToEnd;

public class LifeCycleTests
{
    [Fact]
    public async Task Refuses_a_second_server_on_the_same_folder_in_one_sentence()
    {
        await using var server = await ServerProcess.StartAsync();

        var (code, output) = await server.StartSecondAsync();

        Assert.Equal(1, code);
        Assert.Contains("Another server is already running", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_with_zero_when_asked_and_takes_the_engine_along()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.NotNull(server.Engine());

        Assert.Equal(0, await server.StopAsync());

        Assert.Null(server.Engine());
    }

    [Fact]
    public async Task Leaves_nothing_to_read_back_when_asked_to_go()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));
        await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 0.5)));
        await client.DoneAsync(await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 2, 0.25)));
        var (stored, summarized) = await ProgressAsync(server);
        Assert.True(summarized < stored);

        await server.StopAsync();
        await server.StartAgainAsync();

        Assert.Equal((stored, stored), await ProgressAsync(server));
    }

    /// <summary>How far the log is in the store, and how far what summaries say.</summary>
    static async Task<(long Stored, long Summarized)> ProgressAsync(ServerProcess server)
    {
        using var store = new ClickHouse(StoreAddress.Embedded(Path.Combine(server.Folder, "store", "engine.sock")));
        var progress = await new BlockWriter(store).ReadProgressAsync(0, TestContext.Current.CancellationToken);
        return (progress.Stored, progress.Summarized);
    }

    [Fact]
    public async Task Leaves_no_engine_behind_when_it_is_killed()
    {
        await using var server = await ServerProcess.StartAsync();

        await server.KillAsync();

        await ServerProcess.EventuallyAsync(() => server.Engine() is null, "The engine outlived its server.");
    }

    [Fact]
    public async Task Goes_on_when_its_engine_dies()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "r"));
        var first = await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 1, 0.5));

        server.Engine()!.Kill();
        var second = await client.UpdateAsync("w/p", "r", WireClient.Point("loss", 2, 0.25));

        Assert.Empty(await client.DoneAsync(first));
        Assert.Empty(await client.DoneAsync(second));
        Assert.Equal([(1, 0.5), (2, 0.25)], await client.PointsAsync("w/p", "P-1", "loss"));
    }
}
