namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>Which rows a window holds at each row: from one, up to another that is not in it. Both only grow.</summary>
readonly struct Frames
{
    readonly double[]? _places;
    readonly double _back;
    readonly double _ahead;

    /// <summary>Behind <c>place - w</c>, up to <c>place</c>; centered, from half a window before to half a window behind.</summary>
    public Frames(StepAxis axis, FormulaWindow window, bool isCentered)
    {
        _places = PlacesOf(axis, window);
        (_back, _ahead) = isCentered ? (window.Reach / 2, window.Reach / 2) : (window.Reach, 0);
    }

    /// <summary>Where rows lie, in the window's unit; <c>null</c>: at their numbers. Times that go back count as the latest
    /// before.</summary>
    public static double[]? PlacesOf(StepAxis axis, FormulaWindow window)
    {
        if (window.Unit == FormulaUnit.Points) return null;

        var places = new double[axis.Count];
        if (!window.IsTime)
        {
            for (var i = 0; i < places.Length; i++) places[i] = axis.Steps[i];
            return places;
        }

        var latest = double.NegativeInfinity;
        for (var i = 0; i < places.Length; i++) places[i] = latest = Math.Max(latest, axis.Times![i]); // Read for it.
        return places;
    }

    /// <param name="from">Of the row before; the answer is not less.</param>
    public void Move(int row, int count, ref int from, ref int to)
    {
        var place = At(row);
        while (to < count && At(to) <= place + _ahead) to++;
        while (from < to && At(from) <= place - _back) from++;
    }

    double At(int row) => _places is null ? row : _places[row];
}
