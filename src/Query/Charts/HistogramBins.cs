namespace NeptuneAlt.Query.Charts;

/// <summary>
/// Common bins for histograms with different bins. A bin's content is assumed to be spread evenly over it, so sums are
/// preserved, and bins with equal edges are exact.
/// </summary>
public static class HistogramBins
{
    /// <summary>
    /// The edges of all histograms, if these are few enough. Else, of histograms with the same edges, every n-th of
    /// them; of others, bins of equal width, with bins to the infinities where some histogram has these.
    /// </summary>
    /// <param name="edges">Of each histogram, growing; at least two each.</param>
    /// <param name="binsMax">At least 1.</param>
    public static double[] Common(IEnumerable<double[]> edges, int binsMax)
    {
        double[]? first = null;
        var (areSame, low, high) = (true, double.PositiveInfinity, double.NegativeInfinity);
        var (finiteLow, finiteHigh) = (double.PositiveInfinity, double.NegativeInfinity);
        var union = new SortedSet<double>();
        foreach (var one in edges)
        {
            if (first is not null && one.AsSpan().SequenceEqual(first)) continue;

            areSame &= first is null;
            first ??= one;
            (low, high) = (Math.Min(low, one[0]), Math.Max(high, one[^1]));
            foreach (var edge in one)
            {
                if (union.Count <= binsMax + 1) union.Add(edge);
                if (double.IsFinite(edge)) (finiteLow, finiteHigh) = (Math.Min(finiteLow, edge), Math.Max(finiteHigh, edge));
            }
        }

        if (first is null) return [];
        if (union.Count <= binsMax + 1) return [.. union];
        if (areSame) return Thinned(first, binsMax);

        var ends = (low < finiteLow ? 1 : 0) + (high > finiteHigh ? 1 : 0);
        if (finiteLow >= finiteHigh || ends >= binsMax) return [low, high];

        var even = Even(finiteLow, finiteHigh, binsMax - ends);
        return [.. low < finiteLow ? (double[])[low] : [], .. even, .. high > finiteHigh ? (double[])[high] : []];
    }

    /// <summary>Adds what a histogram's bins hold to bins that cover them.</summary>
    /// <param name="mass">Of each of the histogram's bins.</param>
    public static void Add(double[] target, double[] targetEdges, double[] edges, IReadOnlyList<double> mass)
    {
        var bin = 0;
        for (var i = 0; i < mass.Count; i++)
        {
            var (from, to, held) = (edges[i], edges[i + 1], mass[i]);
            if (held == 0 || !double.IsFinite(held)) continue;

            if (double.IsInfinity(from)) target[0] += held;
            else if (double.IsInfinity(to)) target[^1] += held;
            else
            {
                while (bin < target.Length - 1 && targetEdges[bin + 1] <= from) bin++;
                for (var at = bin; at < target.Length && targetEdges[at] < to; at++)
                {
                    var part = Width(Math.Max(from, targetEdges[at]), Math.Min(to, targetEdges[at + 1]));
                    target[at] += held * (part / Width(from, to));
                }
            }
        }
    }

    /// <summary>Half of it, so that no width of finite edges is infinite.</summary>
    public static double Width(double from, double to) => (to / 2) - (from / 2);

    static double[] Thinned(double[] edges, int binsMax)
    {
        var every = (edges.Length - 1 + binsMax - 1) / binsMax;
        return [.. edges.Where((_, place) => place % every == 0 && place < edges.Length - 1), edges[^1]];
    }

    /// <summary>Bins of equal width.</summary>
    public static double[] Even(double low, double high, int bins)
    {
        var edges = new double[bins + 1];
        for (var i = 0; i < bins; i++) edges[i] = low + (2 * Width(low, high) / bins * i);
        edges[bins] = high;
        return edges;
    }
}
