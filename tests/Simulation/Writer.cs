using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;

namespace NeptuneAlt.Simulation;

/// <summary>A client: sends its requests one after the other, each until it is acknowledged. Some arrive twice, some
/// acknowledgements never do.</summary>
/// <param name="reach">A process that answers just now, if there is one.</param>
sealed class Writer(World world, Weather weather, Func<Silo?> reach, List<byte[]> script, uint project)
{
    const double MissingProject = 0.01;

    /// <summary>The requests that the client may forget, with what they said.</summary>
    public List<(RequestId Id, byte[] Body)> Acknowledged { get; } = [];

    public bool IsDone { get; private set; }

    public async void Start()
    {
        foreach (var body in script)
        {
            var number = RemovalRequest.TryRead(body) is null && world.Chance(MissingProject) ? 0 : project;
            while (!await TrySendAsync(body, number)) await world.DelayAsync(world.Between(50, 2_000));
            await world.DelayAsync(world.Between(1, 1_500));
        }

        IsDone = true;
    }

    async Task<bool> TrySendAsync(byte[] body, uint number)
    {
        await world.DelayAsync(world.Between(0.2, 30));
        if (weather.Accident()) return false;
        if (weather.Accident()) world.After(world.Between(10, 4_000), () => _ = SubmitAsync(body, number)); // a late twin
        return await SubmitAsync(body, number) is { } id && Take(id, body);
    }

    bool Take(RequestId id, byte[] body)
    {
        if (weather.Accident()) return false; // acknowledged, but who knows

        Acknowledged.Add((id, body));
        return true;
    }

    async Task<RequestId?> SubmitAsync(byte[] body, uint number)
    {
        if (reach() is not { } silo) return null;

        var answer = new TaskCompletionSource<RequestId?>();
        silo.Life.WhenOver(() => world.After(world.Between(1, 50), () => answer.TrySetResult(null)));
        _ = ForwardAsync(silo, body, number, answer);
        return await answer.Task;
    }

    static async Task ForwardAsync(Silo silo, byte[] body, uint number, TaskCompletionSource<RequestId?> answer)
    {
        try
        {
            answer.TrySetResult(await silo.SubmitAsync(body, number));
        }
        catch (Exception outage) when (outage is LogUnavailableException or CatalogUnavailableException)
        {
            answer.TrySetResult(null);
        }
    }
}
