using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>The page of one string, histogram or file series: first cut, then filled.</summary>
sealed class ObjectPage
{
    readonly ObjectSeriesQuery _query;
    readonly ObjectSeriesWindow _window;
    readonly List<ObjectPoint> _points = [];
    readonly long _sentBefore;
    long _lastStep = -1;
    bool _isCut;
    bool _isLeftOut;

    public ObjectPage(ObjectSeriesQuery query, ResolvedSeries series, ObjectSeriesWindow window)
    {
        _query = query;
        _window = window;
        Type = series.Type;
        var slices = series.Slices.Select(window.Steps.Clip);
        if (query.Token is not null)
        {
            (_lastStep, _sentBefore) = PageToken.StepAndSent(query.Token);
            slices = slices.Select(slice => StepWindow.Behind(slice, _lastStep, window.IsDescending));
        }

        if (window.IsDescending) slices = slices.Reverse();
        Slices = [.. slices.Where(slice => !slice.IsEmpty)];
    }

    public AttributeType Type { get; }

    /// <summary>The slices with the rest of the series, in the order of reading.</summary>
    public IReadOnlyList<SeriesSlice> Slices { get; }

    /// <summary>The slices with the points of this page, in the order of reading.</summary>
    public IReadOnlyList<SeriesSlice> SlicesOfPage { get; private set; } = [];

    public ObjectSeriesResponse Answer => new(
        _query.RequestId, Type, _points, _isLeftOut ? null : PageToken.Of(_lastStep, _sentBefore + _points.Count),
        !_isLeftOut && !_isCut);

    long PointsLeft => (_window.PointsMax ?? long.MaxValue) - _sentBefore;

    /// <summary>Decides how many steps the page holds. All points of a step go together, so that a step alone says
    /// where the next page begins.</summary>
    /// <param name="extents">Of the next steps of each slice, at most <paramref name="limit"/> of each.</param>
    /// <param name="bytes">What the page may take.</param>
    /// <returns>What it leaves.</returns>
    public long Cut(IReadOnlyList<IReadOnlyList<StepExtent>> extents, long limit, long bytes)
    {
        _isLeftOut = bytes <= 0 && extents.Any(slice => slice.Count > 0) && PointsLeft > 0;
        if (_isLeftOut) return bytes;

        var points = 0L;
        var first = -1L;
        foreach (var slice in extents)
        {
            foreach (var extent in slice)
            {
                if (points >= PointsLeft) break;

                _isCut = bytes <= 0;
                if (_isCut) break;

                if (first < 0) first = extent.Step;
                _lastStep = extent.Step;
                points += extent.Points;
                bytes -= extent.Bytes;
            }

            // If this slice filled the page it may have more points, and the next slice comes after them.
            _isCut |= slice.Count == limit && points < PointsLeft;
            if (_isCut || points >= PointsLeft) break;
        }

        if (first >= 0) SlicesOfPage = [.. Slices.Select(slice => Between(slice, first)).Where(slice => !slice.IsEmpty)];
        return bytes;
    }

    SeriesSlice Between(SeriesSlice slice, long first)
    {
        var (low, high) = _window.IsDescending ? (_lastStep, first) : (first, _lastStep);
        return slice with { After = Math.Max(slice.After, low - 1), To = Math.Min(slice.To, high) };
    }

    /// <summary>Takes the points of the next slice, in order of step.</summary>
    public void Take(IReadOnlyList<ObjectPoint> points)
    {
        var room = (int)Math.Min(int.MaxValue, PointsLeft - _points.Count);
        _points.AddRange((_window.IsDescending ? points.Reverse() : points).Take(room));
    }
}
