using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Runs that were deleted while the store has them still: searches leave them out.</summary>
sealed class DeletedRunFilter(CatalogDeletedRuns deletedRuns, TimeProvider time)
{
    /// <summary>After this time the store has deleted their rows.</summary>
    static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The most runs that a statement excludes. If there are more, the oldest show up until the store has deleted their
    /// rows.
    /// </summary>
    const int Max = 10_000;

    public async Task<RunSearch> WithoutAsync(RunSearch search, CancellationToken cancellationToken)
    {
        var deleted = await deletedRuns.ListAsync(time.GetUtcNow() - Within, cancellationToken);
        return deleted.Count == 0 ? search : search with
        {
            Without = [.. deleted.Where(run => search.Projects.Contains(run.Project)).TakeLast(Max).Select(run => run.Number)],
        };
    }
}
