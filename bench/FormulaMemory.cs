using System.Globalization;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Model;
using NeptuneAlt.Query;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Bench;

/// <summary>
/// Computes charts of a formula of 20 runs, from the read of their points to the buckets. Started with
/// <c>DOTNET_GCHeapHardLimit</c> it ends with a fault where that is less than they need.
/// </summary>
static class FormulaMemory
{
    const int Runs = 20;
    const int PointsEach = 100_000;
    const int Charts = 10;

    public static async Task<int> RunAsync()
    {
        await using var engine = await EngineFixture.StartAsync();
        await engine.AddPointsAsync(2 * Runs, PointsEach);
        var folder = Directory.CreateTempSubdirectory("neptune-bench-").FullName;
        await using (var catalog = new SqliteDatabase(Path.Combine(folder, "catalog.db")))
        {
            var (live, floats) = (new LiveReads((_, _) => Task.FromResult<IReadOnlyList<LiveAttribute>>([])), new FloatReads(engine.Store));
            using var ends = new AsOf(new MomentReads(engine.Store));
            using var series = new SeriesCache(new SeriesNumbers(engine.Store), live);
            using var points = new PointCache(floats);
            using var known = new FormulaCache();
            var registry = new CatalogRuns(catalog);
            var reader = new FormulaLines(
                registry, new SeriesResolver(registry, series, ends),
                new CurrentAttributes(new AttributeReads(engine.Store), new AttributeValues(engine.Store), live), floats, points, known);
            for (var chart = 0; chart < Charts; chart++)
                foreach (var formula in new[] { "${a} - ${b}", "${a} - hold(${b})", "roll_median(${a}, 500)" })
                    if (await PointsOfAsync(reader, $"{formula} # {chart}") != Runs * PointsEach) return 1;
        }

        Directory.Delete(folder, recursive: true);
        var heap = GC.GetGCMemoryInfo(GCKind.Any);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{3 * Charts} charts of {Runs} runs, {PointsEach} steps, in a heap of at most {heap.TotalAvailableMemoryBytes / 1e6:F0} MB"));
        return 0;
    }

    static async Task<long> PointsOfAsync(FormulaLines reader, string formula)
    {
        var world = new FormulaWorld { Runs = [.. Enumerable.Range(1, Runs).Select(RunOf)] };
        var number = 0u;
        foreach (var run in world.Runs)
            foreach (var path in new[] { "a", "b" })
                world.Series[(run.Number, path)] = new FormulaSource(run.Number, path, new ResolvedSeries(
                    AttributeType.FloatSeries, [new SeriesSlice(1, ++number, -1, long.MaxValue)], PointsEach, run, false));

        var tree = FormulaParser.Parse(formula);
        var binder = new FormulaBinder(FormulaLinks.Of(tree, FormulaSetting.None.Saved), world);
        var bound = new BoundFormulas(
            [.. world.Runs.Select(run => new FormulaPlan(binder.Bind(tree.Body, run), null, 0))],
            [.. world.Runs.Select(run => new FormulaLine(run, tree, null, LineageScope.Full, IncludePreview: false))], default);
        var view = new BucketView(null, null, default, 1000, BucketAxis.Steps, null, false, IsSnapped: true);
        var chart = new FormulaChart(
            reader, bound, [.. world.Runs.Select(run => new BucketExpression(run, formula, LineageScope.Full, IncludePreview: false))],
            [.. Enumerable.Range(0, Runs)], view);
        var (from, to) = (await chart.RangeAsync(CancellationToken.None))!.Value; // They have points.
        var lines = await chart.LinesAsync(new BucketGrid(from, to, view.BucketsMax), CancellationToken.None);
        return lines.Values.Sum(line => line.Sum(bucket => bucket.Finite));
    }

    static Run RunOf(int number) => new(
        (ulong)number, Guid.Empty, 1, $"r{number}", $"RUN-{number}", null, null, null, DateTimeOffset.UnixEpoch);
}
