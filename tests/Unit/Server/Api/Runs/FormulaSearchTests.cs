using System.Net;
using System.Text.Json;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Api.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Runs;

/// <summary>The runs table with formulas as columns.</summary>
[Collection(EngineCollection.Name)]
public class FormulaSearchTests(EngineFixture engine)
{
    const string Search = "/leaderboard/entries/search";
    const string Ratio = "${loss} / ${gpus}";

    /// <summary>LLM-1 to LLM-6: losses 4, 9, 2, 8, NaN and none; GPUs 2, 3, 2, 2, 1 and 1; models a, b, a, b, a and b.</summary>
    async Task<RetrievalWorld> WorldAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        double?[] losses = [4, 9, 2, 8, double.NaN, null];
        long[] gpus = [2, 3, 2, 2, 1, 1];
        for (var place = 0; place < losses.Length; place++)
        {
            var run = (await world.AddRunAsync($"run-{place + 1}")).Number;
            if (losses[place] is { } loss)
                world.Table.Add(new StoredAttribute(run, "loss", AttributeType.Float) { FloatValue = loss });
            world.Table.Add(new StoredAttribute(run, "gpus", AttributeType.Int) { IntValue = gpus[place] });
            world.Table.AddText(run, "model", place % 2 == 0 ? "a" : "b");
        }

        await world.InsertAsync();
        return world;
    }

    static object Body(
        object? sorting = null, string[]? formulas = null, string? filter = null, int limit = 10, int offset = 0, string? query = null,
        object? baseline = null, object? grouping = null) => new
        {
            attributeFilters = new[] { new { path = "sys/id" } }, pagination = new { limit, offset }, sorting, formulas,
            formulaFilter = filter, query = query is null ? null : new { query }, baseline, grouping,
        };

    static object By(string formula, string dir = "ascending", object? thenBy = null) => new { formula, dir, thenBy };

    static object ByModel(object? thenBy = null) =>
        new { sortBy = new { name = "model", type = "string" }, dir = "ascending", thenBy };

    static string Ids(JsonElement answer) => string.Join(' ', answer.GetProperty("entries").EnumerateArray().Select(entry =>
        entry.GetProperty("attributes")[0].GetProperty("stringProperties").GetProperty("value").GetString()![4..]));

    static string[] Values(JsonElement answer, int column = 0) =>
    [
        .. answer.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("formulaValues")[column])
            .Select(value => value.TryGetProperty("value", out var number)
                ? number.ToString() : value.GetProperty("missing").GetProperty("message").GetString()!),
    ];

    [Fact]
    public async Task Shows_values_of_formulas_with_the_rows_of_the_page()
    {
        await using var world = await WorldAsync();
        var answer = await world.PostAsync(Search, Body(ByModel(), [Ratio, "${gpus} * 2", Ratio], limit: 4));

        Assert.Equal("1 3 5 2", Ids(answer));
        Assert.Equal(["2", "1", "NaN", "3"], Values(answer));
        Assert.Equal(["4", "4", "2", "6"], Values(answer, 1));
        Assert.Equal(["2", "1", "NaN", "3"], Values(answer, 2));
        var last = await world.PostAsync(Search, Body(ByModel(), [Ratio], offset: 5));
        Assert.Equal(["LLM-6 has no ${loss}."], Values(last));
    }

    [Fact]
    public async Task Sorts_by_a_formula_with_missing_values_last()
    {
        await using var world = await WorldAsync();

        var up = await world.PostAsync(Search, Body(By(Ratio), [Ratio]));
        Assert.Equal("3 1 2 4 5 6", Ids(up));
        Assert.Equal(["1", "2", "3", "4", "NaN", "LLM-6 has no ${loss}."], Values(up));
        Assert.Equal("4 2 1 3 5 6", Ids(await world.PostAsync(Search, Body(By(Ratio, "descending")))));
        // All pages together hold each run once.
        Assert.Equal(["3 1", "2 4", "5 6"], [
            Ids(await world.PostAsync(Search, Body(By(Ratio), limit: 2))),
            Ids(await world.PostAsync(Search, Body(By(Ratio), limit: 2, offset: 2))),
            Ids(await world.PostAsync(Search, Body(By(Ratio), limit: 2, offset: 4))),
        ]);
        Assert.Equal(6, up.GetProperty("matchingItemCount").GetInt32());
    }

    [Fact]
    public async Task Sorts_by_attributes_and_formulas_in_any_order()
    {
        await using var world = await WorldAsync();

        Assert.Equal("4 2 6 1 3 5", Ids(await world.PostAsync(Search, Body(new
        {
            sortBy = new { name = "model", type = "string" }, dir = "descending", thenBy = By(Ratio, "descending"),
        }))));
        Assert.Equal("6 5 4 1 3 2", Ids(await world.PostAsync(Search, Body(By("${gpus}", thenBy: new
        {
            sortBy = new { name = "model", type = "string" }, dir = "descending", thenBy = By("-${loss}"),
        })))));
    }

    [Fact]
    public async Task Sorts_groups_and_the_runs_in_them()
    {
        await using var world = await WorldAsync();
        object[] groupBy = [new { name = "model", type = "string" }];
        var groups = (await world.PostAsync(Search, Body(By(Ratio, "descending"), grouping: new { groupBy }))).GetProperty("groups");
        Assert.Equal(
            ["b", "a"], groups.EnumerateArray().Select(group => group.GetProperty("key")[0].GetProperty("value").GetString()));

        var opened = await world.PostAsync(Search, Body(
            By(Ratio, "descending"), [Ratio], grouping: new { groupBy, openedGroups = new[] { groups[0].GetProperty("id").GetString() } }));
        Assert.Equal("4 2 6", Ids(opened));
        Assert.Equal(["4", "3", "LLM-6 has no ${loss}."], Values(opened));
    }

    [Fact]
    public async Task Filters_by_a_formula_that_is_neither_0_nor_NaN()
    {
        await using var world = await WorldAsync();

        var few = await world.PostAsync(Search, Body(ByModel(), filter: $"{Ratio} > 1"));
        Assert.Equal("1 2 4", Ids(few));
        Assert.Equal(3, few.GetProperty("matchingItemCount").GetInt32());
        Assert.Equal("2 4", Ids(await world.PostAsync(Search, Body(ByModel(), filter: $"{Ratio} > 1", query: "`model`:string = \"b\""))));
        // A value that is no condition: only where it is neither.
        Assert.Equal("1 3 2 4", Ids(await world.PostAsync(Search, Body(ByModel(), filter: "${loss}"))));
        Assert.Equal("", Ids(await world.PostAsync(Search, Body(filter: "${loss} < 0"))));
    }

    [Fact]
    public async Task Compares_runs_with_all_that_the_query_finds_whatever_the_page()
    {
        await using var world = await WorldAsync();

        var answer = await world.PostAsync(Search, Body(ByModel(), ["runs_rank(${gpus})", "${gpus} - baseline(${gpus})"], limit: 2,
            offset: 2, baseline: new { identifier = "LLM-2" }));
        Assert.Equal("5 2", Ids(answer));
        Assert.Equal(["1", "6"], Values(answer));
        Assert.Equal(["-2", "0"], Values(answer, 1));
        var rest = await world.PostAsync(
            Search, Body(ByModel(), ["runs_rank(${gpus})"], query: "`model`:string = \"a\" AND `gpus`:int > 1"));
        Assert.Equal(["1", "1"], Values(rest));
    }

    [Fact]
    public async Task Takes_in_formulas_of_the_project_and_series()
    {
        await using var world = await WorldAsync();
        await world.PostAsync("/formulas", new { name = "ratio", formula = Ratio });

        Assert.Equal("2 1 3", Ids(await world.PostAsync(Search, Body(By("-@ratio"), filter: "@ratio < 4"))));
        var several = await world.PostAsync("/leaderboard/entries/msearch", new[]
        {
            new { projectIdentifier = "team/llm", searchLeaderboardEntriesParamsDTO = Body(By("@ratio"), ["@ratio"], limit: 1) },
        });
        Assert.Equal(["1"], Values(several[0]));
    }

    [Fact]
    public async Task Refuses_what_has_no_answer()
    {
        await using var world = await WorldAsync();
        foreach (var (path, body, message) in new (string, object, string)[]
        {
            ("/proto/leaderboard/entries/search", Body(formulas: ["1"]), "ask leaderboard/entries/search"),
            ("/proto/leaderboard/entries/search", Body(By("1")), "ask leaderboard/entries/search"),
            ("/proto/leaderboard/entries/global/search", Body(filter: "1"), "ask leaderboard/entries/search"),
            ("/leaderboard/entries/searchUserRuns", new { sorting = By("1") }, "ask leaderboard/entries/search"),
            (Search, Body(formulas: [.. Enumerable.Repeat("1", Limits.TableFormulasMax + 1)]), "at most 50 formulas"),
            (Search, Body(formulas: ["sqtr(1)"]), "Did you mean sqrt?"),
            (Search, Body(By("${model}")), "is of type string"),
            (Search, Body(filter: "step"), "step has a value at the steps"),
            (Search, Body(By("@none")), "no formula 'none'"),
            (Search, Body(formulas: [""]), "Expected a number"),
            (Search, Body(formulas: ["1"], baseline: new { identifier = "LLM-9" }, sorting: By("1")), "no run 'LLM-9' to be the baseline"),
            (Search, Body(new { formula = "1", sortBy = new { name = "model" } }), "do not go together"),
        })
        {
            var refused = await world.RefusalAsync(path, body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sorts_as_many_runs_as_it_says_and_refuses_more()
    {
        await using var world = await WorldAsync();
        await world.Store.ExecuteAsync(
            """
            INSERT INTO attributes (project, run, path, type, string_value)
            SELECT 1, 1000 + number, 'sys/id', 4, concat('LLM-', toString(1000 + number)) FROM numbers(9995)
            """, TestContext.Current.CancellationToken);

        var (status, message) = await world.RefusalAsync(Search, Body(By(Ratio)));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("10,001 runs match, and at most 10,000 can be sorted", message, StringComparison.Ordinal);
        Assert.Contains("Ask for shorter pages", (await world.RefusalAsync(
            Search, Body(formulas: ["1", "2"], limit: 6000))).Message, StringComparison.Ordinal);
        Assert.Equal("3 1 2 4 5 6", Ids(await world.PostAsync(
            Search, Body(By(Ratio), limit: 6, query: "`sys/id`:string != \"LLM-1003\""))));
    }

    [Fact]
    public async Task Rows_are_as_described()
    {
        await using var world = await WorldAsync();
        var answer = DescribedAnswerTests.Same<SearchResponse>(await world.PostAsync(Search, Body(By(Ratio), [Ratio])));
        Assert.Equal("unknown-metric", answer.Entries[^1].FormulaValues![0].Missing!.Code);
    }
}
