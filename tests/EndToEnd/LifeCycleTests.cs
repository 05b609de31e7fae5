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
