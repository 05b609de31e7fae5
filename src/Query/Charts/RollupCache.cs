using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>
/// Rollups that charts have asked for. A rollup never changes and a series' number is never given again, so what is
/// here stays right, whichever process writes: it can only lack the newest rollups, or deviations that were counted later, and
/// then points are read.
/// </summary>
public sealed class RollupCache(RollupTable table, TimeProvider time) : IDisposable
{
    /// <summary>Bound of what is kept, 180 bytes each: 90 MB.</summary>
    const long RowsMax = 500_000;

    /// <summary>A series of more rows is read anew each time, as far as it is needed.</summary>
    const int SeriesRowsMax = 50_000;

    /// <summary>How long points may stay points in a chart though there are rollups of them by now.</summary>
    static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(10);

    /// <summary>Unused entries are evicted, and so are those of deleted runs.</summary>
    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _series = new(new MemoryCacheOptions { SizeLimit = RowsMax });

    /// <summary>
    /// The rollups of one level of the slices' series, in the order of steps; at least those inside the slices.
    /// </summary>
    /// <param name="points">Of the longest series, about.</param>
    /// <param name="withDeviations">Whether it is worth a look if rollups that lack their deviations have them by now.</param>
    public async Task<IReadOnlyDictionary<(ulong Run, uint Series), IReadOnlyList<RollupRow>>> ReadAsync(
        IReadOnlyCollection<SeriesSlice> slices, int level, long points, bool withDeviations,
        CancellationToken cancellationToken)
    {
        if (points / PointsOf(level) > SeriesRowsMax) return await table.ReadAsync(slices, level, cancellationToken);

        var found = new Dictionary<(ulong, uint), IReadOnlyList<RollupRow>>();
        var stale = new List<Entry>();
        var now = time.GetTimestamp();
        foreach (var (run, series) in slices.Select(slice => (slice.Run, slice.Series)).Distinct())
        {
            var entry = _series.Get<Entry>((run, series, level)) ?? new Entry(run, series, [], null, true);
            if (withDeviations && !entry.HasDeviations && IsOld(entry, now)) entry = new Entry(run, series, [], null, true);
            found[(run, series)] = entry.Rows;
            if (entry.ReadAt is null || (IsOld(entry, now) && points >= PointsTo(entry, level))) stale.Add(entry);
        }

        if (stale.Count == 0) return found;

        var added = await table.ReadBehindAsync(
            [.. stale.Select(entry => (entry.Run, entry.Series, (uint)entry.Rows.Count))], level, cancellationToken);
        foreach (var entry in stale)
        {
            var rows = Grown(entry.Rows, added.GetValueOrDefault((entry.Run, entry.Series)) ?? []);
            found[(entry.Run, entry.Series)] = rows;
            _series.Set(
                (entry.Run, entry.Series, level), entry with { Rows = rows, ReadAt = now, HasDeviations = rows.All(row => row.Rollup.HasDeviations) },
                new MemoryCacheEntryOptions { Size = rows.Count + 1, SlidingExpiration = IdleMax });
        }

        return found;
    }

    public void Dispose() => _series.Dispose();

    bool IsOld(Entry entry, long now) => entry.ReadAt is { } readAt && time.GetElapsedTime(readAt, now) > AgeMax;

    /// <summary>The rows with those that follow them. Rows after a gap wait, because rollups have to be
    /// contiguous.</summary>
    static IReadOnlyList<RollupRow> Grown(IReadOnlyList<RollupRow> rows, IReadOnlyList<RollupRow> behind)
    {
        var next = 0;
        while (next < behind.Count && behind[next].Index == rows.Count + next) next++;
        return next == 0 ? rows : [.. rows, .. behind.Take(next)];
    }

    /// <summary>
    /// Number of points from which the series may have more rollups. They are made one coarse rollup at a time, on both
    /// levels.
    /// </summary>
    static long PointsTo(Entry entry, int level) => (entry.Rows.Count * (long)PointsOf(level)) + Rollup.CoarsePoints;

    static int PointsOf(int level) => level == 1 ? Rollup.FinePoints : Rollup.CoarsePoints;

    /// <param name="Rows">From the first rollup on, without a gap: a rollup's place is its index.</param>
    /// <param name="ReadAt"><c>null</c>: never.</param>
    /// <param name="HasDeviations">All rows have them.</param>
    sealed record Entry(ulong Run, uint Series, IReadOnlyList<RollupRow> Rows, long? ReadAt, bool HasDeviations);
}
