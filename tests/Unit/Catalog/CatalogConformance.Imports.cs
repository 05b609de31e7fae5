using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task A_run_gets_the_number_that_it_wants_and_others_go_on_behind_the_greatest()
    {
        var project = await CreateProjectAsync();

        Assert.Equal("LLM-29", await ImportAsync("old", 29));
        Assert.Equal("LLM-30", (await CreateRunAsync(project, "new")).Run.SysId);
        Assert.Equal("LLM-7", await ImportAsync("older", 7));
        Assert.Equal("LLM-31", await ImportAsync("too late", 29));
        Assert.Equal("LLM-29", await ImportAsync("old", 5));
        Assert.Equal("LLM-41", await ImportAsync("of a registry", null, to: 40));
        Assert.Equal("LLM-40", await ImportAsync("the last", 40, to: 40));
        Assert.Equal("LLM-42", (await CreateRunAsync(project, "newest")).Run.SysId);

        async Task<string> ImportAsync(string id, ulong? number, ulong? to = null) => (await Runs.CreateAsync(
            new NewRun(new RunKey(project.Number, id), null, null, null, default, Now) { SysNumber = number, SysNumbersTo = to },
            Token)).Run.SysId;
    }

    [Fact]
    public async Task Knows_which_runs_were_imported_whole_until_they_are_deleted()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("vision");
        var runs = new[] { "a", "b" }.Select(async id => (await CreateRunAsync(project, id)).Run.Number);
        var numbers = await Task.WhenAll(runs);
        await Imports.MarkAsync(numbers[0], "one", Now, Token);
        await Imports.MarkAsync(numbers[1], "two", Now, Token);
        await Imports.MarkAsync(numbers[0], "three", Now, Token);

        Assert.Equal(["a three", "b two"], (await Imports.ListAsync(project.Number, Token)).Select(mark => $"{mark.Key} {mark.Value}").Order());
        Assert.Empty(await Imports.ListAsync(other.Number, Token));

        await DeletedRuns.DeleteAsync(project.Number, [numbers[0]], Now, Token);
        Assert.Equal(["b"], (await Imports.ListAsync(project.Number, Token)).Keys);
        await Projects.DeleteAsync(project.Number, Now, Token);
        Assert.Empty(await Imports.ListAsync(project.Number, Token));
    }
}
