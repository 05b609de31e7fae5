using System.Collections.Concurrent;
using NeptuneAlt.Ingest.Live;

namespace NeptuneAlt.Server.Clustering;

/// <summary>Connects this silo's <see cref="RunNews"/> with those of the others.</summary>
sealed partial class RunNewsRelay(
    RunNews news, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time, ILogger<RunNewsRelay> logger)
    : BackgroundService, IRunNewsListener
{
    /// <summary>A silo that is gone is soon not told any more, and a grain that moved is soon known again.</summary>
    public static readonly TimeSpan SubscriptionsLast = TimeSpan.FromMinutes(1);

    // More runs than this at a time are told in part: pages refresh whatever is told.
    const int RunsMax = 10_000;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan SubscribeEach = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<ulong, bool> _untold = new();

    public Task HearAsync(SiloAddress origin, ulong[] runs)
    {
        if (!origin.Equals(silo.SiloAddress)) news.Hear(runs);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IRunNewsListener>(this);
        news.Local += Remember;
        try
        {
            var subscribed = default(long?);
            while (true)
            {
                try
                {
                    var grain = grains.GetGrain<IRunNewsGrain>(0);
                    if (subscribed is not { } last || time.GetElapsedTime(last) >= SubscribeEach)
                    {
                        await grain.SubscribeAsync(self);
                        subscribed = time.GetTimestamp();
                    }

                    if (Take() is { Length: > 0 } runs) await grain.TellAsync(silo.SiloAddress, runs);
                }
                catch (Exception failure) when (failure is OrleansException or TimeoutException)
                {
                    // Pages are told late, and lose nothing.
                    LogUntold(failure.Message);
                    subscribed = null;
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        finally
        {
            news.Local -= Remember;
        }
    }

    void Remember(IReadOnlyCollection<ulong> runs)
    {
        foreach (var run in runs)
        {
            if (_untold.Count >= RunsMax) break;
            _untold[run] = true;
        }
    }

    ulong[] Take()
    {
        ulong[] runs = [.. _untold.Keys];
        foreach (var run in runs) _untold.TryRemove(run, out _);
        return runs;
    }

    [LoggerMessage(LogLevel.Debug, "Other silos were not told of new data: {Reason}")]
    partial void LogUntold(string reason);
}
