using Orleans.Concurrency;
using Orleans.Utilities;

namespace NeptuneAlt.Server.Clustering;

/// <summary>Passes on which runs got new data. One a cluster: a message a silo and quarter of a second.</summary>
interface IRunNewsGrain : IGrainWithIntegerKey
{
    /// <summary>The listener hears of other silos' runs for a while; to be called again and again.</summary>
    Task SubscribeAsync(IRunNewsListener listener);

    [OneWay]
    Task TellAsync(SiloAddress origin, ulong[] runs);
}

interface IRunNewsListener : IGrainObserver
{
    [OneWay]
    Task HearAsync(SiloAddress origin, ulong[] runs);
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
}
