using System.Numerics;
using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Rollups;
using Xunit;

namespace NeptuneAlt.Unit.Store.Rollups;

public class RollupTests
{
    static readonly Gen<double> Wave = Gen.Double[-1, 1];

    /// <summary>Values are whole numbers of units, so that their deviation can be told exactly.</summary>
    [Fact]
    public void Keep_the_deviation_of_a_small_wave_on_a_large_level() => Gen.Select(
        Gen.Long[-1L << 50, 1L << 50], Gen.OneOf(Gen.Const(1 << 20), Gen.Const(1 << 10)), Wave.Array[2, 600], Gen.Int[1, 64]).Sample((level, width, wave, size) =>
    {
        const double unit = 1.0 / (1 << 20);
        BigInteger[] units = [.. wave.Select(part => new BigInteger(level + (long)(part * width)))];
        var all = Joined([.. units.Select(one => (double)one * unit)], size);

        var sum = units.Aggregate(BigInteger.Zero, (a, b) => a + b);
        var squares = (units.Aggregate(BigInteger.Zero, (a, b) => a + (b * b)) * units.Length) - (sum * sum);
        var expected = (double)squares / units.Length * unit * unit;
        // Parts are put together by their means, each of which is a sum of doubles by a count.
        var off = 1e-14 * Math.Abs(level * unit);
        var most = (1e-12 * expected) + (units.Length * off * ((width * unit) + off));
        Assert.InRange(all.SquaredDeviations, expected - most, expected + most);
    });

    [Fact]
    public void Keep_four_digits_of_a_deviation_a_millionth_of_a_millionth_of_the_level()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 64 * Rollup.CoarsePoints).Select(_ => 1e9 + ((random.NextDouble() - 0.5) * 2e-3)).ToArray();
        var all = Joined(values, Rollup.FinePoints);

        // Next to the level, differences are exact.
        var mean = values.Sum(value => value - 1e9) / values.Length;
        var expected = values.Sum(value => Math.Pow(value - 1e9 - mean, 2));
        Assert.InRange(Math.Sqrt(all.SquaredDeviations / expected), 1 - 1e-4, 1 + 1e-4);
    }

    [Fact]
    public void Have_deviations_of_finite_values_alone() => Gen.OneOf(
        Wave, Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity)).Array[0, 200].Select(Gen.Int[1, 32])
        .Sample((values, size) =>
        {
            double[] finite = [.. values.Where(double.IsFinite)];
            var all = Joined(values, size);
            Assert.Equal(finite.Length, all.Finite);
            Assert.True(all.HasDeviations);
            if (finite.Length > 0)
                Assert.Equal(finite.Sum(value => Math.Pow(value - finite.Average(), 2)), all.SquaredDeviations, 9);
        });

    [Fact]
    public void Do_not_know_deviations_that_a_part_does_not_know()
    {
        var measured = Joined([1, 2, 3], 3);
        var other = default(Rollup);
        other.Add(10, 10, 4);
        Assert.False(other.HasDeviations);
        measured.Append(other);
        Assert.False(measured.HasDeviations);
    }

    [Fact]
    public void Have_an_infinite_deviation_beyond_the_range_of_doubles() =>
        Assert.Equal(double.PositiveInfinity, Joined([1.7e308, -1.7e308, 1, 2], 2).SquaredDeviations);

    /// <summary>The rollup of rollups of so many values each.</summary>
    static Rollup Joined(double[] values, int size)
    {
        var (all, step) = (default(Rollup), 0L);
        foreach (var part in values.Chunk(size))
        {
            var rollup = default(Rollup);
            foreach (var value in part) rollup.Add(step, step++, value);
            rollup.Measure(part);
            all.Append(rollup);
        }

        return all;
    }
}
