using System.Numerics;

namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>
/// A set of ranks, a bit each, that knows one place in its order and goes from there to those near it: a window that moves on by a
/// row moves its median by one rank at most. A bit of each level above says whether a word of the level below has any.
/// </summary>
sealed class RankSet
{
    /// <summary>A word has 64 bits.</summary>
    const int Shift = 6;

    readonly ulong[][] _levels;
    int _at;
    int _below;

    /// <param name="ranks">How many there may be, from 0.</param>
    public RankSet(int ranks)
    {
        var levels = new List<ulong[]>();
        do
        {
            ranks = Math.Max(1, (ranks + (1 << Shift) - 1) >> Shift);
            levels.Add(new ulong[ranks]);
        }
        while (ranks > 1);

        _levels = [.. levels];
    }

    public int Count { get; private set; }

    /// <param name="rank">Not in it.</param>
    public void Add(int rank)
    {
        Count++;
        _below += rank < _at ? 1 : 0;
        foreach (var level in _levels)
        {
            ref var word = ref level[rank >> Shift];
            var before = word;
            word |= 1UL << rank;
            if (before != 0) return;

            rank >>= Shift;
        }
    }

    /// <param name="rank">In it.</param>
    public void Remove(int rank)
    {
        Count--;
        _below -= rank < _at ? 1 : 0;
        foreach (var level in _levels)
        {
            ref var word = ref level[rank >> Shift];
            word &= ~(1UL << rank);
            if (word != 0) return;

            rank >>= Shift;
        }
    }

    /// <summary>The rank at a place in the order.</summary>
    public int At(int place)
    {
        for (; _below > place; _below--) _at = Before(_at);
        _at = From(_at);
        for (; _below < place; _below++) _at = From(_at + 1);
        return _at;
    }

    /// <summary>The least that is not below; there is one.</summary>
    int From(int rank)
    {
        var level = 0;
        while (true)
        {
            var words = _levels[level];
            if (rank >> Shift < words.Length && words[rank >> Shift] >> rank is var bits and not 0)
            {
                rank += BitOperations.TrailingZeroCount(bits);
                break;
            }

            rank = (rank >> Shift) + 1;
            level++;
        }

        while (level-- > 0) rank = (rank << Shift) + BitOperations.TrailingZeroCount(_levels[level][rank]);
        return rank;
    }

    /// <summary>The greatest below; there is one.</summary>
    int Before(int rank)
    {
        var level = 0;
        while (true)
        {
            var (word, bit) = (rank >> Shift, rank & ((1 << Shift) - 1));
            if (bit > 0 && _levels[level][word] << -bit is var bits and not 0)
            {
                rank -= 1 + BitOperations.LeadingZeroCount(bits);
                break;
            }

            rank = word;
            level++;
        }

        while (level-- > 0) rank = (rank << Shift) + (1 << Shift) - 1 - BitOperations.LeadingZeroCount(_levels[level][rank]);
        return rank;
    }
}
