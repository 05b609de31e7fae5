using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Bench;

/// <summary>All summaries are in the store.</summary>
sealed class NoLiveRuns : ILiveSummaries
{
    public Task<IReadOnlyList<LiveAttribute>> ReadAsync(LiveQuery question, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LiveAttribute>>([]);
}
