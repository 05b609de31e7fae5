using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Live;

/// <summary>
/// Reads values of attributes as they are now: the store's, with the newest values of live runs in their place.
/// </summary>
public sealed class CurrentAttributes(AttributeReads attributes, AttributeValues values, LiveReads live)
{
    // Few runs are found faster by run, many by path.
    const int RunsByRunMax = 64;

    /// <summary>Reads these attributes of these runs of these projects, in no order.</summary>
    public Task<StoredAttribute[]> ReadAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken)
    {
        if (runs.Count == 0 || paths.Count == 0) return Task.FromResult<StoredAttribute[]>([]);

        return runs.Count <= RunsByRunMax
            ? ReadByRunAsync(runs, paths, cancellationToken)
            : ReadByPathAsync(projects, runs, paths, cancellationToken);
    }

    /// <summary>
    /// The same of runs that a search found, each with a value at one of the paths at least: searches go by path, and
    /// rows are there a moment before they are there by run.
    /// </summary>
    public async Task<StoredAttribute[]> ReadFoundAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken)
    {
        var found = await ReadAsync(projects, runs, paths, cancellationToken);
        ulong[] lacking = [.. runs.Except(found.Select(value => value.Run))];
        return lacking.Length == 0 || runs.Count > RunsByRunMax
            ? found
            : [.. found, .. await ReadByPathAsync(projects, lacking, paths, cancellationToken)];
    }

    /// <inheritdoc cref="AttributeReads.PageAsync"/>
    public async Task<StoredAttribute[]> PageAsync(
        uint project, IReadOnlyCollection<ulong>? runs, AttributeSelection selection, (ulong Run, string Path)? after,
        int limit, CancellationToken cancellationToken) => await RefreshAsync(
            await attributes.PageAsync(project, runs, selection, after, limit, cancellationToken), cancellationToken);

    /// <inheritdoc cref="AttributeValues.UniqueAsync"/>
    public async Task<IReadOnlyList<StoredAttribute>> UniqueAsync(
        uint project, FilterAttribute attribute, string? pattern, int limit, CancellationToken cancellationToken)
    {
        var newest = await live.BeforeStoreAsync([project], [attribute.Path], cancellationToken);
        return await values.UniqueAsync(project, attribute, pattern, limit, newest, cancellationToken);
    }

    async Task<StoredAttribute[]> ReadByRunAsync(
        IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths, CancellationToken cancellationToken) =>
        await RefreshAsync(await attributes.ReadByRunAsync(runs, paths, cancellationToken), cancellationToken);

    async Task<StoredAttribute[]> ReadByPathAsync(
        IReadOnlyCollection<uint> projects, IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths,
        CancellationToken cancellationToken)
    {
        var stored = await attributes.ReadByPathAsync(projects, runs, paths, cancellationToken);
        return (await live.AfterStoreAsync(runs, [.. paths], cancellationToken)).Over(stored, areAllThere: false);
    }

    /// <summary>Replaces the values that the store has by newer ones.</summary>
    async Task<StoredAttribute[]> RefreshAsync(StoredAttribute[] stored, CancellationToken cancellationToken)
    {
        if (stored.Length == 0) return stored;

        string[] paths = [.. stored.Select(value => value.Path).Distinct()];
        var newest = await live.AfterStoreAsync(stored.Select(value => value.Run).ToHashSet(), paths, cancellationToken);
        return newest.Over(stored, areAllThere: true);
    }
}
