using Microsoft.Extensions.Caching.Memory;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Runs;

/// <summary>
/// Summaries of series for a request that reads as of an earlier moment: attributes keep the newest ones only, so those of series that
/// went on are made of their points.
/// </summary>
public sealed class SummariesAsOf(
    CatalogRuns registry, SeriesResolver resolver, FloatReads floats, BucketReads buckets, ObjectReads objects) : IDisposable
{
    /// <summary>Bound of what is kept, about 500 bytes each: 10 MB.</summary>
    const long ValuesMax = 20_000;

    static readonly BucketGrid All = new(0, 0, 1);
    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(10);

    readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = ValuesMax });

    /// <summary>The same values as of the moment of the request: series without a point by then are left out.</summary>
    public async Task<StoredAttribute[]> OfAsync(StoredAttribute[] values, CancellationToken cancellationToken)
    {
        if (AsOf.Moment is not { } moment) return values;

        int[] places = [.. Enumerable.Range(0, values.Length).Where(place => values[place].Type.IsSeries())];
        var runs = await registry.GetAsync([.. places.Select(place => values[place].Run).Distinct()], cancellationToken);
        places = [.. places.Where(place => runs.ContainsKey(values[place].Run))];
        var resolved = await resolver.ResolveAsync(
            [.. places.Select(place => new SeriesRequest(runs[values[place].Run], values[place].Path, LineageScope.Full))],
            cancellationToken);

        var changed = new Dictionary<int, StoredAttribute?>();
        foreach (var (place, series) in places.Zip(resolved))
        {
            var value = values[place];
            var slices = series.Slices.Where(slice => !slice.IsEmpty).ToArray();
            var last = slices.Select(slice => Math.Min(slice.End, slice.To)).DefaultIfEmpty(-1).Max();
            if (slices.Length > 0 && last >= value.LastStep.Micros && !value.HasPreview) continue;

            changed[place] = slices.Length == 0 ? null
                : await _known.GetOrCreateAsync((moment, value.Run, value.Path), async entry =>
                {
                    entry.Size = 1;
                    entry.SlidingExpiration = IdleMax;
                    return await SummaryAsync(value, slices, last, cancellationToken);
                });
        }

        return [.. Enumerable.Range(0, values.Length)
            .Select(place => changed.TryGetValue(place, out var then) ? then : values[place]).OfType<StoredAttribute>()];
    }

    public void Dispose() => _known.Dispose();

    async Task<StoredAttribute> SummaryAsync(
        StoredAttribute value, SeriesSlice[] slices, long last, CancellationToken cancellationToken)
    {
        var end = slices[^1] with { After = last - 1, To = last };
        var then = value with { LastStep = new Step(last), HasPreview = false };
        if (value.Type == AttributeType.FloatSeries) return await FiguresAsync(then, slices, end, cancellationToken);
        if (value.Type != AttributeType.StringSeries) return then;

        var points = await objects.PointsAsync(value.Type, [end], cancellationToken);
        return points[0] is [.., { Object: SeriesObject.Text text }] ? then with { StringValue = text.Value } : then;
    }

    async Task<StoredAttribute> FiguresAsync(
        StoredAttribute then, SeriesSlice[] slices, SeriesSlice end, CancellationToken cancellationToken)
    {
        var points = await floats.PointsAsync([end], isDescending: true, 1, cancellationToken);
        var parts = await buckets.ReadAsync(
            new BucketShape(BucketAxis.Steps, false, WithDeviations: true), [new BucketLine(slices, [], 0)], All, cancellationToken);
        if (parts.Count == 0) return then;

        var sum = parts.Aggregate((one, other) => one.With(other));
        return then with
        {
            FloatValue = points.Count(0) > 0 ? points.Values(0)[0] : then.FloatValue,
            Points = (ulong)(sum.Finite + sum.NaN + sum.PositiveInfinity + sum.NegativeInfinity),
            Figures = sum.Finite == 0
                ? null
                : new SeriesFigures(sum.Min, sum.Max, sum.Mean, sum.SquaredDeviations / sum.Finite),
        };
    }
}
