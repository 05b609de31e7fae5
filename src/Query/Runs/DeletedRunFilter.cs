using NeptuneAlt.Catalog;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Runs that were deleted while the store has them still: searches leave them out.</summary>
sealed class DeletedRunFilter(CatalogDeletedRuns deletedRuns, TimeProvider time)
{
    /// <summary>By then the store has forgotten them.</summary>
    static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>Of more than are named in one statement, the oldest show up until the store has forgotten them.</summary>
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
