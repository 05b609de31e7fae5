using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Clustering;

/// <summary>The other silos that consume partitions now.</summary>
sealed class IngestingSilos(ISiloStatusOracle silos, LiveRunsClient client)
{
    // A silo that does not answer is found dead or comes back; meanwhile its partitions are missing from the answer.
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Asks each of them for its live runs.</summary>
    public IEnumerable<Task<LiveResult>> Ask(LiveQuery question) => silos
        .GetApproximateSiloStatuses(onlyActive: true).Keys
        .Where(silo => !silo.Equals(silos.SiloAddress)
            && silos.TryGetSiloName(silo, out var name) && SiloNames.Ingests(name))
        .Select(silo => AskAsync(silo, question));

    async Task<LiveResult> AskAsync(SiloAddress silo, LiveQuery question)
    {
        try
        {
            return await client.ReadAsync(silo, question).WaitAsync(AnswerTimeout);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return new LiveResult([], []);
        }
    }
}
