using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>What a line is made of.</summary>
/// <param name="Type">Of the attribute; <see cref="AttributeType.None"/>: the run has none of that name.</param>
/// <param name="Points">About how many points there are: as many as the run's summary knew of.</param>
readonly record struct LineSource(BucketLine Line, AttributeType Type, long Points);

/// <summary>Finds where the points of lines are stored that are a series each.</summary>
sealed class LineSources(SeriesResolver resolver, FloatReads floats)
{
    readonly PreviewTails _tails = new(floats);

    /// <summary>Relative time counts from the creation of the run with which a line begins, so that a fork's time goes on
    /// where its parent's was.</summary>
    /// <returns>In the order of the lines.</returns>
    public async Task<LineSource[]> FindAsync(
        IReadOnlyList<(BucketExpression Expression, string Path)> lines, StepWindow window, CancellationToken cancellationToken)
    {
        var resolved = await resolver.ResolveAsync(
            [.. lines.Select(line => new SeriesRequest(line.Expression.Run!, line.Path, line.Expression.Scope))], // Runs are there.
            cancellationToken);
        var slices = resolved.Select(series =>
            series.Type == AttributeType.FloatSeries ? series.Slices : []).ToArray();
        var previews = await _tails.FindAsync(
            slices, [.. lines.Zip(resolved, (line, series) => line.Expression.IncludePreview && series.MayHavePreviews)],
            cancellationToken);
        return [.. resolved.Select((series, number) => new LineSource(
            new BucketLine(
                [.. slices[number].Select(window.Clip)], [.. previews[number].Select(window.Clip)],
                series.Root.CreationTime.ToUnixTimeMilliseconds()),
            series.Type, series.Points))];
    }
}
