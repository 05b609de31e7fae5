using System.Numerics;
using CsCheck;
using NeptuneAlt.Ingest.Runs;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Runs;

public class SeriesSummaryTests
{
    const double Huge = 1.7e308;

    /// <summary>Where sums overflow, cancel, underflow, or differ in the last bit.</summary>
    static readonly Gen<double> Values = Gen.OneOf(
        Gen.OneOf(Huge, -Huge, double.MaxValue, -double.MaxValue, double.Epsilon, -double.Epsilon, 0, -0.0),
        Gen.Double[-1, 1], Gen.Double[-1e300, 1e300], Gen.Double[-1e-310, 1e-310],
        Gen.Int[0, 3].Select(bits => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(0.1) + (ulong)bits)));

    [Fact]
    public void Means_lie_between_the_least_and_the_greatest_value_and_variances_are_never_negative() =>
        Values.List[1, 40].Sample(values =>
        {
            var summary = Of(values);
            Check(summary, values);
            for (var cut = 0; cut <= values.Count; cut += 7)
            {
                var joined = Of(values.Take(cut));
                joined.Append(Of(values.Skip(cut)));
                Check(joined, values);
            }
        }, iter: 3000);

    [Fact]
    public void Huge_values_have_their_mean()
    {
        var two = Of([Huge, Huge]);
        Assert.Equal((Huge, 0.0, true), (two.Mean, two.SquaredDeviations, two.IsTotalLarge));
        var both = Of([Huge, Huge, -Huge, -Huge]);
        Assert.Equal((0.0, double.PositiveInfinity), (both.Mean, both.SquaredDeviations));
        Assert.Equal(double.MaxValue, Of(Enumerable.Repeat(double.MaxValue, 1000)).Mean);
    }

    [Fact]
    public void Neighbors_have_no_negative_variance() => Gen.Select(Gen.Double[-1e6, 1e6], Gen.Int[0, 1].List[2, 50]).Sample((start, bits) =>
        Of(bits.Select(bit => bit == 0 ? start : Math.BitIncrement(start))).SquaredDeviations >= 0, iter: 20_000);

    static SeriesSummary Of(IEnumerable<double> values)
    {
        var summary = default(SeriesSummary);
        foreach (var value in values) summary.Add(value);
        return summary;
    }

    static void Check(in SeriesSummary summary, IReadOnlyList<double> values)
    {
        var exact = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Scaled(value));
        var scale = values.Max(Math.Abs);
        // Against the exact sum, in units of the greatest value: a sum of n values is off by at most n roundings.
        const long digits = 1_000_000_000_000_000;
        if (scale > 1e-300)
            Assert.Equal((double)(exact * digits / values.Count / Scaled(scale)) / digits, summary.Mean / scale, 1e-9);
        Assert.InRange(summary.Mean, values.Min() - (scale * 1e-12), values.Max() + (scale * 1e-12));
        Assert.True(summary.SquaredDeviations >= 0, $"{summary.SquaredDeviations}");
    }

    /// <summary>A double by its least unit, exactly.</summary>
    static BigInteger Scaled(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> 52 & 0x7ff);
        var fraction = new BigInteger(bits & 0xf_ffff_ffff_ffff | (exponent == 0 ? 0 : 1UL << 52)) << Math.Max(0, exponent - 1);
        return value < 0 ? -fraction : fraction;
    }
}
