using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>
/// Short stretches of points that charts asked for, most of them the ends of series. Stored points do not change and a series
/// only grows behind its last step, so what is here stays right whichever process writes. What came since is asked for by its
/// place in the log, by which the store skips all that was there before.
/// </summary>
public sealed class PointCache(FloatReads floats) : IDisposable
{
    /// <summary>Bound of what is kept, 24 bytes each: 72 MB.</summary>
    const long PointsMax = 3_000_000;

    /// <summary>Of longer stretches nothing is kept; of one that grows longer, the last half. More than a line has that is too
    /// short for rollups, and few enough that its copies are collected early.</summary>
    const int StretchPointsMax = 10_000;

    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _stretches = new(new MemoryCacheOptions { SizeLimit = PointsMax });

    /// <summary>The points of slices, of each in the order asked.</summary>
    /// <param name="limit">Most points to read at a time.</param>
    /// <returns><c>null</c> if there are more.</returns>
    internal async Task<IReadOnlyList<SeriesPoints>?> ReadAsync(
        IReadOnlyList<SeriesSlice> slices, long limit, CancellationToken cancellationToken)
    {
        // Looked up once a series: another request may replace it at any time.
        var known = slices.Select(slice => (slice.Run, slice.Series)).Distinct()
            .ToDictionary(series => series, series => _stretches.Get<CachedPoints>(series));
        CachedPoints?[] kept = [.. slices.Select(slice =>
            known[(slice.Run, slice.Series)] is { } points && points.Covers(slice) ? points : null)];
        var found = new SeriesPoints[slices.Count];
        await CatchUpAsync(slices, kept, limit, cancellationToken);
        return await ReadRestAsync(slices, kept, known, found, limit, cancellationToken) ? found : null;
    }

    public void Dispose() => _stretches.Dispose();

    /// <summary>Asks for what came behind the ends of kept stretches; gives up those behind which there is too much.</summary>
    async Task CatchUpAsync(
        IReadOnlyList<SeriesSlice> slices, CachedPoints?[] kept, long limit, CancellationToken cancellationToken)
    {
        var behind = slices.Zip(kept)
            .Where(one => one.Second is { } known && known.LastStep < Math.Min(one.First.To, one.First.End))
            .Select(one => one.Second!).Distinct();
        var grown = new Dictionary<CachedPoints, CachedPoints?>();
        // Offsets of different partitions say nothing of each other; the end of a parent's part may be long past.
        foreach (var alike in behind.GroupBy(one => (one.Partition, IsOpen: one.Stretch.To == long.MaxValue)))
        {
            CachedPoints[] group = [.. alike];
            var newer = await floats.SinceAsync(
                [.. group.Select(one => one.Stretch with { After = one.LastStep })], alike.Key.Partition,
                group.Min(one => one.Offset), limit, cancellationToken);
            for (var i = 0; i < group.Length; i++)
            {
                var points = newer is null ? null : newer.Count(i) == 0 ? group[i] : group[i].With(newer, i);
                if (points is not null && points != group[i]) Keep(points);
                grown[group[i]] = points;
            }
        }

        for (var i = 0; i < kept.Length; i++)
            if (kept[i] is { } known && grown.TryGetValue(known, out var points)) kept[i] = points;
    }

    /// <summary>Reads what is not kept, and fills in all.</summary>
    /// <param name="known">What is kept of each series, whether or not it is of use.</param>
    async Task<bool> ReadRestAsync(
        IReadOnlyList<SeriesSlice> slices, CachedPoints?[] kept, Dictionary<(ulong, uint), CachedPoints?> known,
        SeriesPoints[] found, long limit, CancellationToken cancellationToken)
    {
        var lacking = Enumerable.Range(0, slices.Count).Where(i => kept[i] is null).ToArray();
        // From the point before on, if there is one there: its place in the log stands for the slice as long as it is empty.
        var read = lacking.Length == 0 ? null : await floats.FewAsync(
            [.. lacking.Select(i => slices[i] with { After = Math.Max(slices[i].After - 1, -1) })], limit, cancellationToken);
        if (lacking.Length > 0 && read is null) return false;

        for (var i = 0; i < lacking.Length; i++)
        {
            if (read!.Count(i) == 0) continue;

            var slice = slices[lacking[i]];
            var fresh = kept[lacking[i]] = new CachedPoints(slice, read, i);
            if (fresh.Count > StretchPointsMax) continue;

            // A view begins somewhere before the end of a line, which is kept already.
            var series = (slice.Run, slice.Series);
            if (known[series] is { } end && slice.After < end.Stretch.After && slice.To < end.Stretch.To)
                fresh = slice.To >= end.Stretch.After ? end.Behind(fresh) : end;
            Keep(known[series] = fresh);
        }

        for (var i = 0; i < found.Length; i++)
            found[i] = kept[i]?.Points.Between(slices[i].After, slices[i].To) ?? default;
        return true;
    }

    void Keep(CachedPoints points)
    {
        if (points.Count > StretchPointsMax) points = points.End(StretchPointsMax / 2);
        _stretches.Set(
            (points.Stretch.Run, points.Stretch.Series), points,
            new MemoryCacheEntryOptions { Size = points.Count + 1, SlidingExpiration = IdleMax });
    }
}
