using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Server.Clustering;

/// <summary>The other silos that pump partitions now.</summary>
sealed class IngestingSilos(ISiloStatusOracle silos, LiveRunsClient client)
{
    // A silo that does not answer is found dead or comes back; meanwhile its partitions are missing from the answer.
    static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    /// <summary>Asks each of them for its live runs.</summary>
    public IEnumerable<Task<LiveAnswer>> Ask(LiveQuestion question) => silos
        .GetApproximateSiloStatuses(onlyActive: true).Keys
        .Where(silo => !silo.Equals(silos.SiloAddress)
            && silos.TryGetSiloName(silo, out var name) && SiloNames.Ingests(name))
        .Select(silo => AskAsync(silo, question));

    async Task<LiveAnswer> AskAsync(SiloAddress silo, LiveQuestion question)
    {
        try
        {
            return await client.ReadAsync(silo, question).WaitAsync(AnswerPatience);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return new LiveAnswer([], []);
        }
    }
}
