namespace NeptuneAlt.Query.Formula.Evaluation;

/// <summary>The places that finite values of a stretch of rows have in their order, by a radix sort: comparing costs more, as the
/// processor guesses half of the results wrong. Equal values have ranks of their own.</summary>
sealed class RankedRows
{
    public const int None = -1;

    const int DigitBits = 11;
    const int Digits = 1 << DigitBits;
    const int Passes = (64 + DigitBits - 1) / DigitBits;

    readonly int[] _counts = new int[Passes * Digits];
    (ulong[] Keys, int[] Rows) _from = ([], []);
    (ulong[] Keys, int[] Rows) _to = ([], []);
    int[] _ranks = [];
    double[] _sorted = [];

    /// <summary>How many are finite.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a rank.</summary>
    public double this[int rank] => _sorted[rank];

    /// <summary><see cref="None"/> of a value that is not finite.</summary>
    public int RankOf(int row) => _ranks[row];

    public void Sort(ReadOnlySpan<double> values)
    {
        if (_ranks.Length < values.Length)
        {
            _from = (new ulong[values.Length], new int[values.Length]);
            _to = (new ulong[values.Length], new int[values.Length]);
            (_ranks, _sorted) = (new int[values.Length], new double[values.Length]);
        }

        Count = Take(values);
        for (var pass = 0; pass < Passes; pass++) Distribute(pass);

        var rows = _from.Rows;
        for (var rank = 0; rank < Count; rank++)
        {
            _ranks[rows[rank]] = rank;
            _sorted[rank] = values[rows[rank]];
        }
    }

    /// <returns>How many are finite.</returns>
    int Take(ReadOnlySpan<double> values)
    {
        Array.Clear(_counts);
        var ((keys, rows), count) = (_from, 0);
        for (var row = 0; row < values.Length; row++)
        {
            _ranks[row] = None;
            if (!double.IsFinite(values[row])) continue;

            var key = KeyOf(values[row]);
            (keys[count], rows[count]) = (key, row);
            count++;
            for (var pass = 0; pass < Passes; pass++) _counts[pass * Digits + DigitOf(key, pass)]++;
        }

        return count;
    }

    void Distribute(int pass)
    {
        var (keys, rows) = _from;
        var places = _counts.AsSpan(pass * Digits, Digits);
        // Values logged in single precision have the same last digits.
        if (Count == 0 || places[DigitOf(keys[0], pass)] == Count) return;

        var sum = 0;
        foreach (ref var place in places) (place, sum) = (sum, sum + place);
        var (sortedKeys, sortedRows) = _to;
        for (var i = 0; i < Count; i++)
        {
            var key = keys[i];
            var place = places[DigitOf(key, pass)]++;
            (sortedKeys[place], sortedRows[place]) = (key, rows[i]);
        }

        (_from, _to) = (_to, _from);
    }

    static int DigitOf(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & (Digits - 1);

    /// <summary>Keys are in the order of values; both zeros have one.</summary>
    static ulong KeyOf(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits < 0 ? ~bits : bits | long.MinValue);
    }
}
