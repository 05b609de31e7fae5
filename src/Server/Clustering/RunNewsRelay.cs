using System.Collections.Concurrent;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Server.Api.Events;

namespace NeptuneAlt.Server.Clustering;

/// <summary>Connects this silo's <see cref="RunNews"/> and <see cref="DashboardNews"/> with those of the others.</summary>
sealed partial class RunNewsRelay(
    RunNews news, DashboardNews dashboardNews, IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time,
    ILogger<RunNewsRelay> logger)
    : BackgroundService, IRunNewsListener
{
    /// <summary>Bounds how long a dead silo is still notified, and how long a moved grain is unknown.</summary>
    public static readonly TimeSpan SubscriptionsLast = TimeSpan.FromMinutes(1);

    // If more runs change at a time, only some are announced: pages refresh on any announcement.
    const int RunsMax = 10_000;
    const int DashboardsMax = 1000;
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan SubscribeEach = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<ulong, bool> _untold = new();
    readonly ConcurrentQueue<DashboardChange> _untoldDashboards = new();

    public Task HearAsync(SiloAddress origin, ulong[] runs)
    {
        if (!origin.Equals(silo.SiloAddress)) news.Hear(runs);
        return Task.CompletedTask;
    }

    public Task HearOfDashboardsAsync(SiloAddress origin, DashboardChange[] changes)
    {
        if (origin.Equals(silo.SiloAddress)) return Task.CompletedTask;
        foreach (var change in changes) dashboardNews.Hear(change);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<IRunNewsListener>(this);
        news.Local += Remember;
        dashboardNews.Local += Remember;
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
                        await grain.SubscribeAsync(silo.SiloAddress, self);
                        subscribed = time.GetTimestamp();
                    }

                    if (Take() is { Length: > 0 } runs) await grain.TellAsync(silo.SiloAddress, runs);
                    if (TakeDashboards() is { Length: > 0 } changes) await grain.TellOfDashboardsAsync(silo.SiloAddress, changes);
                }
                catch (Exception failure) when (failure is OrleansException or TimeoutException)
                {
                    // Pages hear of it late, and lose nothing.
                    LogUntold(failure.Message);
                    subscribed = null;
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        finally
        {
            news.Local -= Remember;
            dashboardNews.Local -= Remember;
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

    void Remember(DashboardChange change)
    {
        if (_untoldDashboards.Count < DashboardsMax) _untoldDashboards.Enqueue(change);
    }

    DashboardChange[] TakeDashboards()
    {
        var taken = new List<DashboardChange>();
        while (_untoldDashboards.TryDequeue(out var change)) taken.Add(change);
        return [.. taken];
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
