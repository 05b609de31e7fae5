using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>What a line is made of.</summary>
/// <param name="Points">About how many points there are: as many as the run's summary knew of.</param>
readonly record struct LineSource(BucketLine Line, long Points);

/// <summary>Finds where the points of lines are stored.</summary>
sealed class LineSources(SeriesResolver resolver, FloatReads floats)
{
    /// <summary>Relative time counts from the creation of the run with which a line begins, so that a fork's time goes on
    /// where its parent's was.</summary>
    /// <returns>In the order of the lines.</returns>
    public async Task<LineSource[]> FindAsync(
        LineFormula[] lines, StepWindow window, CancellationToken cancellationToken)
    {
        var all = lines.SelectMany(line => line.Paths.Select(path => (line.Expression.IncludePreview,
            Series: new SeriesRequest(line.Expression.Run!, path, line.Expression.Scope)))).ToArray(); // Runs are there.
        var resolved = await resolver.ResolveAsync([.. all.Select(request => request.Series)], cancellationToken);
        var slices = resolved.Select(series =>
            series.Type == AttributeType.FloatSeries ? series.Slices : []).ToArray();
        var previews = await PreviewsAsync(
            slices, [.. all.Zip(resolved, (one, series) => one.IncludePreview && series.MayHavePreviews)], cancellationToken);

        var operands = slices.Zip(previews, (points, tail) => new BucketOperand(
            [.. points.Select(window.Clip)], [.. tail.Select(window.Clip)])).ToArray();
        var next = 0;
        var sources = new LineSource[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var first = resolved[next];
            var line = new BucketLine(
                operands[next..(next += lines[i].Paths.Count)], first.Root.CreationTime.ToUnixTimeMilliseconds());
            sources[i] = new LineSource(line, first.Points);
        }

        return sources;
    }

    /// <summary>The stretches whose previews count: those behind the last committed point of the whole series.</summary>
    async Task<IReadOnlyList<SeriesSlice>[]> PreviewsAsync(
        IReadOnlyList<SeriesSlice>[] series, bool[] areWanted, CancellationToken cancellationToken)
    {
        var tails = new IReadOnlyList<SeriesSlice>[series.Length];
        Array.Fill(tails, []);
        var wanted = Enumerable.Range(0, series.Length).Where(number => areWanted[number])
            .SelectMany(number => series[number].Select(slice => (Number: number, Slice: slice))).ToArray();
        if (wanted.Length == 0) return tails;

        var found = await floats.PreviewsAsync([.. wanted.Select(one => one.Slice)], cancellationToken);
        var live = Enumerable.Range(0, wanted.Length).Where(part => found.Count(part) > 0)
            .Select(part => wanted[part].Number).Distinct().ToArray();
        if (live.Length == 0) return tails;

        var parts = live.SelectMany(number => series[number].Select(slice => (number, slice))).ToArray();
        var steps = await floats.LastStepsAsync([.. parts.Select(part => part.slice)], cancellationToken);
        foreach (var group in parts.Zip(steps).GroupBy(one => one.First.number))
        {
            var last = group.Max(one => one.Second);
            tails[group.Key] = [.. group.Select(one => one.First.slice with
            {
                After = Math.Max(one.First.slice.After, last),
            })];
        }

        return tails;
    }
}
