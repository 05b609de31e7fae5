using System.Globalization;
using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Unit.Query.Series;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>Random formulas over random worlds of forks, previews, NaN and infinities, beside the oracle.
/// <c>NEPTUNEALT_TEST_FORMULAS</c> says how many, <c>NEPTUNEALT_TEST_FORMULAS_SEED</c> where chance begins.</summary>
[Collection(EngineCollection.Name)]
public class FormulaPropertyTests(EngineFixture engine)
{
    const int PerWorld = 100;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [Fact]
    public async Task Are_what_their_definitions_say()
    {
        var seed = Setting("NEPTUNEALT_TEST_FORMULAS_SEED", 1);
        var worlds = Math.Max(1, Setting("NEPTUNEALT_TEST_FORMULAS", 200) / PerWorld);
        var points = 0L;
        for (var number = 0; number < worlds; number++) points += await WorldAsync(seed + number);
        Assert.True(points > worlds, "Nothing was compared.");
    }

    async Task<long> WorldAsync(int seed)
    {
        var random = new Random(seed);
        var shape = SeriesWorldGen.World.Generate(new PCG(1, (ulong)seed), null, out _);
        var folder = Directory.CreateTempSubdirectory("formulas-");
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, folder.FullName);
        await world.CreateAsync(
            shape.Runs, (run, path) => [.. shape.Points[(run * 3) + Array.IndexOf(world.Paths, path)].Select(Eighths)], Cancel);

        var texts = new FormulaTexts(random);
        var window = random.Next(3) > 0 ? new StepWindow(null, null) : new StepWindow(random.Next(0, 6), random.Next(8, 20));
        var scope = (LineageScope)random.Next(3);
        var withPreviews = random.Next(2) == 0;
        var baseline = random.Next(4) == 0 ? null : world.Runs[random.Next(world.Runs.Count)];
        FormulaTree[] trees = [.. Enumerable.Range(0, PerWorld).Select(_ => FormulaParser.Parse(texts.Next()))];
        FormulaLine[] lines = [.. trees.SelectMany(tree => world.Runs.Select(run => new FormulaLine(run, tree, null, scope, withPreviews)))];

        // Few points at a time: most families are computed by ranges of steps.
        var formulas = seed % 2 == 0 ? world.FormulasOf(batchPointsMax: 5) : world.Formulas;
        var bound = await formulas.BindAsync(lines, FormulaSetting.None with { Baseline = baseline }, window, Cancel);
        var compared = 0L;
        await foreach (var (place, result) in formulas.ReadAsync(bound, [.. Enumerable.Range(0, lines.Length)], true, Cancel))
        {
            var line = lines[place];
            var expected = new NaiveFormula(world, line.Y, scope, withPreviews, window, baseline, world.Runs).Of(line.Run);
            var difference = Difference(expected, result);
            Assert.True(difference is null, $"Seed {seed}, run {line.Run.RunId}, scope {scope}, previews {withPreviews}: {line.Y.Text}\n{difference}");
            compared += result.Rows + 1;
        }

        folder.Delete(recursive: true);
        return compared;
    }

    /// <summary>Sums of such values are exact in any order.</summary>
    static SeriesWorld.Point Eighths(SeriesWorld.Point point) =>
        double.IsFinite(point.Value) ? point with { Value = Math.Round(point.Value * 8) / 8 } : point;

    static string? Difference(Naive expected, FormulaResult found)
    {
        if (expected is Naive.Scalar scalar)
            return found.Scalar is not { } number ? $"expected {scalar.Value}, found none: {found.Why?.Message}"
                : IsAlike(scalar.Value, number) ? null : $"expected {scalar.Value:R}, found {number:R}";

        KeyValuePair<long, NaivePoint>[] points = expected is Naive.Series series ? [.. series.Points] : [];
        if (found.Scalar is { } level) return $"expected {points.Length} points, found {level}";
        if (points.Length != found.Rows) return $"expected {points.Length} points, found {found.Rows}: {found.Why?.Message}";

        for (var i = 0; i < points.Length; i++)
        {
            var (step, point) = points[i];
            var axis = found.Axis!; // It has rows.
            if (axis.Steps[i] != step) return $"expected step {step}, found {axis.Steps[i]}";
            if (axis.Times![i] != point.Time) return $"at step {step}: expected time {point.Time}, found {axis.Times[i]}";
            var completion = axis.Completion?[i] is { } ratio && ratio < StepAxis.Committed ? ratio : default(float?);
            if (completion != point.Completion) return $"at step {step}: expected completion {point.Completion}, found {completion}";
            if (!IsAlike(point.Value, found.Y[i])) return $"at step {step}: expected {point.Value:R}, found {found.Y[i]:R}";
        }

        return null;
    }

    static bool IsAlike(double expected, double found) => expected.Equals(found) || expected == found
        || Math.Abs(expected - found) <= 1e-6 * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(found)));
}
