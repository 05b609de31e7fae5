using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>Looks up what attributes do not keep of series: the last histogram, and how they were at an earlier moment.</summary>
public sealed class LatestHistograms(CatalogRuns registry, SeriesResolver resolver, ObjectReads objects, SummariesAsOf summaries)
{
    /// <summary>The same values as of the moment of the request, those of histogram series with their last histogram.</summary>
    public async Task<StoredAttribute[]> FillAsync(StoredAttribute[] values, CancellationToken cancellationToken)
    {
        values = await summaries.OfAsync(values, cancellationToken);
        var places = Enumerable.Range(0, values.Length)
            .Where(place => values[place].Type == AttributeType.HistogramSeries).ToArray();
        if (places.Length == 0) return values;

        var runs = await registry.GetAsync(
            [.. places.Select(place => values[place].Run).Distinct()], cancellationToken);
        places = [.. places.Where(place => runs.ContainsKey(values[place].Run))];
        var series = await resolver.ResolveAsync(
            [.. places.Select(place => new SeriesRequest(runs[values[place].Run], values[place].Path, LineageScope.Full))],
            cancellationToken);

        SeriesSlice[] last = [.. series.Zip(places, (one, place) => LastOf(one.Slices, values[place].LastStep))];
        var points = await objects.PointsAsync(AttributeType.HistogramSeries, last, cancellationToken);
        for (var i = 0; i < places.Length; i++)
        {
            if (points[i] is [.., { Object: SeriesObject.Histogram histogram }])
                values[places[i]] = values[places[i]] with { LastHistogram = histogram };
        }

        return values;
    }

    static SeriesSlice LastOf(IReadOnlyList<SeriesSlice> slices, Step step) => slices
        .Where(slice => slice.After < step.Micros && step.Micros <= slice.To)
        .Select(slice => slice with { After = step.Micros - 1, To = step.Micros })
        .FirstOrDefault();
}
