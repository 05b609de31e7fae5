using System.Numerics;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The finite values of a window in their order: counts by rank, in a tree of sums, so that a window of any width takes
/// a few steps more for each value.</summary>
sealed class RankWindow
{
    readonly double[] _values;
    readonly double[] _sorted;
    readonly int[] _counts;
    int _from;
    int _to;
    int _count;

    public RankWindow(double[] values)
    {
        _values = values;
        _sorted = [.. values.Where(double.IsFinite).Distinct().Order()];
        _counts = new int[_sorted.Length + 1];
    }

    /// <summary>A quantile of the rows of a window, which only moves on; NaN if it has none.</summary>
    public double Quantile(double q, int from, int to)
    {
        for (; _to < to; _to++) Add(_values[_to], 1);
        for (; _from < from; _from++) Add(_values[_from], -1);
        if (_count == 0 || !(q >= 0 && q <= 1)) return double.NaN;

        var place = q * (_count - 1);
        var low = (int)place;
        return Statistics.Between(At(low), At(Math.Min(low + 1, _count - 1)), place - low);
    }

    void Add(double value, int change)
    {
        if (!double.IsFinite(value)) return;

        _count += change;
        for (var i = Array.BinarySearch(_sorted, value) + 1; i < _counts.Length; i += i & -i) _counts[i] += change;
    }

    double At(int rank)
    {
        var place = 0;
        for (var reach = 1 << BitOperations.Log2((uint)_counts.Length); reach > 0; reach >>= 1)
        {
            if (place + reach >= _counts.Length || _counts[place + reach] > rank) continue;

            place += reach;
            rank -= _counts[place];
        }

        return _sorted[place];
    }
}
