using System.Net;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Series;

[Collection(EngineCollection.Name)]
public class HistogramViewTests(EngineFixture engine)
{
    const string Address = "/attributes/timeseries/histogram/view";

    sealed record Row(Run Run, double Step, long Time, double[] Edges, double[] Values, bool IsDensity = false);

    static async Task<RetrievalWorld> AddAsync(RetrievalWorld world, IReadOnlyList<Row> rows)
    {
        foreach (var group in rows.GroupBy(row => row.Run))
        {
            world.Table.Add(new StoredAttribute(group.Key.Number, "h", AttributeType.HistogramSeries)
            {
                Series = 1, Points = (ulong)group.Count(), LastStep = Step.FromDouble(group.Max(row => row.Step)),
            });
        }

        await world.InsertAsync();
        using var block = new NativeBlock()
            .Add("run", [.. rows.Select(row => row.Run.Number)])
            .Add("series", rows.Select(_ => 1u).ToArray())
            .Add("step", [.. rows.Select(row => Step.FromDouble(row.Step).Micros)])
            .Add("ts", [.. rows.Select(row => row.Time)])
            .Add("density", rows.Select(row => (byte)(row.IsDensity ? 1 : 0)).ToArray())
            .AddArrays("edges", Arrays(rows.Select(row => row.Edges)))
            .AddArrays("values", Arrays(rows.Select(row => row.Values)))
            .Add("part", rows.Select(_ => (ushort)0).ToArray())
            .Add("off", rows.Select(_ => 1ul).ToArray());
        await world.Store.InsertAsync("histograms", block, null, TestContext.Current.CancellationToken);
        return world;
    }

    static ArrayBuilder<double> Arrays(IEnumerable<double[]> rows)
    {
        var builder = new ArrayBuilder<double>();
        foreach (var row in rows) builder.Add(row);
        return builder;
    }

    static object Body(object xaxis, int maxUniqueX, int bins, params string[] runs) => new
    {
        metrics = runs.Select((run, place) => new
        {
            customId = $"{place}", holder = new { identifier = run, type = "experiment" }, attributes = new[] { "h" },
            lineage = "FULL", lineageEntityType = "RUN",
        }),
        view = new { maxUniqueX, xscale = new { linear = new { } }, yscale = new { linear = new { } } },
        maxNumberOfBins = bins,
        xaxis,
    };

    static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetDouble())];

    static string[] Edges(JsonElement answer) => [.. answer.GetProperty("edges").EnumerateArray().Select(edge =>
        edge.TryGetProperty("value", out var value) ? value.ToString() : edge.GetProperty("specialValue").GetString()!)];

    static (double X, int Count, double[] Values)[] Line(JsonElement answer, int line) =>
    [
        .. answer.GetProperty("elements")[line].GetProperty("values").EnumerateArray().Select(one => (
            one.GetProperty("x").GetDouble(), one.GetProperty("bucket").GetProperty("count").GetInt32(),
            Numbers(one.GetProperty("values")))),
    ];

    [Fact]
    public async Task Averages_counts_of_a_bucket_in_common_bins()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        await AddAsync(world,
        [
            new(run, 0, 1000, [0, 1, 2], [4, 8]),
            new(run, 9, 1900, [0, 2, 3], [8, 6]),
            new(run, 10, 2000, [0, 2, 3], [4, 2]),
        ]);

        var answer = await world.PostAsync(Address, Body(new { steps = new { } }, 2, 10, "LLM-1"));

        Assert.Equal("COUNTING", answer.GetProperty("type").GetString());
        Assert.Equal(["0", "1", "2", "3"], Edges(answer));
        Assert.Equal("0", answer.GetProperty("elements")[0].GetProperty("customId").GetString());
        Assert.Equal([(0, 1), (9, 2)], Line(answer, 0).Select(one => (one.X, one.Count)));
        Assert.Equal([4, 8, 0], Line(answer, 0)[0].Values);
        Assert.Equal([3, 3, 4], Line(answer, 0)[1].Values);
    }

    [Fact]
    public async Task Follows_the_lineage_along_time()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var root = await world.AddRunAsync("root");
        var fork = await world.AddRunAsync("fork", "root", 5);
        await AddAsync(world,
        [
            new(root, 0, 1000, [0, 1], [1]), new(root, 5, 1500, [0, 1], [2]), new(root, 6, 1600, [0, 1], [3]),
            new(fork, 6, 9000, [0, 1], [4]),
        ]);

        var answer = await world.PostAsync(Address, Body(new { relativeMillis = new { } }, 500, 10, "LLM-1", "LLM-2", "LLM-9"));

        Assert.Equal([(0, 1), (500, 2), (600, 3)], Line(answer, 0).Select(one => (one.X, one.Values[0])));
        Assert.Equal([(0, 1), (500, 2), (8000, 4)], Line(answer, 1).Select(one => (one.X, one.Values[0])));
        Assert.Empty(Line(answer, 2));
    }

    [Fact]
    public async Task Turns_counts_into_densities_beside_densities()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        await AddAsync(world,
        [
            new(run, 1, 1, [0, 2, 4], [0.25, 0.25], IsDensity: true),
            new(run, 2, 2, [0, 2, 4], [30, 10]),
            new(run, 3, 3, [double.NegativeInfinity, 0, double.PositiveInfinity], [1, 3]),
        ]);

        var answer = await world.PostAsync(Address, Body(new { epochMillis = new { } }, 100, 10, "LLM-1"));

        Assert.Equal("DENSITY", answer.GetProperty("type").GetString());
        Assert.Equal(["MINUS_INFINITY", "0", "2", "4", "INFINITY"], Edges(answer));
        Assert.Equal([0, 0.25, 0.25, 0], Line(answer, 0)[0].Values);
        Assert.Equal([0, 0.375, 0.125, 0], Line(answer, 0)[1].Values);
    }

    [Fact]
    public async Task Draws_a_single_histogram()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        await AddAsync(world, [new(await world.AddRunAsync("r"), 7, 7, [0, 1], [3])]);

        var answer = await world.PostAsync(Address, Body(new { steps = new { } }, 10, 10, "LLM-1"));

        Assert.Equal([(7, 3)], Line(answer, 0).Select(one => (one.X, one.Values[0])));
    }

    [Fact]
    public async Task Reads_the_view_alone()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        var run = await world.AddRunAsync("r");
        await AddAsync(world, [.. Enumerable.Range(0, 100).Select(i => new Row(run, i, i, [0, 1], [i]))]);

        var answer = await world.PostAsync(Address, new
        {
            metrics = new[] { new { customId = "a", holder = new { identifier = "LLM-1" }, customYFormula = "${h}" } },
            view = new { maxUniqueX = 1000, from = 20, to = 22.5 },
            xaxis = new { steps = new { } },
        });

        Assert.Equal([20, 21, 22], Line(answer, 0).Select(one => one.X));
    }

    [Fact]
    public async Task Says_what_it_cannot_draw()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        await world.AddRunAsync("r");
        await world.InsertAsync();
        async Task RefusesAsync(string expected, object body)
        {
            var (status, message) = await world.RefusalAsync(Address, body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }

        var steps = new { steps = new { } };
        await RefusesAsync("maxNumberOfBins", Body(steps, 10, 0, "LLM-1"));
        await RefusesAsync("buckets", Body(steps, 100_000, 10, "LLM-1"));
        await RefusesAsync("at most 100", Body(steps, 10, 10, [.. Enumerable.Repeat("LLM-1", 101)]));
        await RefusesAsync("custom x axis", Body(new { custom = new { customXFormula = "${x}" } }, 10, 10, "LLM-1"));
        await RefusesAsync("The formula is wrong at character", new
        {
            metrics = new[] { new { holder = new { identifier = "LLM-1" }, customYFormula = "${h} + " } },
        });
        Assert.Empty((await world.PostAsync(Address, Body(steps, 10, 10, "LLM-1"))).GetProperty("edges").EnumerateArray());
    }
}
