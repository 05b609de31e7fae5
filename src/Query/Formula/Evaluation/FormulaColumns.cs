using System.Runtime.InteropServices;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Reads the points of what formulas refer to.</summary>
sealed class FormulaColumns(FloatReads floats, PointCache cache)
{
    readonly PreviewTails _tails = new(floats);

    /// <summary>All points of the sources, inherited ones included, that lie in the window.</summary>
    /// <param name="behind">Steps behind which alone points of some sources are wanted, in micro-steps.</param>
    public async Task<IReadOnlyDictionary<FormulaSource, Column>> ReadAsync(
        IReadOnlyList<FormulaSource> sources, StepWindow window, IReadOnlyDictionary<FormulaSource, long> behind, bool withPreviews,
        bool withTimes, CancellationToken cancellationToken)
    {
        SeriesSlice Clip(FormulaSource source, SeriesSlice slice) =>
            StepWindow.Behind(window.Clip(slice), behind.GetValueOrDefault(source, -1), isDescending: false);

        var stretches = sources.Select(source => source.Series.Slices.Select(slice => Clip(source, slice)).ToArray()).ToArray();
        var tails = await _tails.FindAsync(
            [.. sources.Select(source => source.Series.Slices)],
            [.. sources.Select(source => withPreviews && source.Series.MayHavePreviews)], cancellationToken);
        var points = sources.Sum(source => FormulaPlan.PointsOf(source.Series, default, behind.GetValueOrDefault(source, -1)));
        var committed = await CommittedAsync(stretches, points, withTimes, cancellationToken);
        SeriesSlice[] open = [.. tails.SelectMany((tail, source) => tail.Select(slice => Clip(sources[source], slice)))];
        var previews = open.Length == 0 ? null : await floats.PreviewsAsync(open, cancellationToken);

        var columns = new Dictionary<FormulaSource, Column>();
        var (next, nextOpen) = (0, 0);
        for (var i = 0; i < sources.Count; i++)
        {
            var parts = committed.AsSpan(next, stretches[i].Length);
            columns[sources[i]] = Joined(parts, previews, nextOpen, tails[i].Count, withTimes);
            (next, nextOpen) = (next + parts.Length, nextOpen + tails[i].Count);
        }

        return columns;
    }

    /// <param name="most">About how many points there are.</param>
    async Task<SeriesPoints[]> CommittedAsync(
        SeriesSlice[][] stretches, long most, bool withTimes, CancellationToken cancellationToken)
    {
        SeriesSlice[] slices = [.. stretches.SelectMany(parts => parts)];
        // What is short stays in memory for the next look.
        var filled = Enumerable.Range(0, slices.Length).Where(i => !slices[i].IsEmpty).ToArray();
        var points = new SeriesPoints[slices.Length];
        if (most <= LinePoints.Max && filled.Length > 0
            && await cache.ReadAsync([.. filled.Select(i => slices[i])], LinePoints.Max, cancellationToken) is { } few)
        {
            for (var i = 0; i < filled.Length; i++) points[filled[i]] = few[i];
            return points;
        }

        var all = await floats.AllAsync(slices, withTimes, cancellationToken);
        for (var i = 0; i < slices.Length; i++)
        {
            points[i] = new SeriesPoints(
                all.Steps(i).ToArray(), withTimes ? all.Timestamps(i).ToArray() : default, all.Values(i).ToArray());
        }

        return points;
    }

    /// <summary>One column of stretches that follow each other, and of the previews behind.</summary>
    static Column Joined(
        ReadOnlySpan<SeriesPoints> parts, FloatPoints? previews, int firstTail, int tails, bool withTimes)
    {
        var committed = 0;
        foreach (var part in parts) committed += part.Steps.Length;
        var open = 0;
        for (var i = 0; i < tails; i++) open += previews!.Count(firstTail + i); // Read if there are tails.

        // Most series are one stretch, which need not be copied: columns never change.
        if (open == 0 && parts.Length == 1)
            return new Column(
                new StepAxis(ArrayOf(parts[0].Steps), withTimes ? ArrayOf(parts[0].Times) : null, null), ArrayOf(parts[0].Values));

        var (steps, values) = (new long[committed + open], new double[committed + open]);
        var times = withTimes ? new long[committed + open] : null;
        var completion = open > 0 ? new float[committed + open] : null;
        completion?.AsSpan(0, committed).Fill(StepAxis.Committed);
        var at = 0;
        foreach (var part in parts)
        {
            part.Steps.Span.CopyTo(steps.AsSpan(at));
            part.Values.Span.CopyTo(values.AsSpan(at));
            if (times is not null) part.Times.Span.CopyTo(times.AsSpan(at));
            at += part.Steps.Length;
        }

        for (var i = firstTail; i < firstTail + tails && open > 0; i++)
        {
            previews!.Steps(i).CopyTo(steps.AsSpan(at)); // As above.
            previews.Values(i).CopyTo(values.AsSpan(at));
            previews.Completion(i).CopyTo(completion.AsSpan(at));
            if (times is not null) previews.Timestamps(i).CopyTo(times.AsSpan(at));
            at += previews.Count(i);
        }

        return new Column(new StepAxis(steps, times, completion), values);
    }

    static T[] ArrayOf<T>(ReadOnlyMemory<T> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length
            ? array
            : memory.ToArray();
}
