using CsCheck;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Remembers_what_a_fork_takes_over_and_whether_its_parent_was_there()
    {
        var project = await CreateProjectAsync();
        NewRun Fork(string runId, bool configs) =>
            new(new RunKey(project.Number, runId), null, null, "parent", Step.FromDouble(3), Now) { InheritConfigs = configs };
        var early = await Runs.CreateAsync(Fork("early", configs: true), Token);
        var parent = await CreateRunAsync(project, "parent");
        var late = await Runs.CreateAsync(Fork("late", configs: false), Token);

        Assert.Equal((true, true, null), (early.Run.Fork!.IsLate, early.Run.Fork.InheritsConfigs, early.Run.Fork.Parent));
        Assert.Equal((false, false), (late.Run.Fork!.IsLate, late.Run.Fork.InheritsConfigs));
        var adopted = Assert.Single(parent.Adopted).Fork!;
        Assert.Equal((true, true, (ulong?)parent.Run.Number), (adopted.IsLate, adopted.InheritsConfigs, adopted.Parent));
    }

    [Fact]
    public async Task Links_forks_of_missing_parents_when_the_parent_comes()
    {
        var project = await CreateProjectAsync();
        var fork = (await CreateRunAsync(project, "fork", "root", 2.5)).Run;
        Assert.Equal(new Fork("root", Step.FromDouble(2.5), null) { IsLate = true }, fork.Fork);

        var creation = await CreateRunAsync(project, "root");

        var linked = fork with { Fork = fork.Fork! with { Parent = creation.Run.Number } };
        Assert.Equal([linked], creation.Adopted);
        Assert.Equal(linked, await FindRunAsync(project, "fork"));
        Assert.Equal([linked], await Runs.ChildrenAsync([creation.Run.Number], Token));
    }

    [Fact]
    public async Task Links_a_fork_before_its_parents_own_fork_to_the_ancestor_that_has_the_points()
    {
        var project = await CreateProjectAsync();
        var root = (await CreateRunAsync(project, "root")).Run;
        var middle = (await CreateRunAsync(project, "middle", "root", 10)).Run;

        Assert.Equal(root.Number, (await CreateRunAsync(project, "before", "middle", 4)).Run.Fork!.Parent);
        Assert.Equal(root.Number, (await CreateRunAsync(project, "at", "middle", 10)).Run.Fork!.Parent);
        Assert.Equal(middle.Number, (await CreateRunAsync(project, "after", "middle", 11)).Run.Fork!.Parent);
        Assert.Equal("middle", (await FindRunAsync(project, "before")).Fork!.ParentRunId);
    }

    [Fact]
    public async Task Never_links_a_circle()
    {
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "self", "self", 1);
        await CreateRunAsync(project, "a", "b", 5);
        var b = await CreateRunAsync(project, "b", "a", 7);

        Assert.Empty(b.Adopted);
        Assert.Null((await FindRunAsync(project, "self")).Fork!.Parent);
        Assert.Null((await FindRunAsync(project, "a")).Fork!.Parent);
        Assert.Equal((await FindRunAsync(project, "a")).Number, b.Run.Fork!.Parent);
    }

    /// <summary>Random forests with chains of up to 20 forks, created in any order, against a model that resolves each
    /// fork from the whole forest: the order of creation must not matter, before or after parents come.</summary>
    [Fact]
    public Task Resolves_lineages_as_the_model_does_in_any_order_of_creation() =>
        ForkForest.Gen.SampleAsync(
            async forest => await forest.CheckAsync(Runs, await CreateProjectAsync($"p-{Guid.NewGuid()}"), Now),
            iter: 12, threads: 1);
}
