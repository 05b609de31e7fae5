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

    static readonly string[] Formulas = ["${a}", "${b/c}", "${d \\$\\{x\\}}", "1 - ${a} * -3", "2 * (${k/lr} * ${a}) - ${k/lr} / 4", "${a} - 2 * ${b/c}", "max(${a}, ${d \\$\\{x\\}}, 0)", "${a} - hold(${b/c})"];

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
                    var lines = expressions.Select(expression => NaiveBuckets.Line(world, expression, view)).ToArray();
                    var expected = NaiveBuckets.Chart(lines, view);
                    // At the second look, lines without previews are known.
                    for (var look = 0; look < 2; look++)
                    {
                        var chart = await buckets.ReadAsync(
                            expressions, view with { WithDeviations = look > 0 }, FormulaSetting.None, Cancel);
                        for (var i = 0; i < expressions.Length; i++)
                        {
                            Assert.Equal(expected[i], chart.Lines[i].Select(bucket => NaiveBuckets.Rounded(bucket)));
                            if (look > 0) CheckDeviations(lines[i], chart.Lines[i], chart.Grid);
                        }
                    }
                }

                folder.Delete(recursive: true);
            },
            iter: 3, threads: 1);

    static void CheckDeviations(
        (double X, double Y, float? Completion)[] line, IReadOnlyList<Bucket> buckets, BucketGrid grid)
    {
        foreach (var bucket in buckets.Where(bucket => bucket.Finite > 0))
        {
            double[] finite = [.. line.Where(point => double.IsFinite(point.Y) && !grid.Excludes(point.X) && grid.IndexOf(point.X) == bucket.Index)
                .Select(point => point.Y)];
            Assert.Equal(NaiveBuckets.Variance(finite), bucket.Std * bucket.Std, 6);
        }
    }

    [Fact]
    public async Task Refuse_what_cannot_be_drawn()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        await world.CreateAsync([(null, 0, true)], (_, _) => [], Cancel);
        var buckets = world.Buckets;
        var view = new BucketView(null, null, default, 10, BucketAxis.Steps, null, false);
        BucketExpression Line(string y) => new(world.Runs[0], y, LineageScope.Full, false);

        await Assert.ThrowsAsync<FormulaException>(() => buckets.ReadAsync([Line("1 +")], view, FormulaSetting.None, Cancel));
        await Assert.ThrowsAsync<FormulaException>(() => buckets.ReadAsync([Line("step")], view, FormulaSetting.None, Cancel));
        await Assert.ThrowsAsync<BadQueryException>(
            () => buckets.ReadAsync([Line("${a}")], view with { From = 2, To = 1 }, FormulaSetting.None, Cancel));
        Assert.Empty((await buckets.ReadAsync([Line("${a}")], view, FormulaSetting.None, Cancel)).Lines[0]);
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
        var plain = await world.Buckets.ReadAsync(lines, view, FormulaSetting.None, Cancel);
        await world.BuildRollupsAsync(Cancel);
        foreach (var chart in new[] { plain, await world.Buckets.ReadAsync(lines, view with { IsSnapped = true, BucketsMax = 3 }, FormulaSetting.None, Cancel) })
            foreach (var bucket in chart.Lines.SelectMany(line => line))
                Assert.True(
                    bucket.Min != bucket.Max || Math.Abs(bucket.Mean / bucket.Max - 1) < 1e-12, $"{bucket}: {bucket.Mean}");
    }

    [Fact]
    public async Task Count_what_scaling_takes_beyond_the_range_of_doubles()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        double[] values = [1, 1e300, -1e300, double.NegativeInfinity, double.NaN];
        SeriesWorld.Point[] points = [.. values.Select((value, i) => new SeriesWorld.Point(i * Step.MicrosPerStep, i, value))];
        await world.CreateAsync([(null, 0, true)], (_, _) => points, Cancel);
        var view = new BucketView(0, 100, default, 2, BucketAxis.Steps, null, false);

        var chart = await world.Buckets.ReadAsync(
            [new BucketExpression(world.Runs[0], "-${a} * 1e10", LineageScope.Full, false)], view, FormulaSetting.None, Cancel);
        Assert.Equal((1, 2, 1, 1), (
            chart.Lines[0].Sum(bucket => bucket.Finite), chart.Lines[0].Sum(bucket => bucket.PositiveInfinity),
            chart.Lines[0].Sum(bucket => bucket.NegativeInfinity), chart.Lines[0].Sum(bucket => bucket.NaN)));
    }

    [Fact]
    public async Task Compute_formulas_as_long_as_they_may_be()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        await world.CreateAsync([(null, 0, true)], (_, _) => [new SeriesWorld.Point(1, 1, 1)], Cancel);
        var view = new BucketView(null, null, default, 10, BucketAxis.Steps, null, false);
        async Task<double> SumAsync(string y) => (await world.Buckets.ReadAsync(
            [new BucketExpression(world.Runs[0], y, LineageScope.Full, false)], view, FormulaSetting.None, Cancel)).Lines[0][0].Sum.Value;

        // Written out, each of these names its left side twice: a hundred of them would take 2^100 operations.
        Assert.Equal(1, await SumAsync("${a}" + string.Concat(Enumerable.Repeat(" % 7", 100))));
        Assert.Equal(
            Math.Pow(2, 100),
            await SumAsync("let x0 = ${a}; " + string.Concat(Enumerable.Range(1, 100).Select(i => $"let x{i} = x{i - 1} + x{i - 1}; ")) + "x100"));
        Assert.Equal(
            1 + Limits.FormulaOperationsMax,
            await SumAsync("${a}" + string.Concat(Enumerable.Repeat(" + 1", Limits.FormulaOperationsMax))));
    }

    [Fact]
    public async Task Draw_one_number_a_run_as_a_level_beside_a_metric()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        SeriesWorld.Point[] points = [.. Enumerable.Range(2, 9).Select(i => new SeriesWorld.Point(i * Step.MicrosPerStep, i, i * 3))];
        await world.CreateAsync([(null, 0, true)], (_, path) => path == "a" ? points : [], Cancel);
        var view = new BucketView(null, null, default, 5, BucketAxis.Steps, null, false);
        BucketExpression Line(string y) => new(world.Runs[0], y, LineageScope.Full, false);

        var chart = await world.Buckets.ReadAsync(
            [Line("${a}"), Line("run_min(${a})"), Line("${k/lr}")], view, FormulaSetting.None, Cancel);
        Assert.Equal([(2, 6), (10, 6)], chart.Lines[1].Select(bucket => (bucket.FirstX, bucket.FirstY)));
        Assert.Equal([(2, 0.25), (10, 0.25)], chart.Lines[2].Select(bucket => (bucket.FirstX, bucket.FirstY)));
        Assert.Empty(chart.Missing);

        var alone = await world.Buckets.ReadAsync([Line("${k/lr}"), Line("${b/c}"), Line("${a} + ${x}")], view, FormulaSetting.None, Cancel);
        Assert.Equal([0, 1, 2], alone.Missing.Keys.Order());
    }

    [Fact]
    public async Task Divide_a_line_by_its_first_finite_value()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        double[] values = [double.NaN, 4, 2, 1];
        SeriesWorld.Point[] points = [.. values.Select((value, i) => new SeriesWorld.Point(i * Step.MicrosPerStep, i, value))];
        await world.CreateAsync([(null, 0, true)], (_, _) => points, Cancel);
        var view = new BucketView(2, 3, default, 2, BucketAxis.Steps, null, false);

        var chart = await world.Buckets.ReadAsync(
            [new BucketExpression(world.Runs[0], "${a}", LineageScope.Full, false) { Normalize = true }], view, FormulaSetting.None, Cancel);
        Assert.Equal([(1, 0.5), (0.25, 0.25)], chart.Lines[0].Select(bucket => (bucket.FirstY, bucket.LastY)));
        Assert.Equal(4, chart.Firsts[0]);
    }

    [Fact]
    public async Task Say_why_operands_do_not_meet()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, Path.GetTempPath());
        await world.CreateAsync(
            [(null, 0, true)], (_, path) => [.. Enumerable.Range(0, 5).Select(i => new SeriesWorld.Point(
                i * Step.MicrosPerStep * 10 + (path == "a" ? 0 : 3_000_000), i, i))], Cancel);
        var view = new BucketView(null, null, default, 5, BucketAxis.Steps, null, false);

        var chart = await world.Buckets.ReadAsync(
            [new BucketExpression(world.Runs[0], "1 + ${a} - ${b/c}", LineageScope.Full, false)], view, FormulaSetting.None, Cancel);
        var why = chart.Missing[0];
        Assert.Equal(FormulaCodes.NoCommonSteps, why.Code);
        Assert.Contains("${a} (steps 0 to 40) and ${b/c} (steps 3 to 43) have no step in common; the nearest are 3 apart", why.Message, StringComparison.Ordinal);
        Assert.Equal((new FormulaSpan(11, 17), "hold(${b/c})"), (why.Span, why.Fix!.Text));
    }
}
