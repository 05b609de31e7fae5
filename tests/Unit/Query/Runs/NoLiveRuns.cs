using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Unit.Query.Runs;

/// <summary>Where nothing is being written, all there is to read is in the store.</summary>
sealed class NoLiveRuns : ILiveSummaries
{
    public Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery question, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LiveAttribute>>([]);
}
