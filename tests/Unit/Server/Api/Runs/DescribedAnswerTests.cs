using System.Text.Json;
using System.Text.Json.Serialization;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Attributes;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Runs;

/// <summary>Answers that are written piece by piece are of the shape that the API's description says.</summary>
[Collection(EngineCollection.Name)]
public class DescribedAnswerTests(EngineFixture engine)
{
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
    };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static readonly object[] Holder = [new { identifier = "LLM-1", type = "experiment" }];

    /// <summary>A run with an attribute of each type.</summary>
    async Task<RetrievalWorld> StartAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        var run = (await world.AddRunAsync("one")).Number;
        void Add(AttributeType type, Func<StoredAttribute, StoredAttribute> with) =>
            world.Table.Add(with(new StoredAttribute(run, $"a/{type}", type)));
        Add(AttributeType.Float, value => value with { FloatValue = double.NaN });
        Add(AttributeType.Int, value => value with { IntValue = 3 });
        Add(AttributeType.Bool, value => value with { IntValue = 1 });
        Add(AttributeType.Datetime, value => value with { IntValue = 5 });
        Add(AttributeType.StringSet, value => value with { SetValue = ["x"] });
        Add(AttributeType.FileRef, value => value with { StringValue = "p", IntValue = 4, Mime = "text/plain" });
        Add(AttributeType.StringSeries, value => value with { Series = 1, Points = 1, StringValue = "line" });
        Add(AttributeType.HistogramSeries, value => value with { Series = 2, Points = 1, LastStep = new(1_000_000) });
        Add(AttributeType.FileRefSeries, value => value with { Series = 3, StringValue = "p", Mime = "image/png" });
        Add(AttributeType.FloatSeries, value => value with
        {
            Series = 4, Points = 2, FloatValue = double.PositiveInfinity, LastStep = new(1_000_000),
            Figures = new(1, 2, 1.5, 0.25),
        });
        world.Table.Add(new StoredAttribute(run, "sys/ping_time", AttributeType.Datetime) { IntValue = 5 });
        await world.InsertAsync();
        foreach (var rows in new[]
        {
            "strings VALUES (1, 1, 0, 1, 'line', 0, 1)", "files VALUES (1, 3, 0, 1, 'p', 4, 'image/png', 0, 1, 0)",
            "histograms VALUES (1, 2, 1000000, 1, 0, [0, 1, inf], [2, 3], 0, 1)",
            "points VALUES (1, 4, 0, 1, 1.5, 0, 1), (1, 4, 1000000, 2, 2.5, 0, 1)",
        })
            await world.Store.ExecuteAsync("INSERT INTO " + rows, Token);
        return world;
    }

    /// <summary>Reads the answer as described, writes that again, and finds it the same.</summary>
    internal static T Same<T>(JsonElement answer)
    {
        var read = answer.Deserialize<T>(Strict)!; // an answer is never null
        Assert.True(
            JsonElement.DeepEquals(answer, JsonSerializer.SerializeToElement(read, Strict)),
            $"{answer}\nis described as\n{JsonSerializer.Serialize(read, Strict)}");
        return read;
    }

    [Fact]
    public async Task Attributes_are_as_described()
    {
        await using var world = await StartAsync();
        var names = new { experimentIdsFilter = new[] { "LLM-1" }, nextPage = new { limit = 3 } };

        var run = Same<RunResponse>(await world.GetAsync("/attributes/attributes?holderIdentifier=LLM-1"));
        Assert.Equal(14, run.Attributes.Count);
        Same<ValuesResponse>(await world.PostAsync("/leaderboard/attributes/query", names));
        Same<DefinitionsResponse>(await world.PostAsync("/leaderboard/attributes/definitions/query", names));
        Same<AttributesResponse>(await world.PostAsync(
            "/leaderboard/attributes/values/unique", new { attributeName = "a/Int", attributeType = "int" }));
        Same<RunAttributesResponse>(await world.PostAsync("/attributes/listForRuns", new
        {
            projectIdentifier = "team/llm", runsIds = new[] { "LLM-1" }, attributePathsFilter = new[] { "a/Int" },
        }));
        Same<FolderResponse>(await world.GetAsync("/attributes/queryAttributeDefinitions?experimentIdentifier=LLM-1"));
    }

    [Fact]
    public async Task Runs_and_groups_are_as_described()
    {
        await using var world = await StartAsync();
        var search = new
        {
            attributeFilters = new[] { new { path = "sys/id" }, new { path = "a/FloatSeries" } },
            grouping = new { groupBy = new[] { new { name = "a/Int", type = "int" } } },
        };

        Assert.Single(Same<SearchResponse>(await world.PostAsync("/leaderboard/entries/searchUserRuns", new { })).Entries);
        var groups = Same<SearchResponse>(await world.PostAsync("/leaderboard/entries/search", search)).Groups;
        Assert.Single(groups!);
        Same<TagsResponse>(await world.PostAsync("/leaderboard/tags/search", new { }));
    }

    [Fact]
    public async Task Series_and_charts_are_as_described()
    {
        await using var world = await StartAsync();
        object Metric(string path) => new { customId = path, holder = Holder[0], attributes = new[] { path } };
        object Chart(string path) => new { metrics = new[] { Metric(path) }, xaxis = new { steps = new { } } };

        var chart = Same<ChartResponse>(await world.PostAsync("/attributes/timeseries/view", Chart("a/FloatSeries")));
        Assert.Equal(2, chart.CustomSeries[0].Values.Count);
        Assert.Single(Same<HistogramViewResponse>(await world.PostAsync(
            "/attributes/timeseries/histogram/view", Chart("a/HistogramSeries"))).Elements[0].Values);
        Same<FloatSeriesResponse>(
            await world.GetAsync("/attributes/series/float?experimentId=LLM-1&attribute=a/FloatSeries"));
        var series = Same<SeriesResponse>(await world.PostAsync("/attributes/series", new
        {
            requests = new[] { "StringSeries", "HistogramSeries", "FileRefSeries" }.Select(type => new
            {
                requestId = type, series = new { holder = Holder[0], attribute = $"a/{type}", lineage = "FULL" },
            }),
        }));
        Assert.Equal(3, series.Series.Count);
    }
}
