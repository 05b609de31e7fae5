using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>
/// The numbers of series that were asked for. A number is never given again, and changes only where points are removed, which
/// the live runs tell for longer than anything is kept here. Lengths and previews grow old, and are asked for as well.
/// </summary>
public sealed class SeriesCache(SeriesNumbers numbers) : IDisposable
{
    /// <summary>Bound of what is kept, about 300 bytes each: 30 MB.</summary>
    const long SeriesMax = 100_000;

    /// <summary>Less than a run that was written stays among those that are asked.</summary>
    static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    readonly MemoryCache _series = new(new MemoryCacheOptions { SizeLimit = SeriesMax });

    /// <summary>What each of the runs has under each of the paths. Series that a run only inherits have number 0.
    /// </summary>
    public async Task<IReadOnlyDictionary<(ulong Run, string Path), StoredSeries>> FindAsync(
        IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
    {
        var found = (long)runs.Count * paths.Count <= SeriesMax ? Known(runs, paths) : null;
        if (found is null)
        {
            found = await numbers.FindAsync(runs, paths, cancellationToken);
            foreach (var (key, series) in found)
            {
                // A series that is only inherited gets its number with the first point of its own.
                if (series.Number == 0) continue;
                _series.Set(
                    key, series, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = AgeMax });
            }
        }

        await numbers.RenewAsync(found, runs, paths, cancellationToken);
        return found;
    }

    public void Dispose() => _series.Dispose();

    /// <returns><c>null</c> if one is not known.</returns>
    Dictionary<(ulong Run, string Path), StoredSeries>? Known(
        IReadOnlyCollection<ulong> runs, IReadOnlyCollection<string> paths)
    {
        var found = new Dictionary<(ulong, string), StoredSeries>();
        foreach (var run in runs)
            foreach (var path in paths)
            {
                if (!_series.TryGetValue((run, path), out StoredSeries series)) return null;
                found[(run, path)] = series;
            }

        return found;
    }
}
