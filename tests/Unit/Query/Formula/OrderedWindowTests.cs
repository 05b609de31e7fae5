using CsCheck;
using NeptuneAlt.Query.Formula.Evaluation;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

public class OrderedWindowTests
{
    static readonly Gen<double> Value = Gen.OneOf(
        Gen.Int[-5, 5].Select(whole => (double)whole), Gen.Double[-1e9, 1e9], Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity));

    [Fact]
    public void Have_the_finite_values_of_the_rows_in_their_order() => Gen.Select(
        Value.Array[0, 300], Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Array[1, 60]).Sample((values, moves) =>
    {
        IOrderedWindow[] windows = [new SortedWindow(values), new RankWindow(values)];
        var (from, to) = (0, 0);
        foreach (var (more, width) in moves)
        {
            from = Math.Min(from + more / 6, values.Length);
            to = Math.Min(Math.Max(to, from + width), values.Length);
            double[] expected = [.. values[from..to].Where(double.IsFinite).Order()];
            foreach (var window in windows)
            {
                window.Move(from, to);
                Assert.Equal(expected, Enumerable.Range(0, window.Count).Select(place => window[place]));
            }
        }
    });
}
