using System.Diagnostics;
using NeptuneAlt.EndToEnd.Distributed;
using NeptuneAlt.Wire.Ingest;
using Xunit;

namespace NeptuneAlt.EndToEnd;

/// <summary>The real program while things die. What was acknowledged is the oracle. <c>NEPTUNEALT_FAULT_ROUNDS</c> says how
/// often (3 if not set), <c>NEPTUNEALT_FAULT_SEED</c> which chances.</summary>
public sealed class FaultTests
{
    const int Writers = 4;
    const int Kill = 9, Stop = 19, Continue = 18;
    static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(10);

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

                await server.KillAsync();
                var killed = Stopwatch.GetTimestamp();
                await server.StartAgainAsync();
                TestContext.Current.SendDiagnosticMessage(
                    $"Seed {seed}: ready {Stopwatch.GetElapsedTime(killed).TotalSeconds:F1} s after kill -9");
            }
        });
    }

    [Fact]
    public async Task Acknowledges_while_the_store_hangs_and_catches_up_after()
    {
        await using var server = await ServerProcess.StartAsync();
        await UnderLoadAsync(server, async writers =>
        {
            await Task.Delay(1_000, Token);
            var engine = server.Engine();
            Assert.NotNull(engine);
            ServerProcess.Send(engine.Id, Stop);
            try
            {
                await Task.Delay(1_000, Token);
                var before = writers.Sum(writer => writer.AcknowledgedPoints);
                await Task.Delay(3_000, Token);
                Assert.True(writers.Sum(writer => writer.AcknowledgedPoints) > before, "No acknowledgement while the store hangs.");
            }
            finally
            {
                ServerProcess.Send(engine.Id, Continue);
            }
        });
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
            await trouble(writers);
            await Task.Delay(500, Token);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(writing);
        }

        using var client = await WireClient.SignInAsync(server);
        foreach (var writer in writers)
            Assert.All(
                await client.DoneAsync(writer.LastAcknowledged), code => Assert.Equal(IngestCode.SeriesPointDuplicate, code));
        foreach (var writer in writers) await writer.VerifyAsync(client);
    }

    static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable("NEPTUNEALT_FAULT_" + name), out var number) ? number : null;
}
