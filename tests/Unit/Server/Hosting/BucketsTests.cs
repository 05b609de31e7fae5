using CsCheck;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

/// <summary>Histograms of other trackers become ones that the server takes.</summary>
public class BucketsTests
{
    static readonly Gen<double> Edge = Gen.Frequency((8, Gen.Double[-10, 10]), (1, Gen.Const(0.0)), (1, Gen.Const(1e300)), (1, Gen.Const(-1e300)));

    [Fact]
    public void Edges_grow_bins_are_few_and_no_value_is_lost_whatever_the_buckets()
    {
        Gen.Select(Edge.Array[1, 1500], Gen.Int[0, 1000].Array[1500]).Sample((edges, counts) =>
        {
            Array.Sort(edges);
            var buckets = Enumerable.Range(0, edges.Length - 1).Select(i => (edges[i], edges[i + 1], (double)counts[i])).ToList();
            var histogram = Buckets.Of(buckets);
            if (histogram is null) return buckets.Sum(bucket => bucket.Item3) == 0;

            return histogram.BinEdges.Zip(histogram.BinEdges.Skip(1)).All(pair => pair.First < pair.Second)
                && histogram.Counts.Values.Count is > 0 and <= 512
                && histogram.BinEdges.Count == histogram.Counts.Values.Count + 1
                && histogram.Counts.Values.Sum(count => (double)count) == buckets.Sum(bucket => bucket.Item3);
        });
    }

    [Fact]
    public void Values_that_are_all_one_get_a_bin_around_it()
    {
        var histogram = Buckets.Of([(3, 3, 0), (3, 3, 7)]);

        Assert.NotNull(histogram);
        Assert.Equal([2.5, 3.5], histogram.BinEdges);
        Assert.Equal([7UL], histogram.Counts.Values);
    }

    [Fact]
    public void Fractions_become_densities()
    {
        var histogram = Buckets.Of([(0, 2, 0.5), (2, 4, 1.5)]);

        Assert.NotNull(histogram);
        Assert.Equal([0.125, 0.375], histogram.Densities.Values);
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0, 1, -1)]
    [InlineData(0, 1, double.PositiveInfinity)]
    public void What_makes_no_sense_is_none(double left, double right, double count) =>
        Assert.Null(Buckets.Of([(left, right, count)]));
}
