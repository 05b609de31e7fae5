namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>A sorted array: values are moved aside in one go, which is faster than a tree as long as the window is not wide.
/// </summary>
sealed class SortedWindow(double[] values) : IOrderedWindow
{
    /// <summary>The most rows of a window.</summary>
    public const int RowsMax = 2048;

    readonly double[] _sorted = new double[RowsMax];
    int _from;
    int _to;

    public int Count { get; private set; }

    public double this[int place] => _sorted[place];

    public void Move(int from, int to)
    {
        // Rows leave first, so that there is room.
        for (; _from < Math.Min(from, _to); _from++)
        {
            if (!double.IsFinite(values[_from])) continue;
            if (_to < to && double.IsFinite(values[_to])) Replace(values[_from], values[_to++]);
            else Remove(values[_from]);
        }

        // Rows between two windows that do not touch are in neither.
        (_from, _to) = (from, Math.Max(from, _to));
        for (; _to < to; _to++)
            if (double.IsFinite(values[_to])) Insert(values[_to]);
    }

    void Remove(double value)
    {
        var place = PlaceOf(value);
        _sorted.AsSpan(place + 1, Count - place - 1).CopyTo(_sorted.AsSpan(place));
        Count--;
    }

    void Insert(double value)
    {
        var place = PlaceOf(value);
        _sorted.AsSpan(place, Count - place).CopyTo(_sorted.AsSpan(place + 1));
        _sorted[place] = value;
        Count++;
    }

    /// <summary>Only what lies between the two is moved.</summary>
    void Replace(double old, double value)
    {
        var (from, to) = (PlaceOf(old), PlaceOf(value));
        if (to > from)
        {
            to--;
            _sorted.AsSpan(from + 1, to - from).CopyTo(_sorted.AsSpan(from));
        }
        else
        {
            _sorted.AsSpan(to, from - to).CopyTo(_sorted.AsSpan(to + 1));
        }

        _sorted[to] = value;
    }

    /// <summary>Of the first that is not less. No branch depends on a comparison: half of them would be guessed wrong.</summary>
    int PlaceOf(double value)
    {
        var (low, length) = (0, Count);
        while (length > 1)
        {
            var half = length / 2;
            low += half * (_sorted[low + half - 1] < value ? 1 : 0);
            length -= half;
        }

        return low + (length == 1 && _sorted[low] < value ? 1 : 0);
    }
}
