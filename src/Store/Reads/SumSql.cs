using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>Sums of finite points in SQL. They are plain at first. Where one turns out to be beyond the range of doubles, which
/// nearly never happens, the statement is made again with all of them large; see <see cref="FiniteSum"/>.</summary>
static class SumSql
{
    /// <param name="condition">Which rows count; <c>null</c>: all.</param>
    public static string Of(string value, bool isLarge, string? condition = null)
    {
        var units = isLarge ? $"{value} / {FiniteSum.LargeUnitSql}" : value;
        return condition is null ? $"sum({units})" : $"sumIf({units}, {condition})";
    }

    /// <summary>The sum of squared deviations from the mean.</summary>
    /// <param name="condition">Which rows count; <c>null</c>: all.</param>
    public static string DeviationsOf(string value, string? condition = null) => condition is null
        ? $"varPopStable({value}) * count()"
        : $"varPopStableIf({value}, {condition}) * countIf({condition})";

    /// <summary>The same as it came: what is beyond the range of doubles may have come as NaN.</summary>
    public static double Deviations(double squares) => double.IsNaN(squares) ? double.PositiveInfinity : Math.Max(0, squares);

    /// <summary>Whether the statement has to be made again.</summary>
    public static bool HasOverflow(IReadOnlyList<Bucket> buckets) =>
        buckets.Any(bucket => bucket.Finite > 0 && !double.IsFinite(bucket.Sum.Units));

    /// <summary>The buckets with large sums, but for those whose plain sum is in range: small values are lost in large units.
    /// </summary>
    public static Bucket[] Joined(IReadOnlyList<Bucket> plain, IReadOnlyList<Bucket> large)
    {
        var known = new Dictionary<(int, long, long, long), FiniteSum>();
        foreach (var bucket in plain)
            if (bucket.Finite > 0 && double.IsFinite(bucket.Sum.Units)) known[KeyOf(bucket)] = bucket.Sum;
        return [.. large.Select(bucket => known.TryGetValue(KeyOf(bucket), out var sum) ? bucket with { Sum = sum } : bucket)];

        static (int, long, long, long) KeyOf(in Bucket bucket) => (bucket.Line, bucket.Index, bucket.FirstStep, bucket.Finite);
    }
}
