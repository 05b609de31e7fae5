namespace NeptuneAlt.Server.Api.Dashboards;

/// <summary>
/// The order of texts in which <c>layer 2</c> comes before <c>layer 10</c>: numbers in them by size, the rest by character.
/// .NET's own <c>CompareOptions.NumericOrdering</c> takes a culture; the server runs without any, where it has no effect.
/// </summary>
sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);

        var (i, j) = (0, 0);
        while (i < x.Length && j < y.Length)
        {
            var one = Digits(x, i);
            var other = Digits(y, j);
            var order = one.Length > 0 && other.Length > 0 ? Numbers(one, other) : x[i].CompareTo(y[j]);
            if (order != 0) return order;

            i += Math.Max(one.Length, 1);
            j += Math.Max(other.Length, 1);
        }

        // 1 and 01 are the same number, and yet not the same text.
        return (x.Length - i).CompareTo(y.Length - j) is var rest and not 0 ? rest : string.CompareOrdinal(x, y);
    }

    static ReadOnlySpan<char> Digits(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return text.AsSpan(at, end - at);
    }

    static int Numbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var a = one.TrimStart('0');
        var b = other.TrimStart('0');
        return a.Length.CompareTo(b.Length) is var order and not 0 ? order : a.SequenceCompareTo(b);
    }
}
