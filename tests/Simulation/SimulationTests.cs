using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace NeptuneAlt.Simulation;

/// <summary>
/// The write half under faults. <c>NEPTUNEALT_SIMULATION_SEED</c> tells one story again;
/// <c>NEPTUNEALT_SIMULATION_SECONDS</c> tells fresh ones for that long (20 if not set).
/// </summary>
public sealed class SimulationTests(StoreHome home, ITestOutputHelper output) : IClassFixture<StoreHome>
{
    const int FixedSeeds = 16;

    [Fact]
    public void Tells_one_story_again()
    {
        if (Number("SEED") is not { } seed)
        {
            Assert.Skip("Name a seed in NEPTUNEALT_SIMULATION_SEED.");
            return;
        }

        output.WriteLine(Story.Tell(seed, home));
    }

    [Fact]
    public void Stores_what_the_oracle_says_whatever_fails()
    {
        var seed = 0;
        TellAll(() => Interlocked.Increment(ref seed) is var next && next <= FixedSeeds ? next : null);
    }

    [Fact]
    public void Stores_what_the_oracle_says_in_fresh_stories()
    {
        var seed = Random.Shared.Next(1_000_000, int.MaxValue / 2);
        var started = Stopwatch.GetTimestamp();
        var seconds = Number("SECONDS") ?? 20;
        TellAll(() => Stopwatch.GetElapsedTime(started).TotalSeconds < seconds ? Interlocked.Increment(ref seed) : null);
    }

    void TellAll(Func<int?> next)
    {
        if (Number("SEED") is not null) Assert.Skip("One story is told alone.");

        var failures = new List<string>();
        var told = 0;
        var threads = Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => new Thread(() =>
        {
            while (next() is { } seed)
                try
                {
                    var summary = Story.Tell(seed, home);
                    lock (failures) output.WriteLine(summary);
                    Interlocked.Increment(ref told);
                }
                catch (Exception failure)
                {
                    lock (failures)
                    {
                        output.WriteLine(failure.Message);
                        failures.Add(failure.Message);
                    }
                }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        output.WriteLine($"{told} stories ended well, {failures.Count} did not.");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable("NEPTUNEALT_SIMULATION_" + name), CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
