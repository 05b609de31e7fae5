using NeptuneAlt.Model;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

/// <summary>Histograms of others as the server takes them: edges that grow, and at most so many bins.</summary>
static class Buckets
{
    /// <param name="buckets">In order; left edge, right edge and count of each.</param>
    /// <returns><c>null</c> if they are no histogram.</returns>
    public static Histogram? Of(IEnumerable<(double Left, double Right, double Count)> buckets)
    {
        var edges = new List<double>();
        var counts = new List<double>();
        var waiting = 0.0; // of buckets without a width
        double? only = null;
        foreach (var (left, right, count) in buckets)
        {
            if (double.IsNaN(left) || double.IsNaN(right) || !double.IsFinite(count) || count < 0) return null;
            if (right <= left || edges.Count > 0 && right <= edges[^1])
            {
                if (counts.Count > 0) counts[^1] += count;
                else waiting += count;
                if (count > 0) only ??= left;
                continue;
            }

            if (edges.Count == 0) edges.Add(left);
            else if (left > edges[^1])
            {
                edges.Add(left);
                counts.Add(0);
            }

            edges.Add(right);
            counts.Add(count + waiting);
            waiting = 0;
        }

        if (counts.Count == 0 && only is { } value && double.IsFinite(value)) (edges, counts) = Point(value, waiting);
        if (counts.Count == 0) return null;
        Trim(edges, counts);
        while (counts.Count > Limits.HistogramBinsMax) Halve(edges, counts);
        var histogram = new Histogram { BinEdges = { edges } };
        if (counts.All(count => count < 1L << 53 && count == Math.Floor(count)))
            histogram.Counts = new Histogram.Types.Counts { Values = { counts.Select(count => (ulong)count) } };
        else
            histogram.Densities = new Histogram.Types.Densities { Values = { Densities(edges, counts) } };
        return histogram;
    }

    /// <summary>All values are one: a bin around it.</summary>
    static (List<double> Edges, List<double> Counts) Point(double value, double count)
    {
        var (low, high) = (value - 0.5, value + 0.5);
        return low < value && value < high
            ? ([low, high], [count])
            : ([Math.BitDecrement(value), Math.BitIncrement(value)], [count]);
    }

    /// <summary>Bins without a value at both ends say nothing.</summary>
    static void Trim(List<double> edges, List<double> counts)
    {
        while (counts.Count > 1 && counts[^1] == 0)
        {
            counts.RemoveAt(counts.Count - 1);
            edges.RemoveAt(edges.Count - 1);
        }

        var first = Math.Max(0, Math.Min(counts.FindIndex(count => count != 0), counts.Count - 1));
        counts.RemoveRange(0, first);
        edges.RemoveRange(0, first);
    }

    /// <summary>Joins each two neighbors.</summary>
    static void Halve(List<double> edges, List<double> counts)
    {
        var (fewer, joined) = (new List<double>(), new List<double>());
        for (var i = 0; i < counts.Count; i += 2)
        {
            fewer.Add(edges[i]);
            joined.Add(counts[i] + (i + 1 < counts.Count ? counts[i + 1] : 0));
        }

        fewer.Add(edges[^1]);
        edges.Clear();
        edges.AddRange(fewer);
        counts.Clear();
        counts.AddRange(joined);
    }

    static IEnumerable<double> Densities(List<double> edges, List<double> counts)
    {
        var sum = counts.Sum();
        return sum == 0 ? counts : counts.Select((count, i) => count / sum / (edges[i + 1] - edges[i]));
    }
}
