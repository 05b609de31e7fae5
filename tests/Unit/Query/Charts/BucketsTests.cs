using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Series;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Charts;

[Collection(EngineCollection.Name)]
public class BucketsTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static readonly Gen<BucketView> Views = Gen.Select(
        Gen.Select(Gen.Double[0, 20], Gen.Double[0, 20]).Nullable(), Gen.Int[2, 12],
        Gen.OneOf(BucketAxis.Steps, BucketAxis.EpochMillis, BucketAxis.RelativeTime, BucketAxis.Custom), Gen.Int[0, 10].Nullable())
        .Select((range, count, axis, stepFrom) => new BucketView(
            range is var (a, b) ? Math.Min(a, b) : null, range is var (c, d) ? Math.Max(c, d) : null,
            new StepWindow(stepFrom, null), count, axis, axis == BucketAxis.Custom ? "${a} * 2" : null, false));

    static readonly string[] Formulas = ["${a}", "${b/c}", "${d \\$\\{x\\}}", "${a} - 2 * ${b/c}", "max(${a}, ${d \\$\\{x\\}}, 0)"];

    [Fact]
    public async Task Sum_up_what_a_naive_count_sums_up() => await Gen.Select(SeriesWorldGen.World, Views.Array[8], Gen.Bool)
        .SampleAsync(
            async (shape, views, withPreviews) =>
            {
                var folder = Directory.CreateTempSubdirectory("world-");
                using var store = await engine.NewDatabaseAsync();
                await using var world = new SeriesWorld(store, folder.FullName);
                await world.CreateAsync(
                    shape.Runs, (run, path) => shape.Points[(run * 3) + Array.IndexOf(world.Paths, path)], Cancel);

                var buckets = world.Buckets;
                BucketExpression[] expressions = [.. world.Runs.SelectMany(run => Formulas.SelectMany(formula =>
                    Enum.GetValues<LineageScope>().Select(scope => new BucketExpression(run, formula, scope, withPreviews))))];
                foreach (var view in views)
                {
                    var chart = await buckets.ReadAsync(expressions, view, Cancel);
                    var lines = expressions.Select(expression => NaiveBuckets.Line(world, expression, view)).ToArray();
                    var expected = NaiveBuckets.Chart(lines, view);
                    for (var i = 0; i < expressions.Length; i++)
                        Assert.Equal(expected[i], chart.Lines[i].Select(bucket => NaiveBuckets.Rounded(bucket)));
                }

                folder.Delete(recursive: true);
            },
            iter: 6, threads: 1);

    [Fact]
    public async Task Refuse_what_cannot_be_drawn()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        await world.CreateAsync([(null, 0, true)], (_, _) => [], Cancel);
        var buckets = world.Buckets;
        var view = new BucketView(null, null, default, 10, BucketAxis.Steps, null, false);
        BucketExpression Line(string y) => new(world.Runs[0], y, LineageScope.Full, false);

        await Assert.ThrowsAsync<FormulaException>(() => buckets.ReadAsync([Line("1 +")], view, Cancel));
        await Assert.ThrowsAsync<FormulaException>(() => buckets.ReadAsync([Line("1 + 2")], view, Cancel));
        await Assert.ThrowsAsync<BadQueryException>(
            () => buckets.ReadAsync([Line("${a}")], view with { From = 2, To = 1 }, Cancel));
        Assert.Empty((await buckets.ReadAsync([Line("${a}")], view, Cancel)).Lines[0]);
    }

    [Fact]
    public async Task Have_the_mean_of_values_whose_sum_is_beyond_the_range_of_doubles()
    {
        const double huge = 1.7e308;
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        SeriesWorld.Point[] points =
        [
            .. Enumerable.Range(1, 5000).Select(i => new SeriesWorld.Point(i * Step.MicrosPerStep, i, huge)),
            .. Enumerable.Range(5001, 5000).Select(i => new SeriesWorld.Point(i * Step.MicrosPerStep, i, 1e-300)),
        ];
        await world.CreateAsync([(null, 0, true)], (_, _) => points, Cancel);
        BucketExpression[] lines =
        [
            new(world.Runs[0], "${a}", LineageScope.Full, false), new(world.Runs[0], "${a} * 1", LineageScope.Full, false),
        ];
        var view = new BucketView(1, 10_001, default, 11, BucketAxis.Steps, null, false);
        var plain = await world.Buckets.ReadAsync(lines, view, Cancel);
        await world.BuildRollupsAsync(Cancel);
        foreach (var chart in new[] { plain, await world.Buckets.ReadAsync(lines, view with { IsSnapped = true, BucketsMax = 3 }, Cancel) })
            foreach (var bucket in chart.Lines.SelectMany(line => line))
                Assert.True(
                    bucket.Min != bucket.Max || Math.Abs(bucket.Mean / bucket.Max - 1) < 1e-12, $"{bucket}: {bucket.Mean}");
    }

    [Fact]
    public async Task Refuse_a_formula_whose_statement_would_grow_beyond_measure()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        await world.CreateAsync([(null, 0, true)], (_, _) => [new SeriesWorld.Point(1, 1, 1)], Cancel);
        var view = new BucketView(null, null, default, 10, BucketAxis.Steps, null, false);
        BucketExpression Line(string y) => new(world.Runs[0], y, LineageScope.Full, false);

        // Each of these names its left side twice: a hundred of them would take 2^100 characters.
        var nested = "${a}" + string.Concat(Enumerable.Repeat(" % 7", 100));
        await Assert.ThrowsAsync<BadQueryException>(() => world.Buckets.ReadAsync([Line(nested)], view, Cancel));
        var longest = "${a}" + string.Concat(Enumerable.Repeat(" + 1", FormulaParser.OperationsMax));
        var chart = await world.Buckets.ReadAsync([Line(longest)], view, Cancel);
        Assert.Equal(1 + FormulaParser.OperationsMax, chart.Lines[0][0].Sum.Value);
    }
}
