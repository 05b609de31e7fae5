using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Series;

/// <summary>Points in bulk, as Arrow's own reader gets them.</summary>
[Collection(EngineCollection.Name)]
public class ArrowEndpointTests(EngineFixture engine)
{
    const string Address = "/attributes/floatSeries/arrow";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A root, a fork at 2 that has points of its own, and a run that is none's parent.</summary>
    async Task<RetrievalWorld> StartAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        var root = (await world.AddRunAsync("root")).Number;
        var child = (await world.AddRunAsync("child", "root", 2)).Number;
        var other = (await world.AddRunAsync("LLM-1")).Number; // as the root's sys/id
        foreach (var (run, series, last) in new[] { (root, 1u, 3), (child, 1u, 5), (other, 2u, 1) })
            world.Table.AddFloatSeries(run, "loss", series, 3, (last * 1_000_000L, 0), false);
        world.Table.AddFloatSeries(root, "acc", 2, 1, (1_500_000, 0), false);
        world.Table.AddFloatSeries(child, "acc", 0, 1, (1_500_000, 0), false);
        world.Table.AddText(other, "note", "x");
        await world.InsertAsync();
        (ulong Run, uint Series, long Step, double Value)[] points =
        [
            (root, 1, 1_000_000, 0.1), (root, 1, 2_000_000, double.NaN), (root, 1, 3_000_000, 9), (root, 2, 1_500_000, -0.0),
            (child, 1, 2_000_001, double.PositiveInfinity), (child, 1, 5_000_000, 5), (other, 2, 1_000_000, double.NegativeInfinity),
        ];
        await world.Store.InsertAsync(
            "points",
            new NativeBlock()
                .Add("run", points.Select(point => point.Run).ToArray())
                .Add("series", points.Select(point => point.Series).ToArray())
                .Add("step", points.Select(point => point.Step).ToArray())
                .Add("ts", points.Select(point => point.Step / 1000).ToArray())
                .Add("value", points.Select(point => point.Value).ToArray())
                .Add("part", new ushort[points.Length])
                .Add("off", new ulong[points.Length]),
            null, Token);
        return world;
    }

    static async Task<HttpResponseMessage> PostAsync(RetrievalWorld world, object body) => await world.Client.PostAsJsonAsync(
        $"/api/leaderboard/v1{Address}?projectIdentifier=team%2Fllm", body, Token);

    static async Task<List<string>> PointsAsync(RetrievalWorld world, object body)
    {
        using var answer = await PostAsync(world, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal("application/vnd.apache.arrow.stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new ArrowStreamReader(await answer.Content.ReadAsStreamAsync(Token));
        var points = new List<string>();
        while (await reader.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            Assert.Equal(
                ["project", "run", "attribute", "step", "time", "value"],
                batch.Schema.FieldsList.Select(field => field.Name));
            Assert.Equal(TimeUnit.Millisecond, ((TimestampType)batch.Schema.GetFieldByName("time").DataType).Unit);
            for (var row = 0; row < batch.Length; row++) points.Add(Text(batch, row));
        }

        return points;
    }

    static string Text(RecordBatch batch, int row)
    {
        Assert.Equal("team/llm", Name("project"));
        var step = batch.Column("step") is DoubleArray numbers
            ? numbers.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture)
            : ((Int64Array)batch.Column("step")).GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture) + "µ";
        var time = ((TimestampArray)batch.Column("time")).GetValue(row);
        var value = ((DoubleArray)batch.Column("value")).GetValue(row)!.Value;
        return string.Create(CultureInfo.InvariantCulture, $"{Name("run")} {Name("attribute")} {step} {time}ms {value:R}");

        string Name(string column)
        {
            var names = (DictionaryArray)batch.Column(column);
            return ((StringArray)names.Dictionary).GetString(((Int32Array)names.Indices).GetValue(row)!.Value);
        }
    }

    [Fact]
    public async Task Gives_what_each_run_logged_itself_in_the_order_of_the_runs()
    {
        await using var world = await StartAsync();

        Assert.Equal(
            [
                "root loss 1 1000ms 0.1", "root loss 2 2000ms NaN", "root loss 3 3000ms 9", "root acc 1.5 1500ms -0",
                "child loss 2.000001 2000ms Infinity", "child loss 5 5000ms 5", "LLM-1 loss 1 1000ms -Infinity",
            ],
            await PointsAsync(world, new { }));
    }

    [Fact]
    public async Task Gives_the_history_of_a_fork_from_its_root_on()
    {
        await using var world = await StartAsync();

        Assert.Equal(
            [
                "child loss 1000000µ 1000ms 0.1", "child loss 2000000µ 2000ms NaN", "child acc 1500000µ 1500ms -0",
                "child loss 2000001µ 2000ms Infinity", "child loss 5000000µ 5000ms 5",
            ],
            await PointsAsync(world, new { runs = new[] { "child" }, lineage = "FULL", steps = "micros" }));
        // A parent and its fork both have the parent's points, each under its own name.
        Assert.Equal(
            [
                "root loss 1 1000ms 0.1", "root loss 2 2000ms NaN", "root loss 3 3000ms 9",
                "child loss 1 1000ms 0.1", "child loss 2 2000ms NaN", "child loss 2.000001 2000ms Infinity", "child loss 5 5000ms 5",
            ],
            await PointsAsync(world, new { runs = new[] { "child", "root" }, attributes = new[] { "loss" }, lineage = "FULL" }));
    }

    [Fact]
    public async Task Takes_runs_by_id_or_query_and_series_by_name_or_expression_and_a_range_of_steps()
    {
        await using var world = await StartAsync();

        // The own id of one run is the sys/id of another: the own id counts.
        Assert.Equal(["LLM-1 loss 1 1000ms -Infinity"], await PointsAsync(world, new { runs = new[] { "LLM-1" } }));
        Assert.Equal(
            ["child loss 5 5000ms 5"],
            await PointsAsync(world, new { runs = new[] { "LLM-2" }, stepRange = new { from = 3.0 } }));
        Assert.Equal(
            ["LLM-1 loss 1 1000ms -Infinity"], await PointsAsync(world, new { query = "`note`:string = \"x\"" }));
        Assert.Equal(["root acc 1.5 1500ms -0"], await PointsAsync(world, new { attributeNameRegex = "^a" }));
        Assert.Empty(await PointsAsync(world, new { attributes = new[] { "none" } }));
        Assert.Empty(await PointsAsync(world, new { query = "`note`:string = \"y\"" }));
    }

    [Fact]
    public async Task Refuses_what_makes_no_sense_before_the_first_byte()
    {
        await using var world = await StartAsync();

        Assert.Equal(
            (HttpStatusCode.BadRequest, "There is no run 'x' in project 'team/llm'."),
            await world.RefusalAsync(Address, new { runs = new[] { "root", "x" } }));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "Name runs or give a query, not both."),
            await world.RefusalAsync(Address, new { runs = new[] { "root" }, query = "" }));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "steps is micros or numbers, not 'x'."),
            await world.RefusalAsync(Address, new { steps = "x" }));
        foreach (var wrong in new object[] { new { attributeNameRegex = "(" }, new { query = "=" }, new { lineage = "SOME" } })
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(world, wrong)).StatusCode);
    }

    [Fact]
    public async Task Gives_every_point_of_series_longer_than_a_block()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        const int length = 200_000;
        foreach (var name in new[] { "a", "b", "c" })
        {
            var run = (await world.AddRunAsync(name)).Number;
            foreach (var series in new uint[] { 1, 2 })
            {
                world.Table.AddFloatSeries(run, $"s{series}", series, length, (length - 1, 0), false);
                await world.Store.ExecuteAsync(
                    $"INSERT INTO points SELECT {run}, {series}, number, number, number * {series}, 0, 0 FROM numbers({length})", Token);
            }
        }

        await world.InsertAsync();
        using var answer = await PostAsync(world, new { steps = "micros" });
        using var reader = new ArrowStreamReader(await answer.Content.ReadAsStreamAsync(Token));
        var next = new Dictionary<(int, int), long>();
        while (await reader.ReadNextRecordBatchAsync(Token) is { } batch)
        {
            var runs = (Int32Array)((DictionaryArray)batch.Column("run")).Indices;
            var paths = (Int32Array)((DictionaryArray)batch.Column("attribute")).Indices;
            var steps = (Int64Array)batch.Column("step");
            var values = (DoubleArray)batch.Column("value");
            for (var row = 0; row < batch.Length; row++)
            {
                var key = (runs.GetValue(row)!.Value, paths.GetValue(row)!.Value);
                var expected = next.GetValueOrDefault(key);
                Assert.Equal(expected, steps.GetValue(row));
                Assert.Equal((double)expected * (key.Item2 + 1), values.GetValue(row));
                next[key] = expected + 1;
            }
        }

        Assert.Equal(6, next.Count);
        Assert.All(next.Values, count => Assert.Equal(length, count));
    }

    [Fact]
    public async Task Readers_that_go_away_leave_their_turn_to_others()
    {
        await using var world = await RetrievalWorld.StartAsync(engine);
        const int length = 1_000_000;
        var run = (await world.AddRunAsync("long")).Number;
        world.Table.AddFloatSeries(run, "s", 1, length, (length - 1, 0), false);
        await world.Store.ExecuteAsync($"INSERT INTO points SELECT {run}, 1, number, number, number, 0, 0 FROM numbers({length})", Token);
        await world.InsertAsync();

        // More than may read at a time; each keeps the server from sending on.
        for (var reader = 0; reader < 6; reader++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/api/leaderboard/v1{Address}?projectIdentifier=team%2Fllm") { Content = JsonContent.Create(new { }) };
            using var answer = await world.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
