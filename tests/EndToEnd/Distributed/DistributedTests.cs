using System.Diagnostics;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd.Distributed;

/// <summary>Several servers on one log, one store and one catalog.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DistributedTests(ClusterServices services)
{
    const int Writers = 6;
    const int Half = ClusterServices.Partitions / 2;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writers log through all gateways while a server dies and another one comes; what was acknowledged is the
    /// oracle.</summary>
    [Fact]
    public async Task Loses_and_doubles_nothing_when_a_server_dies_and_another_one_joins()
    {
        var settings = await services.SettingsAsync();
        settings["NEPTUNEALT_LEASE_SECONDS"] = "6";
        await using var first = await SiloProcess.StartAsync(settings);
        await using var second = await SiloProcess.StartAsync(settings);
        await SiloProcess.ShareAsync((first, Half), (second, Half));
        var (code, token) = await SiloProcess.RunAsync(settings, "token", "--user", "tests", "--public-url", first.Address);
        Assert.Equal(0, code);

        using var ended = new CancellationTokenSource();
        var gateways = new Gateways(first.Address, second.Address);
        var writers = Enumerable.Range(0, Writers)
            .Select(number => new RunWriter($"run-{number}", gateways, token)).ToList();
        var writing = writers.Select(writer => writer.RunAsync(ended.Token)).ToArray();
        await Task.WhenAll(writers.Select(writer => writer.Began)).WaitAsync(SiloProcess.Timeout, Token);
        await RunWriter.GoOnAsync(writers, "Writers stop before anything has happened.");

        gateways.Addresses = [second.Address];
        await first.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        using var client = await WireClient.SignInAsync(second.Address, token);
        await DoneAsync(client, writers);
        TestContext.Current.SendDiagnosticMessage($"Taken over in {Stopwatch.GetElapsedTime(killed).TotalSeconds:F1} s");

        await using var third = await SiloProcess.StartAsync(settings);
        gateways.Addresses = [second.Address, third.Address];
        await SiloProcess.ShareAsync((second, Half), (third, Half));
        await RunWriter.GoOnAsync(writers, "Writers do not go on with the server that joined.");
        await ended.CancelAsync();
        await Task.WhenAll(writing);

        using var another = await WireClient.SignInAsync(third.Address, token);
        await DoneAsync(another, writers);
        var stored = 0;
        foreach (var writer in writers) stored += await writer.VerifyAsync(another);
        await NothingTwiceAsync(settings, stored);
    }

    [Fact]
    public async Task Says_which_service_does_not_answer()
    {
        var settings = await services.SettingsAsync();
        settings["NEPTUNEALT_START_SECONDS"] = "0";

        var nowhere = new Dictionary<string, string>(settings) { ["NEPTUNEALT_CLICKHOUSE"] = "http://127.0.0.1:9" };
        var (code, output) = await SiloProcess.RunAsync(nowhere, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains("ClickHouse at http://127.0.0.1:9/ cannot be reached", output, StringComparison.Ordinal);

        nowhere = new Dictionary<string, string>(settings)
        {
            ["NEPTUNEALT_POSTGRES"] = "Host=127.0.0.1;Port=9;Username=app;Database=x;Password=hush",
        };
        (code, output) = await SiloProcess.RunAsync(nowhere, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains("PostgreSQL at 127.0.0.1, database x cannot be reached", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_asks_the_services()
    {
        var settings = await services.SettingsAsync();
        var folder = Directory.CreateTempSubdirectory("neptunealt-");
        string[] doctor = ["doctor", "--data", folder.FullName, "--urls", "http://127.0.0.1:0"];

        var (code, output) = await SiloProcess.RunAsync(settings, doctor);
        Assert.True(code == 0, output);
        Assert.Matches("good   engine       ClickHouse [0-9.]+ answers at http://127.0.0.1", output);
        Assert.Matches("good   catalog      PostgreSQL at .* answers: version [0-9.]+", output);
        Assert.Contains("the topic " + settings["NEPTUNEALT_KAFKA_TOPIC"] + " is there.", output, StringComparison.Ordinal);

        settings["NEPTUNEALT_PARTITIONS"] = "5";
        settings["NEPTUNEALT_CLICKHOUSE"] = "http://127.0.0.1:9";
        settings["NEPTUNEALT_POSTGRES"] = "Host=127.0.0.1;Port=9;Username=app;Database=x;Password=hush";
        (code, output) = await SiloProcess.RunAsync(settings, doctor);
        Assert.Equal(1, code);
        Assert.Contains("wrong  engine       ClickHouse at http://127.0.0.1:9/ cannot be reached", output, StringComparison.Ordinal);
        Assert.Contains("wrong  catalog      PostgreSQL at 127.0.0.1, database x cannot be reached", output, StringComparison.Ordinal);
        Assert.Contains("has 6 partitions, and --partitions says 5", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    static async Task DoneAsync(WireClient client, List<RunWriter> writers)
    {
        // A request whose acknowledgement was lost with its gateway was stored all the same, before it was sent again.
        foreach (var writer in writers)
            Assert.All(
                await client.DoneAsync(writer.LastAcknowledged), code => Assert.Equal(IngestCode.SeriesPointDuplicate, code));
    }

    async Task NothingTwiceAsync(Dictionary<string, string> settings, int stored)
    {
        using var store = services.OpenStore(settings);
        var counted = await store.QueryAsync("SELECT count() AS rows FROM points", SqlArguments.None, Token);
        Assert.Equal((ulong)stored, counted.Values<ulong>("rows")[0]);
    }
}
