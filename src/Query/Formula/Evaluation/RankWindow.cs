namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The finite values of a window in their order. The window only moves on. Rows have ranks in a stretch of rows that is
/// longer than the window, and a set has the ranks of the window: a row costs the same however wide that is.</summary>
/// <param name="stretchRowsMin">Short stretches stay in the processor's cache; long ones are seldom begun.</param>
sealed class RankWindow(double[] values, int stretchRowsMin = RankWindow.StretchRowsMin)
{
    const int StretchRowsMin = 1 << 16;

    readonly RankedRows _ranks = new();
    RankSet _set = new(0);
    int _begin;
    int _end;
    int _from;
    int _to;

    public int Count => _set.Count;

    /// <summary>By its place in the order. A place near the one before costs least.</summary>
    public double this[int place] => _ranks[_set.At(place)];

    /// <summary>To rows from one up to another that is not in it.</summary>
    public void Move(int from, int to)
    {
        if (to > _end) Begin(from, Math.Max(stretchRowsMin, (int)Math.Min(2L * (to - from), values.Length)));
        // Rows that a window jumps over come in and leave: each once, as all rows do.
        for (; _to < to; _to++)
            if (_ranks.RankOf(_to - _begin) is var rank and not RankedRows.None) _set.Add(rank);
        for (; _from < from; _from++)
            if (_ranks.RankOf(_from - _begin) is var rank and not RankedRows.None) _set.Remove(rank);
    }

    void Begin(int from, int rows)
    {
        (_begin, _end) = (from, Math.Min(values.Length, from + rows));
        (_from, _to) = (from, from);
        _ranks.Sort(values.AsSpan(_begin, _end - _begin));
        _set = new RankSet(_ranks.Count);
    }
}
