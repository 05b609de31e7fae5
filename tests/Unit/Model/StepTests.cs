using System.Globalization;
using CsCheck;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Model;

public class StepTests
{
    /// <summary>From here on, doubles lie further apart than micro-steps.</summary>
    const long SharedMin = (1L << 33) * Step.MicrosPerStep;

    static readonly Gen<long> Micros = Gen.OneOf(
        Gen.Long[0, 1000], Gen.Long[0, Step.MicrosMax - 1],
        Gen.Long[0, (Step.MicrosMax / Step.MicrosPerStep) - 1].Select(whole => whole * Step.MicrosPerStep),
        Gen.Select(Gen.Int[0, 59], Gen.Long[-2, 2], (power, off) => Math.Max(0, (1L << power) + off)),
        Gen.Select(Gen.Int[0, 39], Gen.Long[-70, 70],
            (power, off) => Math.Max(0, ((1L << power) * Step.MicrosPerStep) + off)));

    [Fact]
    public void Reads_as_the_double_nearest_to_the_decimal_number() => Micros.Sample(micros =>
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{micros / Step.MicrosPerStep}.{micros % Step.MicrosPerStep:d6}");
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), new Step(micros).ToDouble());
    }, iter: 20_000);

    [Fact]
    public void Survives_the_way_to_a_double_and_back() => Micros.Where(micros => micros < SharedMin)
        .Sample(micros => Step.FromDouble(new Step(micros).ToDouble()).Micros == micros, iter: 20_000);

    [Fact]
    public void Whole_steps_survive_at_any_size() => Gen.Long[0, 999_999_999_999].Sample(whole =>
        Step.FromDouble(whole).Micros == whole * Step.MicrosPerStep
        && new Step(whole * Step.MicrosPerStep).ToDouble() == whole, iter: 20_000);

    [Fact]
    public void What_a_double_reads_as_is_selected_by_it_and_nothing_else() => Micros.Sample(micros =>
    {
        var number = new Step(micros).ToDouble();
        var (first, last) = (Step.FirstAt(number), Step.LastAt(number));
        Assert.InRange(micros, first.Micros, last.Micros);
        Assert.Equal(number, first.ToDouble());
        Assert.Equal(number, last.ToDouble());
        Assert.True(new Step(first.Micros - 1).ToDouble() < number);
        Assert.True(new Step(last.Micros + 1).ToDouble() > number);
    }, iter: 20_000);

    [Fact]
    public void What_a_client_makes_of_a_float_reads_as_that_float() => Gen.Double[0, 999_999_999_999].Sample(step =>
    {
        // The clients keep six decimals: above 2^34 doubles have no more.
        var number = step < 1L << 34 ? Math.Round(step) : step;
        var whole = (long)number;
        var micros = (whole * Step.MicrosPerStep) + (long)((number - whole) * Step.MicrosPerStep);
        Assert.Equal(number, new Step(micros).ToDouble());
        Assert.InRange(micros, Step.FirstAt(number).Micros, Step.LastAt(number).Micros);
    }, iter: 20_000);

    [Theory]
    [InlineData(576_523_608_815, 576_523_608_815_000_000)]
    [InlineData(999_999_999_999, 999_999_999_999_000_000)]
    [InlineData(0.1, 100_000)]
    [InlineData(0.30000000000000004, 300_000)]
    [InlineData(1e12, Step.MicrosMax)]
    [InlineData(double.PositiveInfinity, Step.MicrosMax)]
    [InlineData(double.NegativeInfinity, -Step.MicrosMax)]
    [InlineData(-0.5, -500_000)]
    [InlineData(double.NaN, 0)]
    public void Takes_the_nearest_step(double value, long micros) => Assert.Equal(micros, Step.FromDouble(value).Micros);
}
