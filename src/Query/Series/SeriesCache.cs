using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>
/// The numbers of requested series. A number is never reused, and changes only when points are removed, which the live
/// runs report for longer than entries are kept here. Lengths and previews age, so they are always asked for.
/// </summary>
public sealed class SeriesCache(SeriesNumbers numbers, LiveReads live) : IDisposable
{
    /// <summary>Bound of what is kept, about 300 bytes each: 30 MB.</summary>
    const long SeriesMax = 100_000;

    /// <summary>Less than a run that was written stays among those that are asked.</summary>
    static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    readonly MemoryCache _series = new(new MemoryCacheOptions { SizeLimit = SeriesMax });

    /// <summary>The series that each run has at each path. Series that a run only inherits have number 0.</summary>
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

        if (found.Count > 0) Renew(found, await live.AfterStoreAsync(runs, [.. paths], cancellationToken));
        return found;
    }

    public void Dispose() => _series.Dispose();

    static void Renew(Dictionary<(ulong Run, string Path), StoredSeries> found, LiveValues newest)
    {
        foreach (var newer in newest.Rows)
        {
            var key = (newer.Run, newest.Paths[newer.Path]);
            if (found.TryGetValue(key, out var series) && series.Type == newer.Type) found[key] = series.With(newer);
        }
    }

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
