using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Run"><c>null</c>: it is not there, and the line is empty.</param>
/// <param name="Y">A formula, such as <c>${metrics/loss}</c>.</param>
public sealed record BucketExpression(Run? Run, string Y, LineageScope Scope, bool IncludePreview)
{
    /// <summary>
    /// If given, all points up to this step belong to the line's first bucket, wherever they lie; <c>null</c>: the
    /// edges of the view decide. With it, a line that is known up to a step can be asked for its rest alone.
    /// </summary>
    public Step? After { get; init; }

    /// <summary>The line is divided by its first finite value.</summary>
    public bool Normalize { get; init; }

    /// <summary>Only those points, without the ones after them.</summary>
    internal bool IsBefore { get; init; }

    /// <summary>The part of what the line is made of that is asked for.</summary>
    internal LineSource Clip(LineSource source) => After is not { } step ? source : source with
    {
        Line = source.Line with
        {
            Points = [.. source.Line.Points.Select(slice => Clip(slice, step))],
            Previews = [.. source.Line.Previews.Select(slice => Clip(slice, step))],
        },
    };

    SeriesSlice Clip(SeriesSlice slice, Step step) => IsBefore
        ? slice with { To = Math.Min(slice.To, step.Micros) }
        : slice with { After = Math.Max(slice.After, step.Micros) };
}

/// <summary>How the x axis is cut.</summary>
/// <param name="From">With <paramref name="To"/> the range of x; <c>null</c>: that of all points of all lines.</param>
/// <param name="Steps">Only points in this window count.</param>
/// <param name="X">The formula of a custom axis.</param>
/// <param name="IsSnapped">Edges may move to where rollups of points end, by less than a bucket: a long series then
/// costs what is drawn of it. What a bucket holds lies between its first and its last x.</param>
public sealed record BucketView(
    double? From, double? To, StepWindow Steps, int BucketsMax, BucketAxis Axis, string? X, bool IsLogarithmic,
    bool IsSnapped = false)
{
    /// <summary>Whether buckets tell how far their values lie from the mean.</summary>
    public bool WithDeviations { get; init; }

    internal bool HasRange => From is not null && To is not null;
}

/// <param name="Lines">The buckets with points, of each expression in the order asked.</param>
public sealed record BucketChart(BucketGrid Grid, IReadOnlyList<IReadOnlyList<Bucket>> Lines)
{
    /// <summary>Why lines are empty, by place.</summary>
    public IReadOnlyDictionary<int, FormulaDiagnostic> Missing { get; init; } = new Dictionary<int, FormulaDiagnostic>();

    /// <summary>What normalized lines were divided by, by place.</summary>
    public IReadOnlyDictionary<int, double> Firsts { get; init; } = new Dictionary<int, double>();
}
