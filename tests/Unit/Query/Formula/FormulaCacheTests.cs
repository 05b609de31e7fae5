using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Series;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Formula;

/// <summary>What is known of formulas is not computed again, and never wrong.</summary>
[Collection(EngineCollection.Name)]
public class FormulaCacheTests(EngineFixture engine)
{
    /// <summary>Longer than what is kept of points.</summary>
    const int Length = 24_000;

    static readonly BucketView View = new(null, null, default, 50, BucketAxis.Steps, null, false, IsSnapped: true);

    static readonly string[] Lines =
        ["sqrt(${a})", "${a} - ${b/c}", "roll_mean(${a}, 500)", "max(${a}, ${b/c}, step)", "run_median(${a})", "${a} + ${none}"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static SeriesWorld.Point[] Points(int from, int to, int every = 1) => [.. Enumerable.Range(from, to - from)
        .Where(i => i % every == 0).Select(i => new SeriesWorld.Point(i * Step.MicrosPerStep, 2000 + i, (i * 7 % 1000) / 8.0))];

    async Task InWorldAsync(
        IReadOnlyList<(int? Parent, long ForkStep, bool SameExperiment)> runs, Func<int, string, IReadOnlyList<SeriesWorld.Point>> points,
        Func<SeriesWorld, ClickHouse, Task> check)
    {
        var folder = Directory.CreateTempSubdirectory("formula-cache-");
        using var store = await engine.NewDatabaseAsync();
        await using (var world = new SeriesWorld(store, folder.FullName))
        {
            await world.CreateAsync(runs, points, Cancel);
            await check(world, store);
        }

        folder.Delete(recursive: true);
    }

    static Task<BucketChart> ReadAsync(SeriesWorld world, Run run, IEnumerable<string> formulas, int? after = null, BucketView? view = null) =>
        world.Buckets.ReadAsync(
            [.. formulas.Select(formula => new BucketExpression(run, formula, LineageScope.Full, IncludePreview: true)
            {
                After = after is { } step ? new Step(step * Step.MicrosPerStep) : null,
            })],
            view ?? View, FormulaSetting.None, Cancel);

    static void AssertSame(BucketChart expected, BucketChart found)
    {
        Assert.Equal(expected.Grid, found.Grid);
        Assert.Equal(expected.Lines, found.Lines);
        Assert.Equal(expected.Missing.Select(one => (one.Key, one.Value)), found.Missing.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public Task A_finished_run_is_computed_once() => InWorldAsync(
        [(null, 0, true)], (_, _) => Points(0, Length),
        async (world, store) =>
        {
            var zoom = View with { From = 100, To = 200 };
            var whole = await ReadAsync(world, world.Runs[0], Lines);
            var part = await ReadAsync(world, world.Runs[0], Lines, view: zoom);
            var head = await ReadAsync(world, world.Runs[0], Lines, after: 20_000);
            Assert.Equal([true, true, true, true, true, false], whole.Lines.Select(line => line.Count > 0));

            await store.ExecuteAsync("TRUNCATE TABLE points", Cancel);
            AssertSame(whole, await ReadAsync(world, world.Runs[0], Lines));
            AssertSame(part, await ReadAsync(world, world.Runs[0], Lines, view: zoom));
            AssertSame(head, await ReadAsync(world, world.Runs[0], Lines, after: 20_000));
            // What was not asked for before has to read points.
            Assert.Empty((await ReadAsync(world, world.Runs[0], ["abs(${a})"])).Lines[0]);
        });

    [Fact]
    public Task A_run_that_is_written_is_computed_anew() => InWorldAsync(
        [(null, 0, true)], (_, _) => Points(0, 1000),
        async (world, _) =>
        {
            for (var from = 1000; from < 1003; from++)
            {
                var chart = await ReadAsync(world, world.Runs[0], ["${a} - ${b/c} + 1", "run_sum(${a} * 0 + 1)"]);
                Assert.Equal(from, chart.Lines[0].Sum(bucket => bucket.Finite));
                Assert.Equal(from, chart.Lines[1][0].FirstY);
                foreach (var path in new[] { "a", "b/c" }) await world.AppendAsync(world.Runs[0], path, Points(from, from + 1), Cancel);
            }
        });

    [Theory]
    [InlineData("sqrt(${a})")]
    [InlineData("${a} - ${b/c}")]
    [InlineData("where(${a} > 60, ${a}, step)")]
    public Task A_line_that_grows_is_read_behind_what_is_known(string formula) => InWorldAsync(
        [(null, 0, true)], (_, _) => Points(0, Length),
        async (world, store) =>
        {
            var before = await ReadAsync(world, world.Runs[0], [formula], after: 20_000);
            Assert.Equal(20_001, before.Lines[0][0].Finite);

            // What lies before is not there any more, but known.
            await store.ExecuteAsync("ALTER TABLE points DELETE WHERE step <= 20000000000 SETTINGS mutations_sync = 1", Cancel);
            foreach (var path in new[] { "a", "b/c" }) await world.AppendAsync(world.Runs[0], path, Points(Length, Length + 500), Cancel);
            foreach (var after in new[] { 20_000, 22_000, 24_100 })
            {
                var grown = await ReadAsync(world, world.Runs[0], [formula], after);
                Assert.Equal(after + 1, grown.Lines[0][0].Finite);
                Assert.Equal(Length + 500, grown.Lines[0].Sum(bucket => bucket.Finite));
                Assert.All(grown.Lines[0].Skip(1), bucket => Assert.True(bucket.FirstStep > after * Step.MicrosPerStep));
                await store.ExecuteAsync(
                    $"ALTER TABLE points DELETE WHERE step <= {after}000000 SETTINGS mutations_sync = 1", Cancel);
            }
        });

    /// <summary>A formula of operations alone may turn out to scale one series, or to be another one: that needs no second lookup.
    /// A metric as it is needs none of what formulas look up.</summary>
    [Fact]
    public Task What_formulas_refer_to_is_looked_up_once() => InWorldAsync(
        [(null, 0, true)], (_, _) => Points(0, 1000),
        async (world, _) =>
        {
            async Task<int> LookupsAsync(params string[] formulas)
            {
                await ReadAsync(world, world.Runs[0], formulas);
                var before = world.Lookups;
                await ReadAsync(world, world.Runs[0], formulas);
                return world.Lookups - before;
            }

            var plain = await LookupsAsync("${a}");
            var other = await LookupsAsync($"sqrt(${{a}} * ${{{SeriesWorld.Config}}} - ${{b/c}})");
            Assert.Equal(other, await LookupsAsync($"${{a}} * ${{{SeriesWorld.Config}}} - ${{b/c}}"));
            // What scales a series is read as that series.
            Assert.Equal(
                other + plain, await LookupsAsync($"${{a}} * ${{{SeriesWorld.Config}}} - ${{b/c}}", $"${{a}} / ${{{SeriesWorld.Config}}}"));
            Assert.True(plain < other, $"A metric took {plain} lookups, a formula with a config {other}.");
        });

    /// <summary>A run is written on while its fork is looked at: what is inherited may come behind what the fork has.</summary>
    [Theory]
    [InlineData("sqrt(${a})", 8)]
    [InlineData("coalesce(${a}, ${b/c}) * 2", 8)]
    public Task What_comes_late_is_not_left_out(string formula, int points) => InWorldAsync(
        [(null, 0, true), (0, 10 * Step.MicrosPerStep, true)],
        (run, path) => path != "a" ? [] : run == 0 ? Points(0, 3) : Points(11, 16),
        async (world, _) =>
        {
            for (var step = 3; step < 6; step++)
            {
                var chart = await ReadAsync(world, world.Runs[1], [formula], after: 15);
                Assert.Equal(points + step - 3, chart.Lines[0][0].Finite);
                await world.AppendAsync(world.Runs[0], "a", Points(step, step + 1), Cancel);
            }
        });

    /// <summary>Of two operands, one is ahead of the other.</summary>
    [Fact]
    public Task Operands_may_come_one_after_the_other() => InWorldAsync(
        [(null, 0, true)], (_, path) => path == "a" ? Points(0, 100) : Points(0, 50),
        async (world, _) =>
        {
            string[] formulas = ["${a} + ${b/c}", "coalesce(${b/c}, ${a})", "count(${a}, ${b/c})", "${a} - ${b/c} + run_sum(${b/c} * 0 + 1)"];
            for (var common = 50; common < 53; common++)
            {
                var chart = await ReadAsync(world, world.Runs[0], formulas, after: 90);
                Assert.Equal([common, 91, common, common], chart.Lines.Select(line => line[0].Finite));
                Assert.Equal(common, chart.Lines[3][0].Max, 0.0);
                await world.AppendAsync(world.Runs[0], "b/c", Points(common, common + 1), Cancel);
            }
        });
}
