using NeptuneAlt.Catalog;
using NeptuneAlt.Model;

namespace NeptuneAlt.Query.Series;

/// <summary>Tells which run of a lineage logged a point that a run shows as its own.</summary>
public sealed class PointOrigins(CatalogRuns registry, SeriesResolver resolver)
{
    /// <returns>In the order of the series; <c>null</c> where none has points at that step.</returns>
    public async Task<IReadOnlyList<Run?>> FindAsync(
        IReadOnlyList<SeriesRequest> series, double step, CancellationToken cancellationToken)
    {
        var resolved = await resolver.ResolveAsync(series, cancellationToken);
        ulong?[] numbers =
        [
            .. resolved.Select(one => one.Slices
                .Where(slice => new Step(slice.After).ToDouble() < step && step <= new Step(slice.To).ToDouble())
                .Select(slice => (ulong?)slice.Run).FirstOrDefault()),
        ];
        var runs = await registry.GetAsync([.. numbers.OfType<ulong>().Distinct()], cancellationToken);
        return [.. numbers.Select(number => number is { } known ? runs.GetValueOrDefault(known) : null)];
    }
}
