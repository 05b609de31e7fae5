using CsCheck;

namespace NeptuneAlt.Unit.Query.Series;

/// <summary>Random shapes of <see cref="SeriesWorld"/>.</summary>
static class SeriesWorldGen
{
    static readonly Gen<double> Value = Gen.Frequency(
        (8, Gen.Double[-10, 10]),
        (1, Gen.OneOf(double.NaN, double.PositiveInfinity, double.NegativeInfinity)));

    /// <summary>Steps are few and coarse, so that series meet at them.</summary>
    static readonly Gen<SeriesWorld.Point[]> Points = Gen.Select(Gen.Int[0, 25], Gen.Int[0, 3]).SelectMany((count, previews) =>
        Gen.Select(Gen.Int[0, 40].HashSet[Math.Min(count, 30)], Value.Array[40], Gen.Float[0, 1].Array[40])
            .Select((steps, values, completion) => steps.Order().Select((step, place) => new SeriesWorld.Point(
                step * 500_000L, 2000 + (step * 10), values[place],
                place >= steps.Count - previews ? completion[place] : null)).ToArray()));

    public static readonly Gen<((int? Parent, long ForkStep, bool SameExperiment)[] Runs, SeriesWorld.Point[][] Points)> World =
        Gen.Int[1, 6].SelectMany(count => Gen.Select(
            Gen.Select(Gen.Int[-1, 5], Gen.Int[0, 40], Gen.Bool).Array[count], Points.Array[count * 3])
            .Select((runs, points) => (
                runs.Select((run, number) => (
                    run.Item1 >= 0 && number > 0 ? (int?)(run.Item1 % number) : null, run.Item2 * 500_000L, run.Item3)).ToArray(),
                points)));

    /// <summary>Each run a fork of the one before, more than twenty deep, half a step after its own fork or later.</summary>
    public static readonly Gen<((int? Parent, long ForkStep, bool SameExperiment)[] Runs, SeriesWorld.Point[][] Points)> Chain =
        Gen.Int[22, 26].SelectMany(count => Gen.Select(
            Gen.Select(Gen.Int[0, 1], Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false)))).Array[count],
            Points.Array[count * 3])
            .Select((runs, points) => (
                runs.Select((run, number) => (
                    number > 0 ? (int?)(number - 1) : null, (number + run.Item1) * 500_000L, run.Item2)).ToArray(),
                points)));
}
