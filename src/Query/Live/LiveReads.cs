using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Live;

/// <summary>
/// Asks for the newest values of runs that are being written, so that reads show whatever a status check called done
/// before they began: rows of such runs in the store are checkpoints.
/// </summary>
/// <remarks>
/// A value leaves the live runs once it is stored. So either the live runs are asked first, and what is stored
/// meanwhile is in both; or the store is read first, and the live runs are asked for what they have handed over since,
/// too. Asked last for what the store lacks at that time, they would leave out what was stored between the two.
/// </remarks>
public sealed class LiveReads(LiveReads.Source source)
{
    /// <summary>Asks the processes that consume. Values are at least as new as the store's.</summary>
    /// <exception cref="Store.StoreUnavailableException">Some of them are still being read back; ask again
    /// soon.</exception>
    public delegate Task<IReadOnlyList<LiveAttribute>> Source(LiveQuery query, CancellationToken cancellationToken);

    /// <summary>Values for a search that starts after this call.</summary>
    public async Task<LiveValues> BeforeStoreAsync(RunSearch search, CancellationToken cancellationToken) =>
        (await BeforeStoreAsync(search.Projects, RunReads.PathsOf(search), cancellationToken)).With(search.Computed);

    /// <inheritdoc cref="BeforeStoreAsync(RunSearch, CancellationToken)"/>
    public async Task<LiveValues> BeforeStoreAsync(
        RunSearch search, FilterAttribute groupBy, CancellationToken cancellationToken) =>
        (await BeforeStoreAsync(search.Projects, RunReads.PathsOf(search, groupBy), cancellationToken)).With(search.Computed);

    /// <summary>Values at the paths for a read of the store that begins once they are there.</summary>
    public async Task<LiveValues> BeforeStoreAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        new(paths, await source(new LiveQuery(projects, Runs: null, paths) { IsBeforeStore = true }, cancellationToken));

    /// <summary>Values at the paths of runs that a read of the store has found before.</summary>
    public async Task<LiveValues> AfterStoreAsync(
        IReadOnlyCollection<ulong> runs, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        new(paths, await source(new LiveQuery(Projects: null, runs, paths), cancellationToken));
}
