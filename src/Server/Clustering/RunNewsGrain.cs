using NeptuneAlt.Server.Api.Events;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace NeptuneAlt.Server.Clustering;

/// <summary>Passes on which runs got new data, and which dashboards changed.
/// One a cluster: a message a silo and quarter of a second.</summary>
interface IRunNewsGrain : IGrainWithIntegerKey
{
    /// <summary>The listener hears of other silos' runs for a while; to be called again and again.</summary>
    Task SubscribeAsync(IRunNewsListener listener);

    [OneWay]
    Task TellAsync(SiloAddress origin, ulong[] runs);

    [OneWay]
    Task TellOfDashboardsAsync(SiloAddress origin, DashboardChange[] changes);
}

interface IRunNewsListener : IGrainObserver
{
    [OneWay]
    Task HearAsync(SiloAddress origin, ulong[] runs);

    [OneWay]
    Task HearOfDashboardsAsync(SiloAddress origin, DashboardChange[] changes);
}

sealed class RunNewsGrain(ILogger<RunNewsGrain> logger) : Grain, IRunNewsGrain
{
    readonly ObserverManager<IRunNewsListener> _listeners = new(RunNewsRelay.SubscriptionsLast, logger);

    public Task SubscribeAsync(IRunNewsListener listener)
    {
        _listeners.Subscribe(listener, listener);
        return Task.CompletedTask;
    }

    public Task TellAsync(SiloAddress origin, ulong[] runs) =>
        _listeners.Notify(listener => listener.HearAsync(origin, runs));

    public Task TellOfDashboardsAsync(SiloAddress origin, DashboardChange[] changes) =>
        _listeners.Notify(listener => listener.HearOfDashboardsAsync(origin, changes));
}
