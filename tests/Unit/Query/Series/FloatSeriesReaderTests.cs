using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Series;

[Collection(EngineCollection.Name)]
public class FloatSeriesReaderTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Pages_through_what_the_lineage_says() => CheckAsync(SeriesWorldGen.World, iter: 12);

    [Fact]
    public Task Pages_through_lineages_of_more_than_twenty_forks() => CheckAsync(SeriesWorldGen.Chain, iter: 2);

    [Theory]
    [InlineData(576_523_608_815)]
    [InlineData(999_999_999_999)]
    public async Task Finds_a_large_whole_step_by_itself(long step)
    {
        var folder = Directory.CreateTempSubdirectory("world-");
        using var store = await engine.NewDatabaseAsync();
        await using var world = new SeriesWorld(store, folder.FullName);
        SeriesWorld.Point[] points =
            [.. Enumerable.Range(-1, 3).Select(i => new SeriesWorld.Point((step + i) * Step.MicrosPerStep, 0, i))];
        await world.CreateAsync([(null, 0, false)], (_, _) => points, Cancel);

        var reader = new FloatSeriesReader(world.Resolver, new FloatReads(store));
        var request = new SeriesRequest(world.Runs[0], world.Paths[0], LineageScope.Full);
        Assert.Equal([points[1]], (await PagesAsync(
            reader, [request], new StepWindow(step, step), isDescending: false, 10, withPreviews: false))[0]);
        Assert.Equal(points, (await PagesAsync(
            reader, [request], new StepWindow(null, null), isDescending: false, 1, withPreviews: false))[0]);

        var view = new BucketView(step, step + 1, new StepWindow(null, null), 2, BucketAxis.Steps, null, false);
        var chart = await world.Buckets.ReadAsync(
            [new BucketExpression(world.Runs[0], "${a}", LineageScope.Full, false)], view, FormulaSetting.None, Cancel);
        Assert.Equal([(0, 2, (double)step), (1, 1, step + 1)],
            chart.Lines[0].Select(bucket => ((int)bucket.Index, (int)bucket.Finite, bucket.LastX)));
        folder.Delete(recursive: true);
    }

    async Task CheckAsync(
        Gen<((int? Parent, long ForkStep, bool SameExperiment)[] Runs, SeriesWorld.Point[][] Points)> shapes, int iter) =>
        await Gen.Select(shapes, Gen.Bool, Gen.Int[1, 30], Gen.Bool, Gen.Int[0, 20].Nullable()).SampleAsync(
            async (shape, isDescending, limit, withPreviews, from) =>
            {
                var folder = Directory.CreateTempSubdirectory("world-");
                using var store = await engine.NewDatabaseAsync();
                await using var world = new SeriesWorld(store, folder.FullName);
                await world.CreateAsync(
                    shape.Runs, (run, path) => shape.Points[(run * 3) + Array.IndexOf(world.Paths, path)], Cancel);

                var reader = new FloatSeriesReader(world.Resolver, new FloatReads(store));
                var requests = world.Runs.SelectMany(run => world.Paths.SelectMany(path => Enum.GetValues<LineageScope>()
                    .Select(scope => new SeriesRequest(run, path, scope)))).ToArray();
                var window = new StepWindow(from, null);
                var read = await PagesAsync(reader, requests, window, isDescending, limit, withPreviews);
                for (var i = 0; i < requests.Length; i++)
                {
                    var expected = world.Expected(requests[i].Run, requests[i].Path, requests[i].Scope, withPreviews)
                        .Where(point => from is null || point.Step >= from * Step.MicrosPerStep);
                    if (isDescending) expected = expected.Reverse();
                    Assert.Equal(expected, read[i]);
                }

                folder.Delete(recursive: true);
            },
            iter: iter, threads: 1);

    static async Task<List<SeriesWorld.Point>[]> PagesAsync(
        FloatSeriesReader reader, SeriesRequest[] requests, StepWindow window, bool isDescending, int limit,
        bool withPreviews)
    {
        var all = requests.Select(_ => new List<SeriesWorld.Point>()).ToArray();
        var open = Enumerable.Range(0, requests.Length).ToArray();
        while (open.Length > 0)
        {
            var pages = await reader.ReadAsync(
                [.. open.Select(number => new FloatSeriesQuery(
                    requests[number], withPreviews,
                    all[number].Count == 0 ? null : new Step(all[number][^1].Step)))],
                window, isDescending, limit, Cancel);
            for (var i = 0; i < open.Length; i++) all[open[i]].AddRange(pages[i].SelectMany(PointsOf));
            open = [.. open.Where((_, place) => pages[place].Sum(range => range.Count) == limit)];
        }

        return all;
    }

    static IEnumerable<SeriesWorld.Point> PointsOf(PointRange range)
    {
        for (var i = 0; i < range.Count; i++)
        {
            var row = range.Start + (range.IsReversed ? range.Count - 1 - i : i);
            yield return new SeriesWorld.Point(
                range.Points.Steps(range.Slice)[row], range.Points.Timestamps(range.Slice)[row],
                range.Points.Values(range.Slice)[row],
                range.IsPreview ? range.Points.Completion(range.Slice)[row] : null);
        }
    }
}
