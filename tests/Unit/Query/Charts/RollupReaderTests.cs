using CsCheck;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;
using NeptuneAlt.Unit.Query.Series;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Charts;

/// <summary>Charts of series that are long enough for rollups: whatever edges an answer states, between them it is exact.
/// </summary>
[Collection(EngineCollection.Name)]
public class RollupReaderTests(EngineFixture engine)
{
    static readonly BucketAxis[] Axes = [BucketAxis.Steps, BucketAxis.EpochMillis, BucketAxis.RelativeTime];

    static readonly Gen<(int Count, int Cadence, int Seed)> Series =
        Gen.Select(Gen.Int[0, 30_000], Gen.Int[1, 5_000_000], Gen.Int[0, 1 << 20]);

    static readonly Gen<Shape> Shapes = Gen.Select(
        Series.Array[9], Gen.Double[0, 1], Gen.Select(Gen.Double[-0.1, 1.1], Gen.Double[-0.1, 1.1]).Nullable().Array[6],
        Gen.Int[2, 400], Gen.Bool)
        .Select((series, fork, ranges, count, isLogarithmic) => new Shape(series, fork, ranges, count, isLogarithmic));

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_exactly_the_points_between_the_edges_that_they_state() => await Shapes.SampleAsync(
        shape => InWorldAsync(shape, async world =>
        {
            foreach (var axis in Axes)
                foreach (var range in shape.Ranges)
                    await CheckAsync(world, shape.View(axis, range) with { IsSnapped = true, WithDeviations = shape.Count % 2 == 0 });
        }),
        iter: 3, threads: 1);

    [Fact]
    public async Task Have_the_very_edges_of_a_naive_count_if_these_may_not_move() => await Shapes.SampleAsync(
        shape => InWorldAsync(shape, async world =>
        {
            foreach (var axis in Axes)
                foreach (var range in shape.Ranges)
                    await CheckAsync(world, shape.View(axis, range) with
                    {
                        BucketsMax = 2 + (shape.Count % 13), WithDeviations = shape.Count % 2 == 0,
                    });
        }),
        iter: 3, threads: 1);

    [Fact]
    public async Task Have_what_was_logged_since_the_rollups_were_read() => await Shapes.SampleAsync(
        shape => InWorldAsync(shape, async world =>
        {
            var view = shape.View(BucketAxis.Steps, null);
            await CheckAsync(world, view with { IsSnapped = true });
            var from = world.Runs.SelectMany(run => world.Expected(run, "a", LineageScope.Full, false))
                .Select(point => point.Step).DefaultIfEmpty().Max() + 1;
            foreach (var run in world.Runs.Where(run => world.Expected(run, "a", LineageScope.Run, false).Count > 0))
                await world.AppendAsync(run, "a", Points((9_000, 100_000, shape.Count), from), Cancel);

            await CheckAsync(world, view with { IsSnapped = true });
            await world.BuildRollupsAsync(Cancel);
            await CheckAsync(world, view with { IsSnapped = true });
            await CheckAsync(world, view with { IsSnapped = true, BucketsMax = 3_000 });
            await CheckAsync(world, view with { IsSnapped = true, BucketsMax = 160 });
            await CheckAsync(world, view with { BucketsMax = 3 });
        }),
        iter: 2, threads: 1);

    [Fact]
    public async Task Go_on_from_a_step_of_their_own_with_all_before_it_in_the_first_bucket() => await Shapes.SampleAsync(
        shape => InWorldAsync(shape, async world =>
        {
            await CheckScaledAsync(world, shape.View(BucketAxis.Steps, null) with { IsSnapped = true });
            foreach (var axis in Axes)
                await CheckGoingOnAsync(world, (shape with { IsLogarithmic = false }).View(axis, null) with { IsSnapped = true });
        }),
        iter: 3, threads: 1);

    [Fact]
    public async Task Read_points_where_rollups_of_older_versions_lack_deviations_until_these_are_made_again() => await Shapes.SampleAsync(
        shape => InWorldAsync(shape, async world =>
        {
            await world.ForgetDeviationsAsync(Cancel);
            var view = shape.View(BucketAxis.Steps, null) with { WithDeviations = true };
            await CheckAsync(world, view with { IsSnapped = true });
            await CheckAsync(world, view with { BucketsMax = 3 });

            var lacking = await world.Rollups.WithoutDeviationsAsync(null, 1000, Cancel);
            Assert.Equal(shape.Rollups(world), lacking.Sum(stretch => stretch.Last - stretch.First + 1L));
            Assert.Equal(lacking, [
                .. await world.Rollups.WithoutDeviationsAsync(null, 1, Cancel),
                .. lacking.Count == 0 ? [] : await world.Rollups.WithoutDeviationsAsync(lacking[0], 1000, Cancel),
            ]);
            foreach (var batch in RollupBuilder.Batches(lacking))
                Assert.Equal(batch.Sum(stretch => stretch.Last - stretch.First + 1), await world.Builder.CompleteAsync(batch, Cancel));

            Assert.Empty(await world.Rollups.WithoutDeviationsAsync(null, 1000, Cancel));
            await CheckAsync(world, view with { IsSnapped = true });
            await CheckAsync(world, view with { BucketsMax = 3 });
        }),
        iter: 2, threads: 1);

    /// <summary>A series that is scaled has the buckets of the series: each figure is what the formula makes of it.</summary>
    static async Task CheckScaledAsync(SeriesWorld world, BucketView view)
    {
        BucketExpression[] Ask(string formula) =>
            [.. world.Runs.Select(run => new BucketExpression(run, formula, LineageScope.Full, false))];

        var plain = await world.Buckets.ReadAsync(Ask("${a}"), view, FormulaSetting.None, Cancel);
        foreach (var (formula, apply, falls) in new (string, Func<double, double>, bool)[]
            { ("2 - ${a} * 8", x => 2 - (x * 8), true), ("-(${a} / -4) + 1", x => (x / 4) + 1, false) })
        {
            var scaled = await world.Buckets.ReadAsync(Ask(formula), view, FormulaSetting.None, Cancel);
            for (var line = 0; line < plain.Lines.Count; line++)
                Assert.Equal(plain.Lines[line].Select(bucket => Of(bucket, apply, falls)), scaled.Lines[line].Select(bucket => Of(bucket, y => y, false)));
        }

        static (long, long, long, long, double, double, double, double, double, double) Of(
            Bucket bucket, Func<double, double> apply, bool falls) => bucket.Finite == 0
            ? (bucket.Index, 0, falls ? bucket.NegativeInfinity : bucket.PositiveInfinity, bucket.NaN, 0, 0, 0, 0, 0, 0)
            : (
            bucket.Index, bucket.Finite, falls ? bucket.NegativeInfinity : bucket.PositiveInfinity,
            falls ? bucket.PositiveInfinity : bucket.NegativeInfinity, bucket.FirstX, apply(bucket.FirstY), apply(bucket.LastY),
            apply(falls ? bucket.Max : bucket.Min), apply(falls ? bucket.Min : bucket.Max), Math.Round(apply(bucket.Mean), 9)
        );
    }

    /// <summary>Each line is cut at another of its points.</summary>
    static async Task CheckGoingOnAsync(SeriesWorld world, BucketView view)
    {
        var lines = world.Runs.Select(run => world.Expected(run, "a", LineageScope.Full, false)).ToArray();
        var cuts = lines.Select((line, i) => line.Count == 0 ? 0 : line[line.Count * (i + 1) / 4].Step).ToArray();
        BucketExpression[] Ask(string formula) => [.. world.Runs.Select((run, i) =>
            new BucketExpression(run, formula, LineageScope.Full, false) { After = new Step(cuts[i]) })];

        var chart = await world.Buckets.ReadAsync(Ask("${a}"), view, FormulaSetting.None, Cancel);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Count == 0) continue;

            var (first, rest) = (chart.Lines[i][0], chart.Lines[i].Skip(1).ToArray());
            Assert.Equal(lines[i].Count(point => point.Step <= cuts[i]), Points(first));
            Assert.Equal(lines[i].Count, Points(first) + rest.Sum(Points));
            Assert.All(rest.Where(bucket => bucket.Finite > 0), bucket => Assert.True(bucket.FirstStep > cuts[i]));
            Assert.Equal(rest.Select(bucket => bucket.Index).Order().Distinct(), rest.Select(bucket => bucket.Index));
        }

        // A formula is no series as it is, and goes another way; at the second look, what lies before is known.
        for (var look = 0; look < 2; look++)
        {
            var formulas = await world.Buckets.ReadAsync(Ask("${a} - 0 * step"), view, FormulaSetting.None, Cancel);
            Assert.Equal(chart.Lines.Select(line => line.Sum(Points)), formulas.Lines.Select(line => line.Sum(Points)));
            Assert.Equal(
                chart.Lines.Select(line => line.Select(Points).FirstOrDefault()),
                formulas.Lines.Select(line => line.Select(Points).FirstOrDefault()));
        }
    }

    async Task InWorldAsync(Shape shape, Func<SeriesWorld, Task> check)
    {
        var folder = Directory.CreateTempSubdirectory("world-");
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, folder.FullName);
        var length = shape.Length;
        await world.CreateAsync(
            [(null, 0, true), (0, (long)(length * shape.Fork / 2), true), (1, (long)(length * shape.Fork * 0.8), false)],
            (run, path) =>
            {
                var series = shape.Series[(run * 3) + Array.IndexOf(world.Paths, path)];
                return Points(series, run == 0 ? 0 : new Random(series.Seed).NextInt64(length / 2 + 1));
            },
            Cancel);
        await world.BuildRollupsAsync(Cancel);
        await check(world);
        folder.Delete(recursive: true);
    }

    static async Task CheckAsync(SeriesWorld world, BucketView view)
    {
        BucketExpression[] expressions = [.. world.Runs.SelectMany(run => new[] { "${a}", "${b/c}" }.SelectMany(formula =>
            Enum.GetValues<LineageScope>().Select(scope => new BucketExpression(run, formula, scope, false))))];
        var chart = await world.Buckets.ReadAsync(expressions, view, FormulaSetting.None, Cancel);
        var lines = expressions.Select(expression => NaiveBuckets.Line(world, expression, view)
            .Where(point => !view.IsLogarithmic || point.X > 0).ToArray()).ToArray();
        var expected = view.IsLogarithmic || view.IsSnapped ? null : NaiveBuckets.Chart(lines, view);
        for (var i = 0; i < expressions.Length; i++)
        {
            CheckLine(lines[i], chart.Lines[i], chart.Grid, view);
            if (expected is not null)
                Assert.Equal(expected[i], chart.Lines[i].Select(bucket => NaiveBuckets.Rounded(bucket)));
        }
    }

    /// <summary>Walks along the line: every bucket takes the next points, as many as it says, and nothing is left.</summary>
    static void CheckLine(
        (double X, double Y, float? Completion)[] line, IReadOnlyList<Bucket> buckets, BucketGrid grid, BucketView view)
    {
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        if (grid.From == grid.To)
        {
            // A view without width holds what is at or behind it.
            var at = view.IsLogarithmic ? Math.Exp(grid.From) : grid.From;
            line = [.. line.Where(point => point.X >= at)];
            Assert.Equal(line.Length, buckets.Sum(bucket => Points(bucket)));
            return;
        }

        var next = 0;
        var index = -1L;
        foreach (var bucket in buckets)
        {
            Assert.True(bucket.Index > index && bucket.Index <= grid.Count);
            index = bucket.Index;
            var points = line[next..(next += (int)Points(bucket))];
            var finite = points.Where(point => double.IsFinite(point.Y)).ToArray();
            Assert.Equal(finite.Length, bucket.Finite);
            Assert.Equal(points.Count(point => double.IsNaN(point.Y)), bucket.NaN);
            Assert.Equal(points.Count(point => double.IsPositiveInfinity(point.Y)), bucket.PositiveInfinity);
            Assert.Equal(points.Count(point => double.IsNegativeInfinity(point.Y)), bucket.NegativeInfinity);
            if (!view.IsSnapped)
            {
                // Logarithms may differ in the last bits.
                var tolerance = view.IsLogarithmic ? 1e-9 : 0;
                Assert.All(points, point => Assert.InRange(
                    Along(point.X), grid.LowerEdge(index) - tolerance, grid.UpperEdge(index) + tolerance));
            }

            if (finite.Length == 0) continue;

            Assert.Equal(Along(finite[0].X), bucket.FirstX, 9);
            Assert.Equal(finite[0].Y, bucket.FirstY);
            Assert.Equal(Along(finite[^1].X), bucket.LastX, 9);
            Assert.Equal(finite[^1].Y, bucket.LastY);
            Assert.Equal(finite.Min(point => point.Y), bucket.Min);
            Assert.Equal(finite.Max(point => point.Y), bucket.Max);
            Assert.Equal(finite.Sum(point => point.Y), bucket.Sum.Value, 6);
            if (view.WithDeviations)
                Assert.Equal(NaiveBuckets.Variance([.. finite.Select(point => point.Y)]), bucket.Std * bucket.Std, 9);
        }

        Assert.Equal(line.Length, next);
    }

    static long Points(Bucket bucket) =>
        bucket.Finite + bucket.NaN + bucket.PositiveInfinity + bucket.NegativeInfinity;

    static SeriesWorld.Point[] Points((int Count, int Cadence, int Seed) series, long step)
    {
        var random = new Random(series.Seed);
        var points = new SeriesWorld.Point[series.Count];
        for (var i = 0; i < points.Length; i++)
        {
            // Sums of such values are exact, in whatever order.
            var value = random.Next(50) switch
            {
                0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity,
                _ => random.Next(-512, 512) / 1024.0,
            };
            points[i] = new SeriesWorld.Point(step, 2_000 + (step / 1000), value);
            step += 1 + random.Next(series.Cadence);
        }

        return points;
    }

    /// <param name="Series">Three of each of three runs.</param>
    /// <param name="Fork">Where the second run forks off the first, as a share.</param>
    /// <param name="Ranges">Of views, as shares of the length.</param>
    /// <param name="Count">Of buckets.</param>
    sealed record Shape(
        (int Count, int Cadence, int Seed)[] Series, double Fork, (double, double)?[] Ranges, int Count, bool IsLogarithmic)
    {
        /// <summary>How many rollups of level 2 there are.</summary>
        public long Rollups(SeriesWorld world) => world.Runs.SelectMany(run => world.Paths.Select(path =>
            world.Expected(run, path, LineageScope.Run, false).Count / (long)Rollup.CoarsePoints)).Sum();

        public long Length => Series.Max(one => (long)one.Count * one.Cadence);

        public BucketView View(BucketAxis axis, (double A, double B)? range)
        {
            double At(double share) => axis switch
            {
                BucketAxis.Steps => share * Length / 1e6,
                BucketAxis.EpochMillis => 1_000 + (share * Length / 1e3),
                _ => share * Length / 1e3,
            } is var x && IsLogarithmic ? Math.Max(x, 0.001) : x;
            return new BucketView(
                range is var (a, b) ? At(Math.Min(a, b)) : null, range is var (c, d) ? At(Math.Max(c, d)) : null, default,
                Count, axis, null, IsLogarithmic);
        }
    }
}
