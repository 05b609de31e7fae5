using System.Runtime.CompilerServices;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>All points of many float series.</summary>
/// <param name="Runs">By number.</param>
/// <param name="Paths">A run need not have all of them.</param>
public sealed record PointQuery(IReadOnlyList<Run> Runs, IReadOnlyList<string> Paths, LineageScope Scope, StepWindow Window);

/// <summary>
/// Reads points in bulk, at the speed of the store and in the order of the runs: the points of a series come together, unless they
/// are inherited, lowest step first. What is in memory does not grow with the answer.
/// </summary>
public sealed class PointStream(SeriesResolver resolver, FloatReads floats)
{
    /// <summary>Series that are looked up at a time: they stay in memory until their points are read.</summary>
    const int SeriesMax = 100_000;

    public async IAsyncEnumerable<PointBlock> ReadAsync(
        PointQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = new Column<int>();
        var paths = new Column<int>();
        foreach (var part in PartsOf(query))
        {
            SeriesRequest[] requests =
                [.. part.Select(one => new SeriesRequest(query.Runs[one.Run], query.Paths[one.Path], query.Scope))];
            var resolved = await resolver.ResolveAsync(requests, cancellationToken);
            foreach (var stretch in StretchesOf(part, resolved, query.Window))
                await foreach (var block in floats.StreamAsync(stretch.Slices, cancellationToken))
                {
                    Name(block, stretch, runs, paths);
                    yield return new PointBlock(block, runs, paths);
                }
        }
    }

    /// <summary>Each run with each path, so many at a time.</summary>
    static IEnumerable<List<(int Run, int Path)>> PartsOf(PointQuery query)
    {
        var part = new List<(int, int)>();
        for (var run = 0; run < query.Runs.Count; run++)
            for (var path = 0; path < query.Paths.Count; path++)
            {
                part.Add((run, path));
                if (part.Count < SeriesMax) continue;
                yield return part;
                part = [];
            }

        if (part.Count > 0) yield return part;
    }

    static IEnumerable<PointStretch> StretchesOf(
        List<(int Run, int Path)> part, IReadOnlyList<ResolvedSeries> resolved, StepWindow window)
    {
        var stretch = new PointStretch();
        foreach (var of in Enumerable.Range(0, part.Count).Where(one => resolved[one].Type == AttributeType.FloatSeries)
            .GroupBy(one => part[one].Run))
        {
            // Root first; an ancestor's slices in the order of the store.
            var slices = of.SelectMany(one => resolved[one].Slices.Select(slice => (One: one, Slice: window.Clip(slice))))
                .Where(one => !one.Slice.IsEmpty)
                .OrderBy(one => one.Slice.After).ThenBy(one => one.Slice.Run).ThenBy(one => one.Slice.Series);
            foreach (var (one, slice) in slices)
            {
                var (run, path) = part[one];
                if (stretch.TryAdd(slice, run, path, resolved[one].Points)) continue;
                yield return stretch;
                stretch = new PointStretch();
                stretch.TryAdd(slice, run, path, resolved[one].Points);
            }
        }

        if (stretch.Slices.Count > 0) yield return stretch;
    }

    /// <summary>Says of each point whose it is.</summary>
    static void Name(Columns block, PointStretch stretch, Column<int> runs, Column<int> paths)
    {
        runs.Clear();
        paths.Clear();
        var run = block.Values<ulong>("run");
        var series = block.Values<uint>("series");
        for (int start = 0, runEnd = 0; start < block.Rows;)
        {
            if (start == runEnd) runEnd = EndOf(run, start, block.Rows);
            var end = EndOf(series, start, runEnd);
            var owner = stretch.OwnerOf(run[start], series[start]);
            runs.AddRepeated(owner.Run, end - start);
            paths.AddRepeated(owner.Path, end - start);
            start = end;
        }
    }

    /// <summary>Where the values stop being the same.</summary>
    static int EndOf<T>(ReadOnlySpan<T> values, int start, int end)
        where T : unmanaged, IEquatable<T> =>
        values[start..end].IndexOfAnyExcept(values[start]) is var length and >= 0 ? start + length : end;
}
