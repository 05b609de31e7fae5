using CsCheck;
using NeptuneAlt.Query.Charts;
using Xunit;

namespace NeptuneAlt.Unit.Query.Charts;

public class HistogramBinsTests
{
    static readonly Gen<double[]> Edges = Gen.Double[-1000, 1000].Array[2, 40]
        .Select(edges => edges.Distinct().Order().ToArray()).Where(edges => edges.Length >= 2);

    static readonly Gen<(double[] Edges, double[] Mass)> Histogram =
        from edges in Edges
        from mass in Gen.Double[0, 100].Array[edges.Length - 1]
        from ends in Gen.Int[0, 3]
        select (
            (double[])
            [
                ends % 2 == 1 ? double.NegativeInfinity : edges[0], .. edges[1..^1],
                ends > 1 ? double.PositiveInfinity : edges[^1],
            ],
            mass);

    [Fact]
    public void Never_loses_what_bins_hold() => (
        from histograms in Histogram.Array[1, 5]
        from binsMax in Gen.Int[1, 60]
        select (histograms, binsMax)).Sample(one =>
        {
            var edges = HistogramBins.Common(one.histograms.Select(histogram => histogram.Edges), one.binsMax);
            var target = new double[edges.Length - 1];
            foreach (var (from, mass) in one.histograms) HistogramBins.Add(target, edges, from, mass);

            Assert.InRange(target.Length, 1, one.binsMax);
            Assert.Equal(edges.Order().Distinct(), edges);
            Assert.Equal(one.histograms.Sum(histogram => histogram.Mass.Sum()), target.Sum(), 1e-6);
        });

    [Fact]
    public void Keeps_bins_that_agree_exactly() => Histogram.Sample(histogram =>
    {
        var edges = HistogramBins.Common([histogram.Edges, histogram.Edges], 60);
        var target = new double[edges.Length - 1];
        HistogramBins.Add(target, edges, histogram.Edges, histogram.Mass);

        Assert.Equal(histogram.Edges, edges);
        Assert.Equal(histogram.Mass, target);
    });

    [Fact]
    public void Joins_neighbors_where_bins_that_agree_are_too_many()
    {
        double[] edges = [0, 1, 2, 3, 4, 5];
        var common = HistogramBins.Common([edges, edges], 2);
        var target = new double[2];
        HistogramBins.Add(target, common, edges, [1, 2, 4, 8, 16]);

        Assert.Equal([0, 3, 5], common);
        Assert.Equal([7, 24], target);
    }

    [Fact]
    public void Spreads_a_bin_over_those_that_cut_it()
    {
        var common = HistogramBins.Common([[0, 4], [1, 2]], 10);
        var target = new double[3];
        HistogramBins.Add(target, common, [0, 4], [8]);

        Assert.Equal([0, 1, 2, 4], common);
        Assert.Equal([2, 2, 4], target);
    }

    [Fact]
    public void Makes_bins_of_equal_width_where_edges_differ_too_much() =>
        Assert.Equal(
            [double.NegativeInfinity, 0, 5, 10],
            HistogramBins.Common([[double.NegativeInfinity, 1, 2.5, 10], [0, 3, 7, 9]], 3));
}
