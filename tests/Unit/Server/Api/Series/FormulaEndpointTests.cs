using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Formula;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Series;

[Collection(EngineCollection.Name)]
public class FormulaEndpointTests(EngineFixture engine)
{
    const string View = "/attributes/timeseries/view";

    /// <summary>LLM-1 and LLM-2, which have a loss at steps 0 to 9, and LLM-1 a validation loss between these and a config.</summary>
    async Task<RetrievalWorld> WorldAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        Run[] runs = [await world.AddRunAsync("one"), await world.AddRunAsync("two")];
        await AddAsync(world, runs[0], 1, "train/loss", Enumerable.Range(0, 10).Select(i => ((double)i, 10.0 - i)));
        await AddAsync(world, runs[1], 1, "train/loss", Enumerable.Range(0, 10).Select(i => ((double)i, 20.0 - i)));
        await AddAsync(world, runs[0], 2, "val/loss", Enumerable.Range(0, 3).Select(i => ((i * 3) + 0.5, 5.0 - i)));
        await AddAsync(world, runs[0], 3, "layers/0/norm", [(0, 1), (1, 2)]);
        await AddAsync(world, runs[0], 4, "layers/1/norm", [(0, 3), (2, 4)]);
        world.Table.Add(new StoredAttribute(runs[0].Number, "config/gpus", AttributeType.Int) { IntValue = 8 });
        world.Table.Add(new StoredAttribute(runs[0].Number, "config/name", AttributeType.String) { StringValue = "x" });
        await world.InsertAsync();
        return world;
    }

    static async Task AddAsync(RetrievalWorld world, Run run, uint series, string path, IEnumerable<(double Step, double Value)> points)
    {
        var rows = points.ToArray();
        var last = Step.FromDouble(rows[^1].Step);
        world.Table.AddFloatSeries(run.Number, path, series, rows.Length, (last.Micros, 2000), false, [.. rows.Select(row => row.Value)]);
        using var block = new NativeBlock()
            .Add("run", rows.Select(_ => run.Number).ToArray())
            .Add("series", rows.Select(_ => series).ToArray())
            .Add("step", rows.Select(row => Step.FromDouble(row.Step).Micros).ToArray())
            .Add("ts", rows.Select(row => 2000 + (long)(row.Step * 1000)).ToArray())
            .Add("value", rows.Select(row => row.Value).ToArray())
            .Add("part", rows.Select(_ => (ushort)0).ToArray())
            .Add("off", rows.Select(_ => (ulong)series).ToArray());
        await world.Store.InsertAsync("points", block, null, TestContext.Current.CancellationToken);
    }

    static object Chart(string formula, string run = "LLM-1", object? xaxis = null, bool? normalize = null, object? baseline = null) => new
    {
        metrics = new[]
        {
            new
            {
                customId = "y", holder = new { identifier = run, type = "experiment" }, attributes = Array.Empty<string>(),
                customYFormula = formula, lineage = "FULL", normalizeToFirstValue = normalize,
            },
        },
        view = new { maxUniqueX = 100, xscale = new { linear = new { } } },
        xaxis = xaxis ?? new { steps = new { } },
        baseline,
    };

    static (double X, double Y)[] Points(JsonElement answer, string list = "customSeries") =>
    [
        .. answer.GetProperty(list)[0].GetProperty("values").EnumerateArray().Select(point =>
            (point.GetProperty("x").GetDouble(), point.GetProperty("y").GetDouble())),
    ];

    [Fact]
    public async Task Several_views_are_answered_as_each_alone_and_each_has_its_own_error()
    {
        await using var world = await WorldAsync();
        object[] charts =
        [
            Chart("${train/loss}"), Chart("${train/loss} +"), Chart("${layers/1/norm} * 2"), Chart("${val/loss}", "LLM-2"),
            Chart("${train/loss}", xaxis: new { custom = new { customXFormula = "where(same(step, ${train/loss}) > 1, 1.7e308, -1.7e308)" } }),
        ];

        using var answer = await world.Client.PostAsJsonAsync(
            "/api/leaderboard/v1/attributes/timeseries/views?projectIdentifier=team/llm", new { charts }, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var frames = new Dictionary<int, (int Length, byte[] Payload)>();
        for (var at = 0; at < bytes.Length;)
        {
            var (place, length) = (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)));
            frames.Add(place, (length, bytes[(at + 8)..(at + 8 + Math.Abs(length))]));
            at += 8 + Math.Abs(length);
        }

        Assert.Equal([0, 1, 2, 3, 4], frames.Keys.Order());
        foreach (var place in (int[])[0, 2, 3, 4])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/leaderboard/v1/attributes/timeseries/view")
            {
                Content = JsonContent.Create(charts[place]), Headers = { { "Accept", ChartColumns.ContentType } },
            };
            using var alone = await world.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(await alone.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), frames[place].Payload);
        }

        var refused = await world.RefusalAsync(View, charts[1]);
        Assert.True(frames[1].Length < 0);
        using var error = JsonDocument.Parse(frames[1].Payload);
        Assert.Equal(
            (400, refused.Message), (error.RootElement.GetProperty("code").GetInt32(), error.RootElement.GetProperty("message").GetString()));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "Ask for at most 100 charts at a time."),
            await world.RefusalAsync("/attributes/timeseries/views", new { charts = Enumerable.Repeat(charts[0], 101) }));
    }

    [Fact]
    public async Task The_view_computes_formulas()
    {
        await using var world = await WorldAsync();

        Assert.Equal([(0.5, -5), (3.5, -3), (6.5, -1)], Points(await world.PostAsync(View, Chart("${val/loss} - hold(${train/loss})"))));
        Assert.Equal([(0, 3), (1, 2), (2, 4)], Points(await world.PostAsync(View, Chart("max($~{^layers/})"))));
        Assert.Equal([(0, 1), (1, 0), (2, 1)], Points(await world.PostAsync(View, Chart("argmax($~{^layers/})"))));
        Assert.Equal((0.0, 1.25), Points(await world.PostAsync(View, Chart("${train/loss} / ${config/gpus}")))[0]);
        Assert.Equal((0.0, 10.0), Points(await world.PostAsync(View, Chart("run(\"LLM-2\", ${train/loss}) - ${train/loss}")))[0]);
        Assert.Equal((0.0, 10.0), Points(await world.PostAsync(View, Chart("run(\"two\", ${train/loss}) - ${train/loss}")))[0]);
        Assert.Equal((0.0, 0.5), Points(await world.PostAsync(
            View, Chart("${train/loss} / baseline(${train/loss})", baseline: new { identifier = "LLM-2" })))[0]);
    }

    [Fact]
    public async Task The_view_takes_all_forms_of_the_contract()
    {
        await using var world = await WorldAsync();

        var normalized = await world.PostAsync(View, Chart("${train/loss}", normalize: true));
        Assert.Equal((9.0, 0.1), Points(normalized)[^1]);
        Assert.Equal(10, normalized.GetProperty("customSeries")[0].GetProperty("baseline").GetDouble());
        Assert.False(normalized.GetProperty("customSeries")[0].GetProperty("values")[0].GetProperty("interpolation").GetBoolean());
        Assert.Empty(normalized.GetProperty("elements").EnumerateArray());

        foreach (var axis in new object[]
            { new { attribute = "train/loss" }, new { attributes = new[] { "train/loss" } }, new { customXFormula = "${train/loss}" } })
            Assert.Equal((1.0, 1.0), Points(await world.PostAsync(View, Chart("${train/loss}", xaxis: new { custom = axis })))[0]);
        var refused = await world.RefusalAsync(View, Chart("${train/loss}", xaxis: new { custom = new { } }));
        Assert.Equal((HttpStatusCode.BadRequest, "A custom x axis needs a customXFormula, or exactly one attribute."), refused);

        var old = await world.PostAsync(View, new
        {
            series = new[] { new { holder = new { identifier = "LLM-1" }, attribute = "val/loss", lineage = "FULL" } },
            view = new { maxUniqueX = 100 },
        });
        Assert.Equal([(0.5, 5), (3.5, 4), (6.5, 3)], Points(old, "elements"));
        Assert.Equal("val/loss", old.GetProperty("elements")[0].GetProperty("timeSeries").GetProperty("attribute").GetString());
    }

    [Theory]
    [InlineData("${train/loss} + ${none}", "LLM-1", "unknown-metric", "LLM-1 has no ${none}.")]
    [InlineData("${none}", "LLM-1", "unknown-metric", "LLM-1 has no ${none}.")]
    [InlineData("${val/loss} - ${train/loss}", "LLM-1", "no-common-steps", "the nearest are 0.5 apart")]
    [InlineData("${train/loss} / ${config/gpus}", "LLM-2", "unknown-metric", "LLM-2 has no ${config/gpus}.")]
    [InlineData("parent(${train/loss})", "LLM-1", "missing", "LLM-1 was not forked")]
    [InlineData("baseline(${train/loss})", "LLM-1", "missing", "no reference run")]
    [InlineData("max($~{^no})", "LLM-1", "unknown-metric", "No float series of this run matches")]
    [InlineData("${config/gpus}", "LLM-1", "no-points", "beside a metric")]
    [InlineData("at(${train/loss}, 3) + at(${val/loss}, 0) + ${train/loss}", "LLM-1", "missing", "no point up to that step")]
    public async Task An_empty_line_says_why(string formula, string run, string code, string message)
    {
        await using var world = await WorldAsync();
        var answer = await world.PostAsync(View, Chart(formula, run));
        var missing = answer.GetProperty("customSeries")[0].GetProperty("missing");

        Assert.Empty(Points(answer));
        Assert.Equal(code, missing.GetProperty("code").GetString());
        Assert.Contains(message, missing.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_where_and_how_to_mend_it()
    {
        await using var world = await WorldAsync();
        var answer = await world.Client.PostAsJsonAsync(
            "/api/leaderboard/v1" + View, Chart("1 + sqtr(${train/loss})"), TestContext.Current.CancellationToken);
        var body = await TestServer.JsonAsync(answer);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("1 + sqtr(${train/loss})", body.GetProperty("formula").GetString());
        var one = body.GetProperty("diagnostics")[0];
        Assert.Equal((4, 8, "error", "unknown-name"), (
            one.GetProperty("from").GetInt32(), one.GetProperty("to").GetInt32(), one.GetProperty("severity").GetString(),
            one.GetProperty("code").GetString()));
        Assert.Equal("sqrt", one.GetProperty("fix").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_check_tells_kind_references_and_what_was_meant()
    {
        await using var world = await WorldAsync();
        Task<JsonElement> CheckAsync(string formula, string[]? runs = null, string role = "y") => world.PostAsync(
            "/formulas/check", new { projectIdentifier = "team/llm", formula, runs, role });

        foreach (var runs in new[] { null, new[] { "LLM-1", "LLM-2" } })
        {
            var good = await CheckAsync("max($~{^layers/}) / ${config/gpus}", runs);
            Assert.Equal("series", good.GetProperty("kind").GetString());
            Assert.Empty(good.GetProperty("diagnostics").EnumerateArray());
            var references = good.GetProperty("references");
            Assert.Equal(2, references[0].GetProperty("members").GetInt32());
            Assert.Equal("config/gpus", references[1].GetProperty("path").GetString());
            Assert.Equal(1, references[1].GetProperty("runsWith").GetInt32());
        }

        var far = (await CheckAsync("${train/los} + ${loss}")).GetProperty("diagnostics");
        Assert.Equal("${train/loss}", far[0].GetProperty("fix").GetProperty("text").GetString());
        Assert.Contains("${val/loss}", far[1].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("kind", (await CheckAsync("${config/name} + 1")).GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.Equal(
            "last(${train/loss})",
            (await CheckAsync("${train/loss}", role: "scalar")).GetProperty("diagnostics")[0].GetProperty("fix").GetProperty("text").GetString());
        foreach (var (formula, role) in new[] { ("${val/loss} - ${train/loss}", "y"), ("last(${val/loss} - ${train/loss})", "scalar") })
        {
            var apart = await CheckAsync(formula, ["LLM-1"], role);
            var one = Assert.Single(apart.GetProperty("diagnostics").EnumerateArray());
            Assert.Equal(("warning", "no-common-steps"), (one.GetProperty("severity").GetString(), one.GetProperty("code").GetString()));
            Assert.Contains("(steps 0.5 to 6.5) and ${train/loss} (steps 0 to 9)", one.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal("hold(${train/loss})", one.GetProperty("fix").GetProperty("text").GetString());
            Assert.Equal("${train/loss}", formula[one.GetProperty("from").GetInt32()..one.GetProperty("to").GetInt32()]);
        }

        // How values are spread is asked of families as well, and not of one number.
        foreach (var formula in new[] { "$~{^layers/}", "${train/loss}", "abs($~{^layers/})" })
            Assert.Empty((await CheckAsync(formula, ["LLM-1"], "histogram")).GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(
            "kind", (await CheckAsync("last(${train/loss})", ["LLM-1"], "histogram")).GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.Empty((await CheckAsync("${val/loss} - hold(${train/loss})", ["LLM-1"])).GetProperty("diagnostics").EnumerateArray());
        Assert.Equal(20, (await CheckAsync("${train/loss} * 2", ["LLM-1", "LLM-2"])).GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task Values_are_one_number_a_run_or_a_reason()
    {
        await using var world = await WorldAsync();
        var answer = await world.PostAsync("/formulas/values", new
        {
            metrics = new[] { "LLM-1", "LLM-2", "LLM-9" }.SelectMany(run => new[] { "run_min(${train/loss})", "last(${train/loss}) / ${config/gpus}", "nan" }
                .Select(formula => new { customId = run + formula, holder = new { identifier = run }, formula })),
        });
        var values = answer.GetProperty("values").EnumerateArray().ToArray();

        Assert.Equal(["1", "0.125", "NaN", "11"], values[..4].Select(value => value.GetProperty("value").ToString()));
        Assert.Equal("LLM-2 has no ${config/gpus}.", values[4].GetProperty("missing").GetProperty("message").GetString());
        Assert.Equal("There is no such run.", values[6].GetProperty("missing").GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await world.RefusalAsync("/formulas/values", new
        {
            metrics = new[] { new { customId = "", holder = new { identifier = "LLM-1" }, formula = "${train/loss}" } },
        })).Status);
    }

    [Fact]
    public async Task Numbers_of_all_runs_together_say_which_run_they_are_of()
    {
        await using var world = await WorldAsync();
        var answer = await world.PostAsync("/formulas/values", new
        {
            metrics = new[] { "best(run_min(${train/loss}))", "who(last(${train/loss}), \"max\")", "count_runs(last(${train/loss}) < 5)", "who(nan)" }
                .SelectMany(formula => new[] { "LLM-1", "LLM-2" }.Select(run => new { customId = run, holder = new { identifier = run }, formula })),
        });
        var values = answer.GetProperty("values").EnumerateArray().ToArray();

        Assert.Equal(["1", "1", "2", "2", "1", "1"], values[..6].Select(value => value.GetProperty("value").ToString()));
        Assert.Equal("LLM-2", values[2].GetProperty("run").GetString());
        Assert.False(values[0].TryGetProperty("run", out var run) && run.ValueKind == JsonValueKind.String);
        Assert.Contains("NaN in all runs", values[6].GetProperty("missing").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histograms_show_how_the_values_of_a_family_or_a_formula_are_spread()
    {
        await using var world = await WorldAsync();
        object Body(string formula, int bins) => new
        {
            metrics = new[] { new { customId = "", holder = new { identifier = "LLM-1" }, customYFormula = formula, lineage = "FULL" } },
            view = new { maxUniqueX = 500 }, xaxis = new { steps = new { } }, maxNumberOfBins = bins,
        };
        async Task<(string[] Edges, string[] Lines, string? Missing)> HistogramAsync(string formula, int bins)
        {
            var answer = await world.PostAsync("/attributes/timeseries/histogram/view", Body(formula, bins));
            var line = answer.GetProperty("elements")[0];
            return (
                [.. answer.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("value").ToString())],
                [.. line.GetProperty("values").EnumerateArray().Select(one => $"{one.GetProperty("x")}: {one.GetProperty("values")}")],
                line.TryGetProperty("missing", out var why) ? why.GetProperty("code").GetString() : null);
        }

        var family = await HistogramAsync("$~{^layers/}", 3);
        Assert.Equal(["1", "2", "3", "4"], family.Edges);
        Assert.Equal(["0: [1,0,1]", "1: [0,1,0]", "2: [0,0,1]"], family.Lines);
        var loss = await HistogramAsync("2 * ${train/loss}", 2);
        Assert.Equal(["2", "11", "20"], loss.Edges);
        Assert.Equal(["0: [0,1]", "9: [1,0]"], [loss.Lines[0], loss.Lines[9]]);
        Assert.Equal(loss.Lines.Select(line => line[3..]), (await HistogramAsync("${train/loss}", 2)).Lines.Select(line => line[3..]));
        Assert.Equal(FormulaCodes.NoCommonSteps, (await HistogramAsync("${val/loss} - ${train/loss}", 2)).Missing);
        var refused = await world.RefusalAsync("/attributes/timeseries/histogram/view", Body("${config/gpus} * 2", 2));
        Assert.Contains("A histogram works along a series", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_of_the_project_are_taken_in_by_name()
    {
        await using var world = await WorldAsync();
        await world.PostAsync("/formulas", new { name = "gap", formula = "${val/loss} - hold(${train/loss})", unit = "nats" });

        Assert.Equal((0.5, -10.0), Points(await world.PostAsync(View, Chart("2 * @gap")))[0]);
        Assert.Equal("gap", (await world.GetAsync("/formulas")).GetProperty("formulas")[0].GetProperty("name").GetString());
        Assert.Contains("The name of a formula", (await world.RefusalAsync("/formulas", new { name = "a gap", formula = "1" })).Message, StringComparison.Ordinal);
        Assert.Contains("character 4", (await world.RefusalAsync("/formulas", new { name = "half", formula = "1 +" })).Message, StringComparison.Ordinal);
        Assert.Contains("takes in itself", (await world.RefusalAsync("/formulas", new { name = "own", formula = "@own + @gap" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_is_exported_point_by_point()
    {
        await using var world = await WorldAsync();
        var text = await world.Client.GetStringAsync(
            "/api/leaderboard/v1/attributes/floatSeries/csv?holderIdentifier=team/llm/LLM-1&formula="
            + Uri.EscapeDataString("cum_sum(${val/loss})"), TestContext.Current.CancellationToken);

        Assert.Equal("step,timestampMillis,value\r\n0.5,2500,5\r\n3.5,5500,9\r\n6.5,8500,12\r\n", text);
    }

    [Fact]
    public async Task Lists_every_function()
    {
        await using var world = await WorldAsync();
        var functions = (await world.GetAsync("/formulas/functions")).GetProperty("functions").EnumerateArray().ToArray();

        Assert.Equal(FormulaFunctions.All.Select(one => one.Name), functions.Select(one => one.GetProperty("name").GetString()));
        Assert.Contains("roll_mean(x, w, centered=0)", functions.Select(one => one.GetProperty("signature").GetString()));
    }

    [Fact]
    public async Task Mutated_formulas_are_never_a_fault()
    {
        await using var world = await WorldAsync();
        var random = new Random(7);
        var texts = new FormulaTexts(random);
        string[] pieces =
        [
            "(", ")", ",", "$", "~", "{", "}", "\"", "let x = ", ";", "=", "==", "@", "#", "1e999", "-", "10m", "5pt", "hold(", "$~{(}", "not ",
            "roll_mean(", "\\", "é", "😀", "\0", "\n", "run(\"LLM-2\", ", "${config/name}", "${train/loss}", "run_min(", "at(", "gauss(", "parent(",
        ];
        string[] words = [.. FormulaFunctions.All.Select(function => function.Name + "(")];
        for (var i = 0; i < 40; i++)
        {
            var text = random.Next(2) == 0 ? FormulaFunctions.All[random.Next(FormulaFunctions.All.Count)].Example : texts.Next();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length + 1);
                var cut = Math.Min(random.Next(4), text.Length - at);
                var piece = random.Next(4) == 0 ? words[random.Next(words.Length)] : random.Next(4) == 0 ? "" : pieces[random.Next(pieces.Length)];
                text = text[..at] + piece + text[(at + cut)..];
            }

            foreach (var (path, body) in new (string, object)[]
            {
                (View, Chart(text)), (View, Chart("${train/loss}", xaxis: new { custom = new { customXFormula = text } })),
                ("/formulas/check", new { projectIdentifier = "team/llm", formula = text, runs = new[] { "LLM-1" } }),
                ("/formulas/check", new { projectIdentifier = "team/llm", formula = text, role = "scalar" }),
            })
            {
                var answer = await world.Client.PostAsJsonAsync("/api/leaderboard/v1" + path, body, TestContext.Current.CancellationToken);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest,
                    $"{path} {(int)answer.StatusCode}: {text}");
                if (answer.StatusCode == HttpStatusCode.BadRequest)
                    Assert.NotEmpty((await TestServer.JsonAsync(answer)).GetProperty("message").GetString()!);
            }
        }
    }
}
