using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <param name="Series"><c>null</c>: the run is not there, and the answer is empty.</param>
/// <param name="After">Where the page before ended: only what comes behind it, in the direction of reading.</param>
public sealed record FloatSeriesQuery(SeriesRequest? Series, bool IncludePreview, Step? After);

/// <summary>Points as they lie in columns.</summary>
/// <param name="Start">First row of the slice, <paramref name="Count"/> rows from there on.</param>
/// <param name="IsReversed">They are to be shown last row first.</param>
public readonly record struct PointStretch(
    FloatPoints Points, int Slice, int Start, int Count, bool IsReversed, bool IsPreview);

/// <summary>Reads pages of points of many float series at once.</summary>
public sealed class FloatSeriesReader(SeriesResolver resolver, FloatReads floats)
{
    // Points read ahead, at most, for the sake of fewer queries.
    const long PointsAheadMax = 4 * Limits.FloatSeriesPointsMax;

    /// <param name="limit">Most points a series: a page with as many is full, and there may be more.</param>
    /// <returns>In the order of the queries: stretches in the order of reading.</returns>
    /// <exception cref="BadQueryException">It is more than one answer may hold.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<PointStretch>>> ReadAsync(
        IReadOnlyList<FloatSeriesQuery> queries, StepWindow window, bool isDescending, long limit,
        CancellationToken cancellationToken)
    {
        if (limit > PointsAheadMax / Math.Max(1, queries.Count))
        {
            throw new BadQueryException(
                $"{queries.Count} series of up to {limit} points are too much for one answer; ask for fewer points.");
        }

        var pages = queries.Select(query => new FloatPage(query, window, isDescending, limit)).ToArray();
        var known = pages.Where(page => page.Query.Series is not null).ToArray();
        var resolved = await resolver.ResolveAsync(
            [.. known.Select(page => page.Query.Series!.Value)], cancellationToken);
        foreach (var (page, series) in known.Zip(resolved)) page.Resolve(series);

        if (!isDescending) await ReadPointsAsync(pages, isDescending, limit, cancellationToken);
        await ReadPreviewsAsync(pages, cancellationToken);
        if (isDescending) await ReadPointsAsync(pages, isDescending, limit, cancellationToken);
        return [.. pages.Select(page => page.Stretches)];
    }

    /// <summary>One query for all, unless long lineages could then bring in far more than the answer holds.</summary>
    async Task ReadPointsAsync(FloatPage[] pages, bool isDescending, long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var unread = pages.Sum(page => (long)page.UnreadSlices);
            if (unread == 0) return;

            var depth = unread * limit <= PointsAheadMax ? int.MaxValue : 1;
            var parts = pages.SelectMany(page => page.NextSlices(depth).Select(slice => (page, slice))).ToArray();
            var points = await floats.PointsAsync(
                [.. parts.Select(part => part.slice)], isDescending, limit, cancellationToken);
            for (var i = 0; i < parts.Length; i++) parts[i].page.Take(points, i);
        }
    }

    async Task ReadPreviewsAsync(FloatPage[] pages, CancellationToken cancellationToken)
    {
        var parts = pages.Where(page => page is { WantsPreviews: true, IsFull: false })
            .SelectMany(page => page.Slices.Select(slice => (page, slice))).ToArray();
        if (parts.Length == 0) return;

        var previews = await floats.PreviewsAsync([.. parts.Select(part => part.slice)], cancellationToken);
        var found = Enumerable.Range(0, parts.Length).Where(part => previews.Count(part) > 0).ToArray();
        if (found.Length == 0) return;

        var last = await LastStepsAsync([.. found.Select(part => parts[part].page).Distinct()], cancellationToken);
        foreach (var part in found)
            parts[part].page.TakePreviews(previews, part, last[parts[part].page]);
    }

    /// <summary>The last committed step of each series, be it in the window or not.</summary>
    async Task<Dictionary<FloatPage, long>> LastStepsAsync(FloatPage[] pages, CancellationToken cancellationToken)
    {
        var parts = pages.SelectMany(page => page.AllSlices.Select(slice => (page, slice))).ToArray();
        var steps = await floats.LastStepsAsync([.. parts.Select(part => part.slice)], cancellationToken);
        return parts.Zip(steps).GroupBy(one => one.First.page)
            .ToDictionary(group => group.Key, group => group.Max(one => one.Second));
    }
}
