using NeptuneAlt.Server.Api.Events;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace NeptuneAlt.Server.Clustering;

/// <summary>Passes on which runs got new data, and which dashboards changed.
/// One a cluster: a message a silo and quarter of a second.</summary>
interface IRunNewsGrain : IGrainWithIntegerKey
{
    /// <summary>The listener hears of other silos' runs for a while; to be called again and again.</summary>
    Task SubscribeAsync(SiloAddress silo, IRunNewsListener listener);

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

sealed class RunNewsGrain(ISiloStatusOracle silos, ILogger<RunNewsGrain> logger) : Grain, IRunNewsGrain
{
    readonly ObserverManager<SiloAddress, IRunNewsListener> _listeners = new(RunNewsRelay.SubscriptionsLast, logger);

    public Task SubscribeAsync(SiloAddress silo, IRunNewsListener listener)
    {
        _listeners.Subscribe(silo, listener);
        return Task.CompletedTask;
    }

    public Task TellAsync(SiloAddress origin, ulong[] runs) => Living().Notify(listener => listener.HearAsync(origin, runs));

    public Task TellOfDashboardsAsync(SiloAddress origin, DashboardChange[] changes) =>
        Living().Notify(listener => listener.HearOfDashboardsAsync(origin, changes));

    /// <summary>A message to a silo that died would be tried again and again.</summary>
    ObserverManager<SiloAddress, IRunNewsListener> Living()
    {
        foreach (var silo in _listeners.Observers.Keys.Where(silos.IsDeadSilo).ToList()) _listeners.Unsubscribe(silo);
        return _listeners;
    }
}
