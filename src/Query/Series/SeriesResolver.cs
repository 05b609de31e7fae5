using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>One series as seen from one run.</summary>
public readonly record struct SeriesRequest(Run Run, string Path, LineageScope Scope);

/// <summary>The slices that hold the points of a requested series.</summary>
/// <param name="Type"><see cref="AttributeType.None"/>: the run has no such attribute.</param>
/// <param name="Slices">Root first.</param>
/// <param name="Points">About how many points there are.</param>
/// <param name="Root">The run with which its history begins.</param>
/// <param name="MayHavePreviews">Whether there may be points that are not committed yet.</param>
public sealed record ResolvedSeries(
    AttributeType Type, IReadOnlyList<SeriesSlice> Slices, long Points, Run Root, bool MayHavePreviews)
{
    /// <summary>Whether the run or one of its ancestors has a preview behind its last committed point.</summary>
    public bool HasPreview { get; init; }
}

/// <summary>Finds the stored series behind requested ones, through the lineage.</summary>
public sealed class SeriesResolver(CatalogRuns registry, SeriesCache cache, AsOf asOf)
{
    /// <returns>In the order of the requests.</returns>
    public async Task<IReadOnlyList<ResolvedSeries>> ResolveAsync(
        IReadOnlyList<SeriesRequest> requests, CancellationToken cancellationToken)
    {
        var runs = requests.Select(request => request.Run).DistinctBy(run => run.Number).ToArray();
        var ancestries = runs.Any(run => run.Fork is not null)
            ? await registry.AncestryAsync([.. runs.Select(run => run.Number)], cancellationToken)
            : runs.ToDictionary(run => run.Number, IReadOnlyList<Run> (run) => [run]);
        var segments = requests.Select(request => (request.Run.Number, request.Scope)).Distinct().ToDictionary(
            key => key,
            key => Lineage.Segments(ancestries[key.Number], key.Scope));

        var stored = await cache.FindAsync(
            [.. segments.Values.SelectMany(list => list.Select(segment => segment.Run)).Distinct()],
            [.. requests.Select(request => request.Path).Distinct()],
            cancellationToken);
        var known = ancestries.Values.SelectMany(ancestry => ancestry).DistinctBy(run => run.Number)
            .ToDictionary(run => run.Number);
        return await asOf.EndAsync(
            [.. requests.Select(request => Resolve(request.Path, segments[(request.Run.Number, request.Scope)], stored, known))],
            cancellationToken);
    }

    static ResolvedSeries Resolve(
        string path, IReadOnlyList<LineageSegment> segments,
        IReadOnlyDictionary<(ulong, string), StoredSeries> stored, Dictionary<ulong, Run> runs)
    {
        // The run itself comes last and says what the type is, even if all of its points are inherited.
        var type = segments.Reverse()
            .Select(segment => stored.TryGetValue((segment.Run, path), out var series) ? series.Type : AttributeType.None)
            .FirstOrDefault(found => found != AttributeType.None);
        var slices = new List<SeriesSlice>(segments.Count);
        var points = 0L;
        foreach (var segment in segments)
        {
            if (!stored.TryGetValue((segment.Run, path), out var series) || series.Type != type || series.Number == 0)
                continue;

            slices.Add(new SeriesSlice(segment.Run, series.Number, segment.After.Micros, segment.To.Micros)
            {
                End = series.LastStep, IsLive = series.IsLive,
            });
            points = Math.Max(points, series.Points);
        }

        // The run's own summary knows of previews after its last point; for ancestors it depends on where the run
        // forked.
        var own = segments[^1].Run;
        var isSettled = slices is [var only] && only.Run == own && !stored[(own, path)].HasPreview;
        return new ResolvedSeries(type, slices, points, runs[segments[0].Run], !isSettled)
        {
            HasPreview = segments.Any(segment => stored.TryGetValue((segment.Run, path), out var series) && series.HasPreview),
        };
    }
}
