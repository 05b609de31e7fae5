using CsCheck;
using NeptuneAlt.Query.Formula.Evaluation;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

public class RankWindowTests
{
    static readonly Gen<double> Value = Gen.OneOf(
        Gen.Int[-5, 5].Select(whole => (double)whole), Gen.Double[-1e9, 1e9], Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity));

    /// <summary>Windows of any width, which jump now and then; with stretches so short that many are begun.</summary>
    [Fact]
    public void Has_the_finite_values_of_the_rows_in_their_order() => Gen.Select(
        Value.Array[0, 300], Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60], Gen.Double[0, 1]).Array[1, 60], Gen.Int[1, 100])
        .Sample((values, moves, stretch) =>
        {
            var window = new RankWindow(values, stretch);
            var (from, to) = (0, 0);
            foreach (var (more, width, share) in moves)
            {
                from = Math.Min(from + (more > 55 ? 2 * more : more / 6), values.Length);
                to = Math.Min(Math.Max(to, from + width), values.Length);
                double[] expected = [.. values[from..to].Where(double.IsFinite).Order()];
                window.Move(from, to);
                Assert.Equal(expected.Length, window.Count);
                // One place, as of a quantile, and all of them from the end, so that the next is far away.
                if (expected.Length > 0) Assert.Equal(expected[(int)(share * (expected.Length - 1))], window[(int)(share * (expected.Length - 1))]);
                Assert.Equal(expected.Reverse(), Enumerable.Range(1, window.Count).Select(back => window[window.Count - back]));
            }
        });

    /// <summary>The few rows of a window that was wide before lie far apart in its order.</summary>
    [Fact]
    public void Finds_values_whose_ranks_lie_far_apart()
    {
        double[] values = [.. Enumerable.Range(0, 300_000).Select(row => (double)(row * 7919L % 300_007))];
        var window = new RankWindow(values);
        window.Move(0, 200_000);
        Assert.Equal(values[..200_000].Order().ElementAt(100_000), window[100_000]);
        foreach (var from in (int[])[100_000, 199_990, 250_000, 299_998])
        {
            var to = Math.Min(Math.Max(200_000, from + 3), values.Length);
            window.Move(from, to);
            Assert.Equal(values[from..to].Order(), Enumerable.Range(0, window.Count).Select(place => window[place]));
        }
    }
}
