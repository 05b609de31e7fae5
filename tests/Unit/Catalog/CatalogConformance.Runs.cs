using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Tells_duplicates_from_conflicts()
    {
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "root");
        var fork = await CreateRunAsync(project, "fork", "root", 2, family: "f");

        Assert.Equal(RunCreationOutcome.Created, fork.Outcome);
        Assert.Equal(
            RunCreationOutcome.Duplicate, (await CreateRunAsync(project, "fork", "root", 2, "f", "other")).Outcome);
        Assert.Equal(RunCreationOutcome.Conflicting, (await CreateRunAsync(project, "fork", "root", 3, "f")).Outcome);
        Assert.Equal(RunCreationOutcome.Conflicting, (await CreateRunAsync(project, "fork", "x", 2, "f")).Outcome);
        Assert.Equal(RunCreationOutcome.Conflicting, (await CreateRunAsync(project, "fork", null, 0, "f")).Outcome);
        Assert.Equal(RunCreationOutcome.Conflicting, (await CreateRunAsync(project, "fork", "root", 2, "g")).Outcome);
        Assert.Equal(fork.Run, (await CreateRunAsync(project, "fork", "x", 2, "f")).Run);
        Assert.Equal(RunCreationOutcome.Duplicate, (await CreateRunAsync(project, "root")).Outcome);
    }

    [Fact]
    public async Task Finds_runs_by_each_kind_of_identifier_in_the_order_asked()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("vision");
        var a = (await CreateRunAsync(project, "a/b-1")).Run;
        var b = (await CreateRunAsync(project, "LLM-1")).Run;
        var foreign = (await CreateRunAsync(other, "x")).Run;

        var found = await Runs.FindAsync(
            project.Number,
            [
                "LLM-2", "CUSTOM/a/b-1", "nothing", a.Id.ToString().ToUpperInvariant(), "LLM-1", "CUSTOM/LLM-1",
                "LLM-01", "VISION-1", foreign.Id.ToString(), "CUSTOM/x", "LLM-2", "LLM-99999999999999999999",
            ],
            Token);

        Assert.Equal([b, a, null, a, a, b, null, null, null, null, b, null], found);
        Assert.Empty(await Runs.FindAsync(project.Number, [], Token));
    }

    [Fact]
    public async Task Refuses_names_that_not_every_database_can_keep()
    {
        var project = await CreateProjectAsync();

        Assert.Null(await FindRunAsync(project, "a\0b"));
        Assert.Equal([null], await Runs.FindAsync(project.Number, ["CUSTOM/a\0b"], Token));
        Assert.Null(await Projects.FindAsync("team/\0", Token));
        foreach (var runId in new[] { "a\0b", new string('ä', 366) })
        {
            var refused = await Assert.ThrowsAsync<CatalogConflictException>(() => CreateRunAsync(project, runId));
            Assert.Equal("RUN_INVALID_CREATION_PARAMETERS", refused.ErrorType);
        }

        var longest = string.Concat(Enumerable.Repeat("ä", 365));
        Assert.Equal(longest, (await CreateRunAsync(project, longest, longest, 1)).Run.RunId);
    }

    [Fact]
    public async Task Leaves_unknown_numbers_out()
    {
        var run = (await CreateRunAsync(await CreateProjectAsync(), "a")).Run;

        Assert.Equal([run], (await Runs.GetAsync([run.Number, 99, ulong.MaxValue], Token)).Values);
        Assert.Equal([run.Number], (await Runs.AncestryAsync([run.Number, run.Number, 99], Token)).Keys);
    }

    [Fact]
    public async Task Creates_a_run_once_when_many_try_at_the_same_time()
    {
        var project = await CreateProjectAsync();

        var same = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => Task.Run(() => CreateRunAsync(project, "x"))));
        var different = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(i => Task.Run(() => CreateRunAsync(project, $"run-{i}"))));

        Assert.Single(same, creation => creation.Outcome == RunCreationOutcome.Created);
        Assert.Single(same.Select(creation => creation.Run).Distinct());
        Assert.All(different, creation => Assert.Equal(RunCreationOutcome.Created, creation.Outcome));
        Assert.Equal(
            Enumerable.Range(2, 64).Select(number => $"LLM-{number}").Order(),
            different.Select(creation => creation.Run.SysId).Order());
        Assert.Equal(64, different.Select(creation => creation.Run.Number).Distinct().Count());
    }

    [Fact]
    public async Task Numbers_runs_from_one_and_gives_them_ids_of_their_project()
    {
        var first = await CreateProjectAsync();
        var second = await CreateProjectAsync("vision");

        var a = (await CreateRunAsync(first, "a", experiment: "exp")).Run;
        var b = (await CreateRunAsync(second, "a")).Run;
        var c = (await CreateRunAsync(first, "c")).Run;

        Assert.Equal(new Run(1, a.Id, first.Number, "a", "LLM-1", "exp", "a", null, Now), a);
        Assert.Equal("VISION-1", b.SysId);
        Assert.Equal("LLM-2", c.SysId);
        Assert.True(a.Number < b.Number && b.Number < c.Number);
    }
}
