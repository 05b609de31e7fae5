namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>How values of a window are put together. A struct, so that each fold is compiled for it: a call for each value through a
/// delegate would cost more than what it does.</summary>
/// <typeparam name="T">What becomes of the values; its default is what becomes of none, unless <see cref="None"/> says otherwise.</typeparam>
interface IFold<T>
    where T : struct
{
    static abstract T None { get; }

    static abstract T Of(double value);

    static abstract T Combine(T a, T b);

    /// <summary>What the function is then.</summary>
    static abstract double Result(T all);
}

/// <summary>
/// Combines the values of a window that moves on, in time that does not depend on its width, and without taking anything out of
/// a sum, which would leave rounding errors behind. The window is in two halves: of the first all ends are known, of the second
/// the whole; once the first is used up, the second takes its place.
/// </summary>
sealed class SlidingFold<T, TFold>(double[] values)
    where T : struct
    where TFold : struct, IFold<T>
{
    readonly T[] _ends = new T[values.Length];
    T _second = TFold.None;
    int _middle;
    int _to;

    public double Of(int from, int to)
    {
        if (from >= _middle)
        {
            // What was left behind between is not needed.
            var ends = TFold.None;
            for (var i = to - 1; i >= from; i--) _ends[i] = ends = TFold.Combine(Of(i), ends);
            (_middle, _to, _second) = (to, to, TFold.None);
        }

        for (; _to < to; _to++) _second = TFold.Combine(_second, Of(_to));
        return TFold.Result(from < _middle ? TFold.Combine(_ends[from], _second) : _second);
    }

    T Of(int row) => double.IsFinite(values[row]) ? TFold.Of(values[row]) : TFold.None;
}
