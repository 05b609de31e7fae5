using CsCheck;
using NeptuneAlt.Ingest.Chunking;
using NeptuneAlt.Query;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query;

/// <summary>Charts of series that are long enough for chunks: whatever edges an answer states, between them it is exact.
/// </summary>
[Collection(EngineCollection.Name)]
public class SnappedBucketsTests(EngineFixture engine)
{
    static readonly BucketAxis[] Axes = [BucketAxis.Steps, BucketAxis.EpochMillis, BucketAxis.RelativeTime];

    static readonly Gen<(int Count, int Cadence, int Seed)> Series =
        Gen.Select(Gen.Int[0, 30_000], Gen.Int[1, 5_000_000], Gen.Int[0, 1 << 20]);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_exactly_the_points_between_the_edges_that_they_state() => await Gen.Select(
        Series.Array[9], Gen.Double[0, 1], Gen.Select(Gen.Double[-0.1, 1.1], Gen.Double[-0.1, 1.1]).Nullable().Array[6],
        Gen.Int[2, 400], Gen.Bool)
        .SampleAsync(
            async (series, fork, ranges, count, isLogarithmic) =>
            {
                var folder = Directory.CreateTempSubdirectory("world-");
                using var store = await engine.NewDatabaseAsync();
                await using var world = new SeriesWorld(store, folder.FullName);
                var lengths = series.Max(one => (long)one.Count * one.Cadence);
                await world.CreateAsync(
                    [(null, 0, true), (0, (long)(lengths * fork / 2), true), (1, (long)(lengths * fork * 0.8), false)],
                    (run, path) => Points(series[(run * 3) + Array.IndexOf(world.Paths, path)], run, lengths), Cancel);
                var chunks = new ChunkTable(store);
                await new ChunkBuilder(chunks).BuildAsync(
                    [.. world.Runs.SelectMany(run => new uint[] { 1, 2, 3 }.Select(number => (run.Number, number)))], Cancel);

                var buckets = new Buckets(
                    world.Resolver, new FloatReads(store), new BucketReads(store), new LongLines(new ChunkCache(chunks, TimeProvider.System)));
                foreach (var axis in Axes)
                    foreach (var range in ranges)
                        await CheckAsync(world, buckets, ViewOf(axis, range, lengths, count, isLogarithmic));
                folder.Delete(recursive: true);
            },
            iter: 4, threads: 1);

    static BucketView ViewOf(BucketAxis axis, (double A, double B)? range, long length, int count, bool isLogarithmic)
    {
        double At(double share) => axis switch
        {
            BucketAxis.Steps => share * length / 1e6,
            BucketAxis.EpochMillis => 1_000 + (share * length / 1e3),
            _ => share * length / 1e3,
        } is var x && isLogarithmic ? Math.Max(x, 0.001) : x;
        return new BucketView(
            range is var (a, b) ? At(Math.Min(a, b)) : null, range is var (c, d) ? At(Math.Max(c, d)) : null, default,
            count, axis, null, isLogarithmic, IsSnapped: true);
    }

    static async Task CheckAsync(SeriesWorld world, Buckets buckets, BucketView view)
    {
        BucketExpression[] expressions = [.. world.Runs.SelectMany(run => new[] { "${a}", "${b/c}" }.Select(formula =>
            new BucketExpression(run, formula, LineageScope.Full, false)))];
        var chart = await buckets.ReadAsync(expressions, view, Cancel);
        for (var i = 0; i < expressions.Length; i++)
        {
            var line = NaiveBuckets.Line(world, expressions[i], view).Where(point => !view.IsLogarithmic || point.X > 0);
            CheckLine([.. line], chart.Lines[i], chart.Grid, view);
        }
    }

    /// <summary>Walks along the line: every bucket takes the next points, as many as it says, and nothing is left.</summary>
    static void CheckLine((double X, double Y)[] line, IReadOnlyList<Bucket> buckets, BucketGrid grid, BucketView view)
    {
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
            if (finite.Length == 0) continue;

            double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
            Assert.Equal(Along(finite[0].X), bucket.FirstX, 9);
            Assert.Equal(finite[0].Y, bucket.FirstY);
            Assert.Equal(Along(finite[^1].X), bucket.LastX, 9);
            Assert.Equal(finite[^1].Y, bucket.LastY);
            Assert.Equal(finite.Min(point => point.Y), bucket.Min);
            Assert.Equal(finite.Max(point => point.Y), bucket.Max);
            Assert.Equal(finite.Sum(point => point.Y), bucket.Sum, 6);
        }

        Assert.Equal(line.Length, next);
    }

    static long Points(Bucket bucket) =>
        bucket.Finite + bucket.NaN + bucket.PositiveInfinity + bucket.NegativeInfinity;

    static SeriesWorld.Point[] Points((int Count, int Cadence, int Seed) series, int run, long length)
    {
        var random = new Random(series.Seed);
        var step = run == 0 ? 0L : random.NextInt64(length / 2 + 1);
        var points = new SeriesWorld.Point[series.Count];
        for (var i = 0; i < points.Length; i++)
        {
            var value = random.Next(50) switch
            {
                0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, _ => random.NextDouble() - 0.5,
            };
            points[i] = new SeriesWorld.Point(step, 2_000 + (step / 1000), value);
            step += 1 + random.Next(series.Cadence);
        }

        return points;
    }
}
