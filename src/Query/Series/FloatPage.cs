using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>The page of one float series while it fills up.</summary>
sealed class FloatPage(FloatSeriesQuery query, StepWindow window, bool isDescending, long limit)
{
    readonly List<PointStretch> _stretches = [];
    SeriesSlice[] _slices = [];
    int _read;
    long _count;

    public FloatSeriesQuery Query => query;

    /// <summary>In the order of reading.</summary>
    public IReadOnlyList<PointStretch> Stretches => _stretches;

    public bool IsFull => _count >= limit;

    /// <summary>Where the wanted points lie, in the order of reading.</summary>
    public IReadOnlyList<SeriesSlice> Slices => _slices;

    /// <summary>Where the series lies, whatever part of it is wanted.</summary>
    public IReadOnlyList<SeriesSlice> AllSlices { get; private set; } = [];

    /// <summary>Whether previews are wanted and there may be some.</summary>
    public bool WantsPreviews { get; private set; }

    public int UnreadSlices => IsFull ? 0 : _slices.Length - _read;

    public void Resolve(ResolvedSeries series)
    {
        if (series.Type != AttributeType.FloatSeries) return;

        AllSlices = series.Slices;
        WantsPreviews = query.IncludePreview && series.MayHavePreviews;
        var slices = series.Slices.Select(window.Clip);
        if (query.After is { } after) slices = slices.Select(slice => StepWindow.Behind(slice, after.Micros, isDescending));

        if (isDescending) slices = slices.Reverse();
        _slices = [.. slices.Where(slice => !slice.IsEmpty)];
    }

    /// <summary>The next slices to read; their points must then be taken in this order.</summary>
    public IEnumerable<SeriesSlice> NextSlices(int count)
    {
        if (IsFull) return [];

        var next = _slices.Skip(_read).Take(count).ToArray();
        _read += next.Length;
        return next;
    }

    public void Take(FloatPoints points, int slice) => Take(points, slice, 0, points.Count(slice), isPreview: false);

    /// <summary>Takes those previews that lie behind the last committed point; the others no longer count.</summary>
    public void TakePreviews(FloatPoints previews, int slice, long lastCommitted)
    {
        var steps = previews.Steps(slice);
        var first = 0;
        while (first < steps.Length && steps[first] <= lastCommitted) first++;
        Take(previews, slice, first, steps.Length - first, isPreview: true);
    }

    void Take(FloatPoints points, int slice, int start, int count, bool isPreview)
    {
        // Previews are read upwards whatever the direction, so that the ones to show first may be the last rows.
        var isReversed = isPreview && isDescending;
        var taken = (int)Math.Min(count, limit - _count);
        if (taken <= 0) return;

        _stretches.Add(new PointStretch(
            points, slice, isReversed ? start + count - taken : start, taken, isReversed, isPreview));
        _count += taken;
    }
}
