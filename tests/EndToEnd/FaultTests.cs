using System.Diagnostics;
using System.Globalization;
using System.Net;
using Google.Protobuf;
using NeptuneAlt.EndToEnd.Distributed;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The real program while things die. What was acknowledged is the oracle. <c>NEPTUNEALT_FAULT_ROUNDS</c> says how
/// often (3 if not set), <c>NEPTUNEALT_FAULT_SEED</c> which chances.</summary>
public sealed class FaultTests
{
    const int Writers = 4;
    const int Kill = 9, Stop = 19, Continue = 18;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loses_and_doubles_nothing_when_the_server_or_its_engine_is_killed_again_and_again()
    {
        var seed = Number("SEED") ?? Random.Shared.Next();
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        await UnderLoadAsync(server, async _ =>
        {
            for (var round = Number("ROUNDS") ?? 3; round > 0; round--)
            {
                await Task.Delay(random.Next(200, 3_000), Token);
                if (random.Next(3) == 0)
                {
                    if (server.Engine() is { } engine) ServerProcess.Send(engine.Id, Kill);
                    continue;
                }

                AssertNoDamageIsTold(server);
                await server.KillAsync();
                var killed = Stopwatch.GetTimestamp();
                await server.StartAgainAsync();
                var ready = Stopwatch.GetElapsedTime(killed);
                TestContext.Current.SendDiagnosticMessage($"Seed {seed}: ready {ready.TotalSeconds:F1} s after kill -9");
            }
        });
    }

    [Fact]
    public async Task Acknowledges_while_the_store_hangs_and_catches_up_after()
    {
        await using var server = await ServerProcess.StartAsync();
        await UnderLoadAsync(server, async writers =>
        {
            var engine = server.Engine();
            Assert.NotNull(engine);
            ServerProcess.Send(engine.Id, Stop);
            try
            {
                await Task.Delay(3_000, Token);
                await RunWriter.GoOnAsync(writers, "No acknowledgement while the store hangs.");
            }
            finally
            {
                ServerProcess.Send(engine.Id, Continue);
            }
        });
    }

    [Fact]
    public async Task Refuses_at_once_while_the_disk_is_full_and_goes_on_once_it_is_not()
    {
        using var disk = SmallDisk.TryMount(gibibytes: 3);
        Assert.SkipWhen(disk is null, "Mounting a small disk takes root.");
        await using var server = await ServerProcess.StartInAsync(Path.Combine(disk.Folder, "data"));
        await UnderLoadAsync(server, async writers =>
        {
            using var client = await WireClient.SignInAsync(server);
            for (var round = Number("ROUNDS") ?? 3; round > 0; round--)
            {
                using (disk.Fill()) await RefusesAsync(client);
                await ServerProcess.EventuallyAsync(() => !IsRefused(client), "The disk has room again, and the log refuses.");
                await RunWriter.GoOnAsync(writers, "Writers do not go on.");
            }
        });

        static async Task RefusesAsync(WireClient client)
        {
            await ServerProcess.EventuallyAsync(() => IsRefused(client), "Everything is acknowledged on a full disk.");
            for (var attempt = 0; attempt < 20; attempt++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await CreateAsync(client);
                Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(1));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
            }
        }

        static bool IsRefused(WireClient client) =>
            CreateAsync(client).GetAwaiter().GetResult().StatusCode == HttpStatusCode.ServiceUnavailable;

        static Task<HttpResponseMessage> CreateAsync(WireClient client) => client.PostAsync(
            "/api/client/v1/ingest",
            new RunOperation { Project = "w/p", RunId = "probe", Create = new Run { RunId = "probe" } }.ToByteArray());
    }

    [Fact]
    public async Task Tells_of_every_request_that_it_is_done_after_a_disk_that_was_full_for_longer_than_a_lease()
    {
        using var disk = SmallDisk.TryMount(gibibytes: 3);
        Assert.SkipWhen(disk is null, "Mounting a small disk takes root.");
        await using var server = await ServerProcess.StartInAsync(Path.Combine(disk.Folder, "data"), "--lease-seconds", "5");
        await UnderLoadAsync(server, async writers =>
        {
            using (disk.Fill()) await Task.Delay(6_000, Token);
            await RunWriter.GoOnAsync(writers, "Writers do not go on.");
        });
    }

    [Fact]
    public async Task Gives_64_writers_to_one_run_the_verdicts_of_one_writer_in_the_order_of_the_log()
    {
        const int Requests = 12, Points = 5;
        await using var server = await ServerProcess.StartAsync();
        using var client = await WireClient.SignInAsync(server);
        await client.DoneAsync(await client.CreateAsync("w/p", "shared"));

        var sent = await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(() => WriteAsync(new Random(writer)))));

        var expected = new List<(double Step, double Value)>();
        foreach (var (id, steps, values) in sent.SelectMany(requests => requests).OrderBy(request => OffsetOf(request.Id)))
        {
            var codes = new HashSet<IngestCode>();
            foreach (var (step, value) in steps.Zip(values))
            {
                if (expected.Count == 0 || step > expected[^1].Step) expected.Add((step, value));
                else codes.Add(expected.Contains((step, value)) ? IngestCode.SeriesPointDuplicate : IngestCode.SeriesStepNonIncreasing);
            }

            Assert.Equivalent(codes, await client.DoneAsync(id), strict: true);
        }

        Assert.Equal(expected, await client.PointsAsync("w/p", "P-1", "loss"));

        async Task<List<(string Id, List<int> Steps, List<double> Values)>> WriteAsync(Random random)
        {
            var written = new List<(string, List<int>, List<double>)>();
            for (var (request, step) = (0, 0); request < Requests; request++)
            {
                var steps = Enumerable.Range(0, Points).Select(_ => step += random.Next(1, 4)).ToList();
                var values = steps.Select(_ => (double)random.Next(2)).ToList();
                var id = await client.UpdateAsync("w/p", "shared", [.. steps.Zip(values, (at, value) => WireClient.Point("loss", at, value))]);
                written.Add((id, steps, values));
            }

            return written;
        }

        static long OffsetOf(string requestId) => long.Parse(requestId.Split('-')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>Writers log, something happens, they end; then all that was acknowledged is there once.</summary>
    static async Task UnderLoadAsync(ServerProcess server, Func<List<RunWriter>, Task> trouble)
    {
        using var ended = new CancellationTokenSource();
        var gateways = new Gateways(server.Address);
        var writers = Enumerable.Range(0, Writers).Select(number => new RunWriter($"run-{number}", gateways, server.Token)).ToList();
        var writing = writers.Select(writer => writer.RunAsync(ended.Token)).ToArray();
        try
        {
            await Task.WhenAll(writers.Select(writer => writer.Began)).WaitAsync(SiloProcess.Timeout, Token);
            await trouble(writers);
            await RunWriter.GoOnAsync(writers, "Writers do not go on after the trouble.");
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(writing);
        }

        AssertNoDamageIsTold(server);
        using var client = await WireClient.SignInAsync(server);
        try
        {
            await VerifyAsync(client, writers);
        }
        catch (TimeoutException late)
        {
            Assert.Fail($"{late.Message} The server said:\n{server.Output}");
        }
    }

    /// <summary>What was only cut short is put right by the start, and nobody is to be alarmed.</summary>
    static void AssertNoDamageIsTold(ServerProcess server) =>
        Assert.DoesNotContain("Damage in the", server.Output, StringComparison.Ordinal);

    static async Task VerifyAsync(WireClient client, List<RunWriter> writers)
    {
        foreach (var writer in writers)
            Assert.All(
                await client.DoneAsync(writer.LastAcknowledged),
                code => Assert.Equal(IngestCode.SeriesPointDuplicate, code));
        foreach (var writer in writers) await writer.VerifyAsync(client);
    }

    static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable("NEPTUNEALT_FAULT_" + name), out var number) ? number : null;
}
