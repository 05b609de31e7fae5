using System.Net;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>Servers that do a part of the work each, and servers that come and go in good order.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RolesTests(ClusterServices services)
{
    const string Project = "w/p";
    const int All = ClusterServices.Partitions;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_of_one_role_each_do_together_what_one_server_does()
    {
        var settings = await services.SettingsAsync();
        await using var ingest = await SiloProcess.StartAsync(settings, "--roles", "ingest");
        await using var api = await SiloProcess.StartAsync(settings, "--roles", "api");
        await using var another = await SiloProcess.StartAsync(settings, "--roles", "api");
        await using var query = await SiloProcess.StartAsync(settings, "--roles", "query");
        await SiloProcess.ShareAsync((ingest, All), (api, 0), (another, 0), (query, 0));

        // What one server signs, all of them take.
        using var client = await WireClient.SignInAsync(api.Address, await TokenAsync(settings, api));
        using var elsewhere = client.At(another.Address);
        using var reader = client.At(query.Address);
        await client.CreateAsync(Project, "run");
        var request = await elsewhere.UpdateAsync(Project, "run", WireClient.Point("loss", 1, 0.5), WireClient.Point("loss", 2, 0.25));
        Assert.Empty(await client.DoneAsync(request));
        Assert.Empty(await elsewhere.DoneAsync(request));

        var points = await reader.PointsAsync(Project, await reader.SysIdAsync(Project, "run"), "loss");
        Assert.Equal([(1.0, 0.5), (2.0, 0.25)], points);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.PostAsync("/api/client/v1/ingest", [])).StatusCode);
        foreach (var silo in new[] { ingest, api, query })
            Assert.Equal("ok", await client.At(silo.Address).Http.GetStringAsync("/health/live", Token));
    }

    [Fact]
    public async Task Partitions_move_to_servers_that_come_and_back_from_those_that_leave()
    {
        var settings = await services.SettingsAsync();
        await using var first = await SiloProcess.StartAsync(settings);
        await using var second = await SiloProcess.StartAsync(settings);
        await SiloProcess.ShareAsync((first, All / 2), (second, All / 2));
        var token = await TokenAsync(settings, first);
        using var ended = new CancellationTokenSource();
        var gateways = new Gateways(first.Address, second.Address);
        var writers = Enumerable.Range(0, 4).Select(number => new RunWriter($"moved-{number}", gateways, token)).ToList();
        var writing = writers.Select(writer => writer.RunAsync(ended.Token)).ToArray();

        await Task.WhenAll(writers.Select(writer => writer.Began)).WaitAsync(SiloProcess.Timeout, Token);

        await using var third = await SiloProcess.StartAsync(settings);
        await SiloProcess.ShareAsync((first, All / 3), (second, All / 3), (third, All / 3));
        gateways.Addresses = [second.Address, third.Address];
        await first.StopAsync();
        await SiloProcess.ShareAsync((second, All / 2), (third, All / 2));
        await RunWriter.GoOnAsync(writers, "Writers do not go on after the partitions moved.");
        await ended.CancelAsync();
        await Task.WhenAll(writing);

        using var client = await WireClient.SignInAsync(third.Address, token);
        foreach (var writer in writers)
        {
            await client.DoneAsync(writer.LastAcknowledged);
            await writer.VerifyAsync(client);
        }
    }

    static async Task<string> TokenAsync(Dictionary<string, string> settings, SiloProcess silo)
    {
        var (code, token) = await SiloProcess.RunAsync(settings, "token", "--user", "tests", "--public-url", silo.Address);
        Assert.Equal(0, code);
        return token;
    }
}
