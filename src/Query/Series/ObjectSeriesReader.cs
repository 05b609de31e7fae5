using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <param name="Series"><c>null</c>: the run is not there.</param>
/// <param name="Token">Where the page before ended; <c>null</c> for the first.</param>
public sealed record ObjectSeriesQuery(string RequestId, SeriesRequest? Series, string? Token);

/// <summary>One series on the page.</summary>
/// <param name="Token">Where the page ends; <c>null</c>: the series did not fit on the page and has to be requested
/// again.</param>
/// <param name="IsFinished">There are no more points.</param>
public sealed record ObjectSeriesResponse(
    string RequestId, AttributeType Type, IReadOnlyList<ObjectPoint> Points, string? Token, bool IsFinished);

/// <summary>How much of the series is wanted.</summary>
/// <param name="PointsMax">Most points of a series, over all pages.</param>
/// <param name="BytesMax">About how much a page may hold.</param>
public sealed record ObjectSeriesWindow(StepWindow Steps, bool IsDescending, long? PointsMax, long? BytesMax);

/// <summary>Reads pages of points of many string, histogram and file series at once.</summary>
public sealed class ObjectSeriesReader(SeriesResolver resolver, ObjectReads objects)
{
    const long PageStepsMax = 200_000;
    const long PageBytesMax = 16 << 20;

    /// <returns>Series that do not exist are left out.</returns>
    /// <exception cref="BadQueryException">The request is too large, or a token is wrong.</exception>
    public async Task<IReadOnlyList<ObjectSeriesResponse>> ReadAsync(
        IReadOnlyList<ObjectSeriesQuery> queries, ObjectSeriesWindow window, CancellationToken cancellationToken)
    {
        var nameBytes = queries.Sum(query => (long)Encoding.UTF8.GetByteCount(query.Series?.Path ?? ""));
        if (nameBytes > Limits.StringSeriesRequestNameBytesMax)
        {
            throw new BadQueryException(
                $"The names of the series have {nameBytes} bytes in all, of at most "
                + $"{Limits.StringSeriesRequestNameBytesMax}. Ask for fewer series at a time.");
        }

        var known = queries.Where(query => query.Series is not null).ToArray();
        var resolved = await resolver.ResolveAsync([.. known.Select(query => query.Series!.Value)], cancellationToken);
        var pages = known.Zip(resolved)
            .Where(pair => pair.Second.Type.IsSeries() && pair.Second.Type != AttributeType.FloatSeries)
            .Select(pair => new ObjectPage(pair.First, pair.Second, window)).ToArray();

        var bytes = Math.Clamp(window.BytesMax ?? PageBytesMax, 1, PageBytesMax);
        var steps = Math.Max(1, PageStepsMax / Math.Max(1, pages.Length));
        foreach (var type in pages.Select(page => page.Type).Distinct())
        {
            ObjectPage[] ofType = [.. pages.Where(page => page.Type == type)];
            bytes = await PlanAsync(type, ofType, window.IsDescending, steps, bytes, cancellationToken);
            await ReadAsync(type, ofType, cancellationToken);
        }

        return [.. pages.Select(page => page.Answer)];
    }

    /// <summary>Cuts the pages before anything large is read.</summary>
    /// <returns>What is left of the bytes.</returns>
    async Task<long> PlanAsync(
        AttributeType type, ObjectPage[] pages, bool isDescending, long steps, long bytes,
        CancellationToken cancellationToken)
    {
        var parts = pages.SelectMany(page => page.Slices.Select(slice => (page, slice))).ToArray();
        var extents = await objects.ExtentsAsync(
            type, [.. parts.Select(part => part.slice)], isDescending, steps, cancellationToken);
        var byPage = parts.Zip(extents).ToLookup(pair => pair.First.page, pair => pair.Second);
        foreach (var page in pages) bytes = page.Cut([.. byPage[page]], steps, bytes);
        return bytes;
    }

    async Task ReadAsync(AttributeType type, ObjectPage[] pages, CancellationToken cancellationToken)
    {
        var parts = pages.SelectMany(page => page.SlicesOfPage.Select(slice => (page, slice))).ToArray();
        var points = await objects.PointsAsync(type, [.. parts.Select(part => part.slice)], cancellationToken);
        for (var i = 0; i < parts.Length; i++) parts[i].page.Take(points[i]);
    }
}
