using System.Net;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Attributes;

[Collection(EngineCollection.Name)]
public class DefinitionTests(EngineFixture engine)
{
    const string Differences = "/leaderboard/attributes/definitions/query-diffs";
    const string Prioritized = "/leaderboard/attributes/definitions/prioritized";

    static readonly object NoSys = new { mustNotMatchRegexes = new[] { "^sys/" } };

    static string[] Names(JsonElement answer) => [.. answer.GetProperty("entries").EnumerateArray().Select(entry =>
        $"{entry.GetProperty("name").GetString()}:{entry.GetProperty("type").GetString()}")];

    /// <summary>Three runs, LLM-1 to LLM-3, that agree in some attributes.</summary>
    async Task<RetrievalWorld> StartAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        for (var i = 1; i <= 3; i++)
        {
            var run = (await world.AddRunAsync($"r{i}")).Number;
            world.Table.AddText(run, "same", "x \"quoted\" <b>");
            world.Table.AddText(run, "text", i == 3 ? "b" : "a");
            if (i != 2) world.Table.AddText(run, "missing in one", "x");
            world.Table.Add(i == 3
                ? new StoredAttribute(run, "typed", AttributeType.Float) { FloatValue = 1 }
                : new StoredAttribute(run, "typed", AttributeType.Int) { IntValue = 1 });
            world.Table.Add(new StoredAttribute(run, "set", AttributeType.StringSet)
            {
                SetValue = i == 1 ? ["a", "b"] : ["b", "a"],
            });
            world.Table.Add(new StoredAttribute(run, "nan", AttributeType.Float) { FloatValue = double.NaN });
            world.Table.Add(new StoredAttribute(run, "loss", AttributeType.FloatSeries)
            {
                Series = 1, Points = 1, FloatValue = i, LastStep = Step.FromDouble(1),
            });
        }

        await world.InsertAsync();
        return world;
    }

    [Fact]
    public async Task Tells_in_which_attributes_runs_differ()
    {
        await using var world = await StartAsync();
        object Body(params string[] runs) => new { experimentIdsFilter = runs, attributeNameFilter = NoSys };

        Assert.Equal(
            ["loss:floatSeries", "missing in one:string", "text:string", "typed:float", "typed:int"],
            Names(await world.PostAsync(Differences, Body("LLM-1", "LLM-2", "LLM-3"))));
        Assert.Equal(
            ["loss:floatSeries", "missing in one:string"],
            Names(await world.PostAsync(Differences, Body("LLM-1", "LLM-2"))));
        Assert.Empty(Names(await world.PostAsync(Differences, Body("LLM-1"))));
        Assert.Empty(Names(await world.PostAsync(Differences, Body("LLM-1", "LLM-1", "LLM-99"))));
    }

    /// <summary>A number may come as text, and this text is one; as a limit or a step it would be read as 0.</summary>
    [Theory]
    [InlineData("/leaderboard/attributes/definitions/query", """{"nextPage":{"limit":"NaN"}}""", "limit")]
    [InlineData("/attributes/series", """{"requests":[],"stepRange":{"from":"NaN"}}""", "stepRange.from")]
    [InlineData("/attributes/timeseries/points/source", """{"attributes":[],"step":"NaN"}""", "step")]
    public async Task Refuses_a_number_that_is_none(string path, string body, string field)
    {
        await using var world = await StartAsync();

        var (status, message) = await world.RefusalAsync(path, JsonDocument.Parse(body).RootElement);

        Assert.Equal((HttpStatusCode.BadRequest, $"{field} is a number, not NaN."), (status, message));
    }

    [Fact]
    public async Task Pages_through_differences()
    {
        await using var world = await StartAsync();
        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await world.PostAsync(Differences, new
            {
                experimentIdsFilter = new[] { "LLM-1", "LLM-2", "LLM-3" },
                attributeNameFilter = NoSys,
                attributeFilter = new[] { new { attributeType = "string" }, new { attributeType = "int" } },
                nextPage = new { limit = 1, nextPageToken = token },
            });
            found.AddRange(Names(page));
            token = page.GetProperty("nextPage").TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(["missing in one:string", "text:string", "typed:int"], found);
    }

    [Fact]
    public async Task Refuses_to_compare_what_is_too_much_or_nowhere()
    {
        await using var world = await StartAsync();

        var (status, message) = await world.RefusalAsync(
            Differences, new { experimentIdsFilter = Enumerable.Range(0, 1001).Select(i => $"LLM-{i}") });

        Assert.Equal((HttpStatusCode.BadRequest, "Compare at most 1000 runs."), (status, message));
    }

    [Fact]
    public async Task Puts_attributes_of_preferred_runs_first()
    {
        await using var world = await StartAsync();
        object Body(int limit, params string[] runs) => new
        {
            projectIdentifiers = new[] { "team/llm" },
            limit,
            filterQueryAttributeDefinitionsDTO = new
            {
                attributeNameFilter = NoSys, attributeFilter = new[] { new { attributeType = "string" } },
            },
            priorityQueryAttributeDefinitionsDTO = new { experimentIds = runs },
        };
        async Task<(string[] Preferred, string[] Others, bool HasMore)> AskAsync(object body)
        {
            var answer = await world.PostAsync(Prioritized, body);
            var entries = answer.GetProperty("entries").EnumerateArray().ToLookup(
                entry => entry.GetProperty("matchedPriorityQuery").GetBoolean(),
                entry => entry.GetProperty("attributeDefinitionDTO").GetProperty("name").GetString()!);
            return ([.. entries[true]], [.. entries[false]], answer.GetProperty("hasMore").GetBoolean());
        }

        var (preferred, others, hasMore) = await AskAsync(Body(10, "LLM-2"));
        Assert.Equal(["same", "text"], preferred);
        Assert.Equal(["missing in one"], others);
        Assert.False(hasMore);
        (preferred, others, hasMore) = await AskAsync(Body(2, "LLM-2"));
        Assert.Equal(["same", "text"], preferred);
        Assert.Empty(others);
        Assert.True(hasMore);
        (preferred, others, hasMore) = await AskAsync(Body(1));
        Assert.Empty(preferred);
        Assert.Equal(["missing in one"], others);
        Assert.True(hasMore);
    }
}
