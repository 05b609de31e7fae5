namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>
/// Combines the values of a window that moves on, in time that does not depend on its width, and without taking anything out of
/// a sum, which would leave rounding errors behind. The window is in two halves: of the first all ends are known, of the second
/// the whole; once the first is used up, the second takes its place.
/// </summary>
sealed class SlidingFold<T>(double[] values, Func<double, T> of, Func<T, T, T> combine, T none)
    where T : struct
{
    readonly T[] _ends = new T[values.Length];
    T _second;
    int _middle;
    int _to;

    public T Fold(int from, int to)
    {
        if (from >= _middle)
        {
            // What was left behind between is not needed.
            var ends = none;
            for (var i = to - 1; i >= from; i--) _ends[i] = ends = combine(Of(i), ends);
            (_middle, _to, _second) = (to, to, none);
        }

        for (; _to < to; _to++) _second = combine(_second, Of(_to));
        return from < _middle ? combine(_ends[from], _second) : _second;
    }

    T Of(int row) => double.IsFinite(values[row]) ? of(values[row]) : none;
}
