using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Deletes_runs_but_for_those_that_others_lean_on()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        var root = (await CreateRunAsync(project, "root")).Run.Number;
        var fork = (await CreateRunAsync(project, "fork", "root", 3)).Run.Number;
        var leaf = (await CreateRunAsync(project, "leaf", "fork", 5)).Run.Number;
        var elsewhere = (await CreateRunAsync(other, "root")).Run.Number;
        async Task<ulong[]> DeleteAsync(params ulong[] runs) =>
            [.. (await DeletedRuns.DeleteAsync(project.Number, runs, Now, Token)).Order()];

        Assert.Empty(await DeleteAsync(root, fork));
        Assert.Empty(await DeleteAsync(elsewhere, 999));
        Assert.Equal([leaf], await DeleteAsync(leaf));
        Assert.Equal([root, fork], await DeleteAsync(root, fork, leaf));

        Assert.Empty(await Runs.GetAsync([root, fork, leaf], Token));
        Assert.Equal(
            [root, fork, leaf], (await DeletedRuns.ListAsync(Now, Token)).Select(run => run.Number));
        Assert.Equal(new DeletedRun(root, project.Number, Now), (await DeletedRuns.ListAsync(Now, Token))[0]);
        Assert.Empty(await DeletedRuns.ListAsync(Now.AddMilliseconds(1), Token));
        await DeletedRuns.ForgetAsync([root, leaf], Token);
        Assert.Equal([fork], (await DeletedRuns.ListAsync(Now, Token)).Select(run => run.Number));
        Assert.True((await CreateRunAsync(project, "root")).Run.Number > leaf);
    }

    [Fact]
    public async Task Keeps_the_head_of_an_experiment_that_has_other_runs()
    {
        var project = await CreateProjectAsync();
        async Task<ulong> AddAsync(string id) => (await Runs.CreateAsync(
            new NewRun(new RunKey(project.Number, id), "exp", null, null, default, Now), Token)).Run.Number;
        var (first, second, head) = (await AddAsync("a"), await AddAsync("b"), await AddAsync("c"));

        Assert.Equal([first], await DeletedRuns.DeleteAsync(project.Number, [first, head], Now, Token));
        Assert.Equal(
            [second, head], (await DeletedRuns.DeleteAsync(project.Number, [second, head], Now, Token)).Order());
    }
}
