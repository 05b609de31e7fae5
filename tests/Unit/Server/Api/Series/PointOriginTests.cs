using System.Net;
using NeptuneAlt.Unit.Server.Api.Runs;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Series;

[Collection(EngineCollection.Name)]
public class PointOriginTests(EngineFixture engine)
{
    const string Address = "/attributes/timeseries/points/source";

    static object Body(double? step, params (string Run, string Attribute)[] series) => new
    {
        attributes = series.Select(one => new
        {
            attribute = one.Attribute, holder = new { identifier = one.Run, type = "experiment" },
        }),
        step,
    };

    /// <summary>A root with a fork at 10 and a fork of that at 20; each logs "loss", the root alone "acc".</summary>
    async Task<RetrievalWorld> StartAsync()
    {
        var world = await RetrievalWorld.StartAsync(engine);
        var root = await world.AddRunAsync("root");
        var child = await world.AddRunAsync("child", "root", 10);
        var leaf = await world.AddRunAsync("leaf", "child", 20.5);
        foreach (var run in new[] { root, child, leaf })
        {
            world.Table.AddFloatSeries(run.Number, "loss", 1, 100, (100_000_000, 0), false);
            world.Table.AddFloatSeries(run.Number, "acc", run == root ? 2u : 0u, 10, (10_000_000, 0), false);
        }

        await world.InsertAsync();
        return world;
    }

    [Theory]
    [InlineData(0, "root")]
    [InlineData(10, "root")]
    [InlineData(10.000001, "child")]
    [InlineData(20.5, "child")]
    [InlineData(21, "leaf")]
    public async Task Names_the_run_whose_stretch_holds_the_step(double step, string expected)
    {
        await using var world = await StartAsync();

        var answer = await world.PostAsync(Address, Body(step, ("LLM-3", "loss")));

        var one = Assert.Single(answer.GetProperty("attributes").EnumerateArray());
        Assert.Equal("loss", one.GetProperty("attribute").GetString());
        Assert.Equal(expected, one.GetProperty("source").GetProperty("customId").GetString());
    }

    [Fact]
    public async Task Answers_for_several_and_leaves_out_what_has_no_points_there()
    {
        await using var world = await StartAsync();

        var answer = await world.PostAsync(
            Address, Body(15, ("LLM-1", "loss"), ("LLM-3", "acc"), ("LLM-3", "none"), ("LLM-2", "loss")));

        Assert.Equal(
            ["root", "child"],
            answer.GetProperty("attributes").EnumerateArray()
                .Select(one => one.GetProperty("source").GetProperty("customId").GetString()));
    }

    [Fact]
    public async Task Refuses_unknown_runs_and_a_missing_step()
    {
        await using var world = await StartAsync();

        Assert.Equal(
            (HttpStatusCode.BadRequest, "There is no run 'LLM-9'."),
            await world.RefusalAsync(Address, Body(1, ("LLM-9", "loss"))));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "The request needs a step."),
            await world.RefusalAsync(Address, Body(null, ("LLM-1", "loss"))));
    }
}
