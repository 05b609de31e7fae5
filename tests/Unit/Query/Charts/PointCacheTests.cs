using CsCheck;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Charts;

/// <summary>What is kept of points and what came since are together what is stored, whatever was asked before.</summary>
[Collection(EngineCollection.Name)]
public class PointCacheTests(EngineFixture engine)
{
    const int SeriesCount = 4;
    const int Limit = 30_000;

    /// <summary>Points that come first, and then stretches of steps that are asked for, as shares of what there is.</summary>
    static readonly Gen<(int Points, (int Series, double After, double? To)[] Slices)[]> Rounds = Gen.Select(
        Gen.OneOf(Gen.Int[0, 40], Gen.Int[3_000, 9_000]),
        Gen.Select(Gen.Int[0, SeriesCount - 1], Gen.OneOf(Gen.Const(-1.0), Gen.Double[0, 1.1]), Gen.Double[0, 1.2].Nullable())
            .Array[1, 6]).Array[2, 8];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_what_is_stored() => await Rounds.SampleAsync(
        async rounds =>
        {
            using var store = await engine.NewDatabaseAsync();
            using var cache = new PointCache(new FloatReads(store));
            var steps = Enumerable.Range(0, SeriesCount).Select(_ => new List<long>()).ToArray();
            var offset = 0ul;
            foreach (var (points, slices) in rounds)
            {
                await GrowAsync(store, steps, points, ++offset);
                var end = steps.Max(one => one.LastOrDefault());
                SeriesSlice[] wanted = [.. slices.Select(slice => new SeriesSlice(
                    Run(slice.Series), Number(slice.Series), slice.After < 0 ? -1 : (long)(end * slice.After),
                    slice.To is { } to ? (long)(end * to) : long.MaxValue))];
                var found = await cache.ReadAsync(wanted, Limit, Cancel);

                for (var i = 0; i < wanted.Length; i++)
                {
                    var expected = steps[slices[i].Series].Where(step => step > wanted[i].After && step <= wanted[i].To).ToArray();
                    if (found is null) continue; // There may be too many; that too few give up, another test says.
                    Assert.Equal(expected, found[i].Steps.ToArray());
                    Assert.Equal(expected.Select(step => step * 2), found[i].Times.ToArray());
                    Assert.Equal(expected.Select(step => step * 0.5), found[i].Values.ToArray());
                }
            }
        },
        iter: 12, threads: 1);

    [Fact]
    public async Task Gives_up_only_what_is_too_much()
    {
        using var store = await engine.NewDatabaseAsync();
        using var cache = new PointCache(new FloatReads(store));
        var steps = Enumerable.Range(0, SeriesCount).Select(_ => new List<long>()).ToArray();
        await GrowAsync(store, steps, 100, 1);
        SeriesSlice[] all = [new(Run(0), Number(0), -1, long.MaxValue)];

        Assert.NotNull(await cache.ReadAsync(all, 100, Cancel));
        Assert.NotNull(await cache.ReadAsync(all, 10, Cancel)); // Kept: nothing is read.
        await GrowAsync(store, steps, 20, 2);
        Assert.Null(await cache.ReadAsync(all, 10, Cancel));
        Assert.Equal(120, (await cache.ReadAsync(all, 20, Cancel))![0].Steps.Length);

        // Far behind what is kept: what lies between is not read.
        await GrowAsync(store, steps, 1_000, 3);
        SeriesSlice[] end = [all[0] with { After = steps[0][^6] }];
        Assert.Equal(5, (await cache.ReadAsync(end, 10, Cancel))![0].Steps.Length);
    }

    [Fact]
    public async Task Asks_no_further_than_the_end_that_is_known()
    {
        using var store = await engine.NewDatabaseAsync();
        using var cache = new PointCache(new FloatReads(store));
        var steps = Enumerable.Range(0, SeriesCount).Select(_ => new List<long>()).ToArray();
        await GrowAsync(store, steps, 100, 1);
        SeriesSlice[] all = [new(Run(0), Number(0), -1, long.MaxValue) { End = steps[0][^1] }];
        Assert.Equal(100, (await cache.ReadAsync(all, Limit, Cancel))![0].Steps.Length);

        await GrowAsync(store, steps, 20, 2);

        Assert.Equal(100, (await cache.ReadAsync(all, Limit, Cancel))![0].Steps.Length);
        Assert.Equal(120, (await cache.ReadAsync([all[0] with { End = steps[0][^1] }], Limit, Cancel))![0].Steps.Length);
    }

    static ulong Run(int series) => (ulong)(1 + (series / 2));

    static uint Number(int series) => (uint)(1 + (series % 2));

    static async Task GrowAsync(ClickHouse store, List<long>[] steps, int points, ulong offset)
    {
        if (points == 0) return;

        var rows = steps.SelectMany((own, series) => Enumerable.Range(0, points)
            .Select(i => (Series: series, Step: own.LastOrDefault() + 1 + (i * (series + 1))))).ToArray();
        foreach (var row in rows) steps[row.Series].Add(row.Step);
        using var block = new NativeBlock()
            .Add("run", [.. rows.Select(row => Run(row.Series))]).Add("series", [.. rows.Select(row => Number(row.Series))])
            .Add("step", [.. rows.Select(row => row.Step)]).Add("ts", [.. rows.Select(row => row.Step * 2)])
            .Add("value", [.. rows.Select(row => row.Step * 0.5)])
            .Add("part", rows.Select(row => (ushort)Run(row.Series)).ToArray())
            .Add("off", rows.Select(_ => offset).ToArray());
        await store.InsertAsync("points", block, null, Cancel);
    }
}
