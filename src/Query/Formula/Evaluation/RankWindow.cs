using System.Numerics;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The finite values of a window in their order. The window only moves on.</summary>
interface IOrderedWindow
{
    int Count { get; }

    /// <summary>By its place in the order.</summary>
    double this[int place] { get; }

    /// <summary>To rows from one up to another that is not in it.</summary>
    void Move(int from, int to);
}

/// <summary>Counts by rank, in a tree of sums, so that a window of any width takes a few steps more for each value.</summary>
sealed class RankWindow : IOrderedWindow
{
    /// <summary>Of a row that is not finite.</summary>
    const int NoRank = 0;

    readonly double[] _sorted;
    readonly int[] _ranks;
    readonly int[] _counts;
    int _from;
    int _to;

    public RankWindow(double[] values)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => double.IsFinite(values[row]))];
        var keys = Array.ConvertAll(rows, row => values[row]);
        Array.Sort(keys, rows);
        _ranks = new int[values.Length];
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1]) keys[count++] = keys[i];
            _ranks[rows[i]] = count;
        }

        _sorted = keys[..count];
        _counts = new int[count + 1];
    }

    public int Count { get; private set; }

    public double this[int place]
    {
        get
        {
            var rank = 0;
            for (var reach = 1 << BitOperations.Log2((uint)_counts.Length); reach > 0; reach >>= 1)
            {
                if (rank + reach >= _counts.Length || _counts[rank + reach] > place) continue;

                rank += reach;
                place -= _counts[rank];
            }

            return _sorted[rank];
        }
    }

    public void Move(int from, int to)
    {
        for (; _to < to; _to++) Add(_ranks[_to], 1);
        for (; _from < from; _from++) Add(_ranks[_from], -1);
    }

    void Add(int rank, int change)
    {
        if (rank == NoRank) return;

        Count += change;
        for (var i = rank; i < _counts.Length; i += i & -i) _counts[i] += change;
    }
}
