using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Renames_experiments_and_joins_those_of_one_name()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        async Task<ulong> AddAsync(Project to, string id, string? experiment) => (await Runs.CreateAsync(
            new NewRun(new RunKey(to.Number, id), experiment, null, null, default, Now), Token)).Run.Number;
        var (a, b) = (await AddAsync(project, "1", "a"), await AddAsync(project, "2", "b"));
        var (newest, alone) = (await AddAsync(project, "3", "a"), await AddAsync(project, "4", null));
        var abroad = await AddAsync(other, "1", "a");
        async Task<ulong[]> RenameAsync(ulong run, string name) =>
            [.. (await Experiments.RenameAsync(project.Number, run, name, Token)).Select(one => one.Number)];

        Assert.Equal([a, newest], await RenameAsync(a, "it's \"<b>\""));
        Assert.Equal([a, newest], await RenameAsync(a, "it's \"<b>\""));
        Assert.Equal([a, b, newest], await RenameAsync(newest, "b"));
        Assert.Empty(await RenameAsync(alone, "c"));
        Assert.Empty(await RenameAsync(abroad, "c"));

        Assert.Equal("a", (await Runs.GetAsync([abroad], Token))[abroad].Experiment);
        var next = await Runs.CreateAsync(
            new NewRun(new RunKey(project.Number, "5"), "b", null, null, default, Now), Token);
        Assert.Equal(newest, next.FormerHead);
        await Assert.ThrowsAsync<CatalogConflictException>(() => RenameAsync(a, new string('x', 731)));
    }
}
