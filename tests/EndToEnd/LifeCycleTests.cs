using NeptuneAlt.Wire.Ingest;
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

    /// <summary>Writers log while the server is killed again and again; what was acknowledged is the oracle.</summary>
    [Fact]
    public async Task Loses_and_doubles_nothing_that_it_acknowledged_when_killed_again_and_again()
    {
        const int Writers = 3, Kills = 3;
        await using var server = await ServerProcess.StartAsync();
        using var ended = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(number => WriteAsync(server, $"run-{number}", ended.Token)).ToArray();

        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(1500 + (kill * 400), TestContext.Current.CancellationToken);
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await Task.Delay(1000, TestContext.Current.CancellationToken);
        await ended.CancelAsync();
        var acknowledged = await Task.WhenAll(writers);

        using var client = await WireClient.SignInAsync(server);
        foreach (var request in acknowledged.SelectMany(written => written.Requests).TakeLast(50)) await client.DoneAsync(request);
        for (var number = 0; number < Writers; number++)
        {
            var id = await client.SysIdAsync("w/p", $"run-{number}");
            var points = await client.PointsAsync("w/p", id, "loss");
            Assert.Equal(points.Count, points.Select(point => point.Step).Distinct().Count());
            Assert.All(points, point => Assert.Equal(point.Step * 0.5, point.Value));
            Assert.Empty(acknowledged[number].Steps.Except(points.Select(point => (int)point.Step)));
            Assert.NotEmpty(acknowledged[number].Steps);
        }
    }

    static async Task<(List<int> Steps, List<string> Requests)> WriteAsync(
        ServerProcess server, string runId, CancellationToken ended)
    {
        var steps = new List<int>();
        var requests = new List<string>();
        WireClient? client = null;
        var isCreated = false;
        for (var step = 0; !ended.IsCancellationRequested;)
        {
            try
            {
                client ??= await WireClient.SignInAsync(server);
                if (!isCreated) requests.Add(await client.CreateAsync("w/p", runId));
                isCreated = true;
                requests.Add(await client.UpdateAsync("w/p", runId, Point(step), Point(step + 1)));
                steps.AddRange([step, step + 1]);
                step += 2;
            }
            catch (Exception outage) when (outage is HttpRequestException or TaskCanceledException or IOException)
            {
                // Not acknowledged: the same points go out again, as every client does.
                await Task.Delay(50, CancellationToken.None);
            }
        }

        client?.Dispose();
        return (steps, requests);

        static UpdateRunSnapshot Point(int step) => WireClient.Point("loss", step, step * 0.5);
    }
}
