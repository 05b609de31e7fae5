using CsCheck;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

/// <summary>What every catalog does; one subclass an adapter, each test on an empty database of its own.</summary>
public abstract class CatalogConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 5, 10, 0, 0, 123, TimeSpan.Zero);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ICatalog Catalog { get; set; } = null!; // opened before each test

    /// <summary>Opens the catalog of this test; the second time the same one again.</summary>
    protected abstract Task<ICatalog> OpenAsync();

    public virtual async ValueTask InitializeAsync()
    {
        Catalog = await OpenAsync();
        await Catalog.MigrateAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Catalog is not null) await Catalog.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<Project> CreateProjectAsync(string name = "llm", string workspace = "team") =>
        (await Catalog.CreateProjectAsync(new NewProject(workspace, name, null, "priv", "", Now), Token)).Project;

    protected Task<RunCreation> CreateRunAsync(
        Project project, string runId, string? parent = null, double step = 0, string? family = null,
        string? experiment = null) =>
        Catalog.CreateRunAsync(
            new NewRun(
                new RunKey(project.Number, runId), experiment, family ?? runId, parent, Step.FromDouble(step), Now),
            Token);

    protected async Task<Run> FindRunAsync(Project project, string runId) =>
        (await Catalog.FindRunAsync(new RunKey(project.Number, runId), Token))!; // a test that finds none fails

    [Fact]
    public async Task Keeps_all_after_it_is_opened_again_and_migrates_once()
    {
        var project = await CreateProjectAsync();
        var run = (await CreateRunAsync(project, "a", experiment: "exp")).Run;
        var secret = await Catalog.SecretAsync("signing", Token);

        await Catalog.DisposeAsync();
        Catalog = await OpenAsync();
        await Catalog.MigrateAsync(Token);

        Assert.Equal(project, await Catalog.FindProjectAsync("team/llm", Token));
        Assert.Equal(run, await FindRunAsync(project, "a"));
        Assert.Equal(secret, await Catalog.SecretAsync("signing", Token));
    }

    [Fact]
    public async Task Keeps_its_first_identity_and_the_newest_ends_of_the_log()
    {
        var id = Guid.NewGuid();
        Assert.Null(await Catalog.FindIdentityAsync(Token));
        await Catalog.KeepIdentityAsync(id, Token);
        await Catalog.KeepIdentityAsync(Guid.NewGuid(), Token);
        await Catalog.KeepLogEndAsync(0, new LogEnd(3, false), Token);
        await Catalog.KeepLogEndAsync(2, new LogEnd(5, false), Token);
        await Catalog.KeepLogEndAsync(0, new LogEnd(7_000_000_000, true), Token);

        Assert.Equal(id, await Catalog.FindIdentityAsync(Token));
        Assert.Equal(
            new Dictionary<int, LogEnd> { [0] = new(7_000_000_000, true), [2] = new(5, false) },
            await Catalog.LogEndsAsync(Token));
    }

    [Fact]
    public async Task Remembers_the_highest_numbers_when_what_had_them_is_gone()
    {
        Assert.Equal(new NumbersGiven(0, 0), await Catalog.NumbersGivenAsync(Token));
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "a");
        var last = (await CreateRunAsync(project, "b")).Run;
        var given = new NumbersGiven(last.Number, project.Number);
        Assert.Equal(given, await Catalog.NumbersGivenAsync(Token));

        await Catalog.DeleteProjectAsync(project.Number, Now, Token);

        Assert.Equal(given, await Catalog.NumbersGivenAsync(Token));
    }

    [Fact]
    public async Task Creates_a_project_once_with_its_workspace()
    {
        var (project, created) = await Catalog.CreateProjectAsync(
            new NewProject("team", "big llm", "LLM", "workspace", "About", Now), Token);
        var (again, createdAgain) = await Catalog.CreateProjectAsync(
            new NewProject("team", "big llm", null, "priv", "", Now), Token);
        var other = await CreateProjectAsync("other");

        Assert.True(created);
        Assert.Equal(
            new Project(1, project.Id, project.WorkspaceId, "team", "big llm", "LLM", "workspace", "About", false, Now),
            project);
        Assert.False(createdAgain);
        Assert.Equal(project, again);
        Assert.Equal(project.WorkspaceId, other.WorkspaceId);
        Assert.Equal([project, other], await Catalog.ListProjectsAsync(Token));
    }

    [Fact]
    public async Task Finds_projects_by_name_and_by_uuid()
    {
        var project = await CreateProjectAsync();

        Assert.Equal(project, await Catalog.FindProjectAsync("team/llm", Token));
        Assert.Equal(project, await Catalog.FindProjectAsync(project.Id.ToString().ToUpperInvariant(), Token));
        Assert.Null(await Catalog.FindProjectAsync("team/LLM", Token));
        Assert.Null(await Catalog.FindProjectAsync("llm", Token));
        Assert.Null(await Catalog.FindProjectAsync(Guid.NewGuid().ToString(), Token));
    }

    [Fact]
    public async Task Gives_each_project_of_a_workspace_its_own_key()
    {
        Assert.Equal("PYE2EMODUL", (await CreateProjectAsync("pye2e_module.project")).Key);
        Assert.Equal("PYE2EMODU2", (await CreateProjectAsync("pye2e_module_b")).Key);
        Assert.Equal("PYE2EMODUL", (await CreateProjectAsync("pye2e_module_b", "other")).Key);
        Assert.Equal("P12", (await CreateProjectAsync("12")).Key);
        Assert.Equal("P12X2", (await CreateProjectAsync("1-2")).Key);
        Assert.Equal("P", (await CreateProjectAsync("łąż")).Key);

        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.CreateProjectAsync(
            new NewProject("team", "new", "P12", "priv", "", Now), Token));
        Assert.Equal("PROJECT_KEY_COLLISION", conflict.ErrorType);
    }

    [Fact]
    public async Task Updates_what_is_given_and_refuses_a_name_that_is_taken()
    {
        var project = await CreateProjectAsync();
        await CreateProjectAsync("taken");

        Assert.Equal(
            project with { Description = "new", Archived = true },
            await Catalog.UpdateProjectAsync(project.Number, new ProjectChange(null, "new", null, true), Token));
        Assert.Equal(
            project with { Name = "renamed", Description = "new", Visibility = "pub" },
            await Catalog.UpdateProjectAsync(project.Number, new ProjectChange("renamed", null, "pub", false), Token));
        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.UpdateProjectAsync(
            project.Number, new ProjectChange("taken", null, null, null), Token));
        Assert.Equal("PROJECT_NAME_COLLISION", conflict.ErrorType);
        Assert.Null(await Catalog.UpdateProjectAsync(99, new ProjectChange("x", null, null, null), Token));
    }

    [Fact]
    public async Task Keeps_views_by_project_and_changes_them()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        const string name = "best \"<b>\" \u202e 🚀";
        var view = await Catalog.AddViewAsync(new NewView(project.Number, name, "{}", false, Now), Token);
        var second = await Catalog.AddViewAsync(
            new NewView(project.Number, "second", "[1]", false, Now.AddSeconds(1)), Token);

        Assert.Equal(new SavedView(view.Id, project.Number, name, "{}", false, Now), view);
        Assert.Equal([view, second], await Catalog.ListViewsAsync(project.Number, Token));
        Assert.Empty(await Catalog.ListViewsAsync(other.Number, Token));
        Assert.Null(await Catalog.FindViewAsync(other.Number, view.Id, Token));
        Assert.Null(await Catalog.UpdateViewAsync(other.Number, view.Id, new ViewChange("x", "", null), Token));
        Assert.False(await Catalog.DeleteViewAsync(other.Number, view.Id, Token));

        var changed = await Catalog.UpdateViewAsync(project.Number, view.Id, new ViewChange("x", "{2}", null), Token);
        Assert.Equal(view with { Name = "x", Content = "{2}" }, changed);
        Assert.Equal(changed, await Catalog.FindViewAsync(project.Number, view.Id, Token));

        Assert.True(await Catalog.DeleteViewAsync(project.Number, view.Id, Token));
        Assert.False(await Catalog.DeleteViewAsync(project.Number, view.Id, Token));
        Assert.Equal([second], await Catalog.ListViewsAsync(project.Number, Token));
    }

    [Fact]
    public async Task Refuses_a_view_whose_name_is_taken_in_its_project()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        await Catalog.AddViewAsync(new NewView(project.Number, "a", "", false, Now), Token);
        var view = await Catalog.AddViewAsync(new NewView(project.Number, "b", "", false, Now), Token);
        await Catalog.AddViewAsync(new NewView(other.Number, "a", "", false, Now), Token);

        var added = await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Catalog.AddViewAsync(new NewView(project.Number, "a", "", false, Now), Token));
        var renamed = await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Catalog.UpdateViewAsync(project.Number, view.Id, new ViewChange("a", "", null), Token));

        Assert.Equal("VIEW_NAME_COLLISION", added.ErrorType);
        Assert.Equal("VIEW_NAME_COLLISION", renamed.ErrorType);
    }

    [Fact]
    public async Task Has_at_most_one_default_view_a_project()
    {
        var project = await CreateProjectAsync();
        var first = await Catalog.AddViewAsync(new NewView(project.Number, "a", "", true, Now), Token);
        var second = await Catalog.AddViewAsync(new NewView(project.Number, "b", "", true, Now.AddSeconds(1)), Token);
        async Task<IEnumerable<bool>> DefaultsAsync() =>
            (await Catalog.ListViewsAsync(project.Number, Token)).Select(view => view.IsDefault);

        Assert.Equal([false, true], await DefaultsAsync());
        Assert.True(await Catalog.SetDefaultViewAsync(project.Number, first.Id, Token));
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.False(await Catalog.SetDefaultViewAsync(project.Number, Guid.NewGuid(), Token));
        Assert.Equal([true, false], await DefaultsAsync());
        await Catalog.UpdateViewAsync(project.Number, second.Id, new ViewChange("b", "", false), Token);
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.True(await Catalog.SetDefaultViewAsync(project.Number, null, Token));
        Assert.Equal([false, false], await DefaultsAsync());
    }

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
            [.. (await Catalog.DeleteRunsAsync(project.Number, runs, Now, Token)).Order()];

        Assert.Empty(await DeleteAsync(root, fork));
        Assert.Empty(await DeleteAsync(elsewhere, 999));
        Assert.Equal([leaf], await DeleteAsync(leaf));
        Assert.Equal([root, fork], await DeleteAsync(root, fork, leaf));

        Assert.Empty(await Catalog.GetRunsAsync([root, fork, leaf], Token));
        Assert.Equal(
            [root, fork, leaf], (await Catalog.DeletedRunsAsync(Now, Token)).Select(run => run.Number));
        Assert.Equal(new DeletedRun(root, project.Number, Now), (await Catalog.DeletedRunsAsync(Now, Token))[0]);
        Assert.Empty(await Catalog.DeletedRunsAsync(Now.AddMilliseconds(1), Token));
        await Catalog.ForgetDeletedRunsAsync([root, leaf], Token);
        Assert.Equal([fork], (await Catalog.DeletedRunsAsync(Now, Token)).Select(run => run.Number));
        Assert.True((await CreateRunAsync(project, "root")).Run.Number > leaf);
    }

    [Fact]
    public async Task Keeps_the_head_of_an_experiment_that_has_other_runs()
    {
        var project = await CreateProjectAsync();
        async Task<ulong> AddAsync(string id) => (await Catalog.CreateRunAsync(
            new NewRun(new RunKey(project.Number, id), "exp", null, null, default, Now), Token)).Run.Number;
        var (first, second, head) = (await AddAsync("a"), await AddAsync("b"), await AddAsync("c"));

        Assert.Equal([first], await Catalog.DeleteRunsAsync(project.Number, [first, head], Now, Token));
        Assert.Equal(
            [second, head], (await Catalog.DeleteRunsAsync(project.Number, [second, head], Now, Token)).Order());
    }

    [Fact]
    public async Task Renames_experiments_and_joins_those_of_one_name()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        async Task<ulong> AddAsync(Project to, string id, string? experiment) => (await Catalog.CreateRunAsync(
            new NewRun(new RunKey(to.Number, id), experiment, null, null, default, Now), Token)).Run.Number;
        var (a, b) = (await AddAsync(project, "1", "a"), await AddAsync(project, "2", "b"));
        var (newest, alone) = (await AddAsync(project, "3", "a"), await AddAsync(project, "4", null));
        var abroad = await AddAsync(other, "1", "a");
        async Task<ulong[]> RenameAsync(ulong run, string name) =>
            [.. (await Catalog.RenameExperimentAsync(project.Number, run, name, Token)).Select(one => one.Number)];

        Assert.Equal([a, newest], await RenameAsync(a, "it's \"<b>\""));
        Assert.Equal([a, newest], await RenameAsync(a, "it's \"<b>\""));
        Assert.Equal([a, b, newest], await RenameAsync(newest, "b"));
        Assert.Empty(await RenameAsync(alone, "c"));
        Assert.Empty(await RenameAsync(abroad, "c"));

        Assert.Equal("a", (await Catalog.GetRunsAsync([abroad], Token))[abroad].Experiment);
        var next = await Catalog.CreateRunAsync(
            new NewRun(new RunKey(project.Number, "5"), "b", null, null, default, Now), Token);
        Assert.Equal(newest, next.FormerHead);
        await Assert.ThrowsAsync<CatalogConflictException>(() => RenameAsync(a, new string('x', 731)));
    }

    [Fact]
    public async Task Keeps_colors_of_values_by_project()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        var style = new AttributeStyle("sys/tags", "best \"<b>\" \u202e 🚀", "#ff0000");

        await Catalog.PutStyleAsync(project.Number, style, Token);
        await Catalog.PutStyleAsync(project.Number, style with { Color = "#00ff00" }, Token);
        await Catalog.PutStyleAsync(project.Number, new AttributeStyle("model", "a", "red"), Token);

        Assert.Equal(
            [new AttributeStyle("model", "a", "red"), style with { Color = "#00ff00" }],
            await Catalog.ListStylesAsync(project.Number, Token));
        Assert.Empty(await Catalog.ListStylesAsync(other.Number, Token));
        Assert.False(await Catalog.DeleteStyleAsync(other.Number, style.Name, style.Value, Token));
        Assert.True(await Catalog.DeleteStyleAsync(project.Number, style.Name, style.Value, Token));
        Assert.Single(await Catalog.ListStylesAsync(project.Number, Token));
        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.PutStyleAsync(99, style, Token));
        Assert.Equal("PROJECT_NOT_FOUND", conflict.ErrorType);
    }

    [Fact]
    public async Task Keeps_properties_by_owner_scope_and_type()
    {
        var mine = new PropertyScope("ann", "user", "ui");
        await Catalog.PutPropertyAsync(mine, new Property("theme", "dark"), Token);
        await Catalog.PutPropertyAsync(mine, new Property("theme", "light"), Token);
        await Catalog.PutPropertyAsync(mine, new Property("more", "{}"), Token);

        Assert.Equal(
            [new Property("more", "{}"), new Property("theme", "light")],
            await Catalog.ListPropertiesAsync(mine, Token));
        foreach (var other in (PropertyScope[])[mine with { Owner = "bob" }, mine with { Scope = "x" }, mine with { Type = "x" }])
        {
            Assert.Empty(await Catalog.ListPropertiesAsync(other, Token));
            Assert.False(await Catalog.DeletePropertyAsync(other, "theme", Token));
        }

        Assert.True(await Catalog.DeletePropertyAsync(mine, "theme", Token));
        Assert.Equal([new Property("more", "{}")], await Catalog.ListPropertiesAsync(mine, Token));
    }

    [Fact]
    public async Task Bounds_how_many_properties_an_owner_has()
    {
        var scope = new PropertyScope("ann", "user", "ui");
        for (var i = 0; i < 1000; i++) await Catalog.PutPropertyAsync(scope, new Property($"{i}", ""), Token);

        await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Catalog.PutPropertyAsync(scope, new Property("one more", ""), Token));
        await Catalog.PutPropertyAsync(scope, new Property("7", "changed"), Token);

        Assert.Equal(1000, (await Catalog.ListPropertiesAsync(scope, Token)).Count);
    }

    [Fact]
    public async Task Deletes_a_project_with_its_runs_and_never_uses_their_numbers_again()
    {
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "child", "root", 3);
        var root = (await CreateRunAsync(project, "root")).Run;
        await Catalog.AddViewAsync(new NewView(project.Number, "view", "", false, Now), Token);
        await Catalog.PutStyleAsync(project.Number, new AttributeStyle("sys/tags", "a", "red"), Token);

        Assert.True(await Catalog.DeleteProjectAsync(project.Number, Now, Token));
        Assert.False(await Catalog.DeleteProjectAsync(project.Number, Now, Token));

        Assert.Null(await Catalog.FindProjectAsync("team/llm", Token));
        Assert.Empty(await Catalog.GetRunsAsync([root.Number], Token));
        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => CreateRunAsync(project, "late"));
        Assert.Equal("PROJECT_NOT_FOUND", conflict.ErrorType);

        var next = await CreateProjectAsync();
        Assert.True(next.Number > project.Number);
        Assert.True((await CreateRunAsync(next, "root")).Run.Number > root.Number);
    }

    [Fact]
    public async Task Remembers_deleted_projects_until_nothing_is_left_of_them()
    {
        var first = await CreateProjectAsync();
        var second = await CreateProjectAsync("vision");
        await Catalog.DeleteProjectAsync(second.Number, Now, Token);
        await Catalog.DeleteProjectAsync(first.Number, Now.AddMinutes(1), Token);
        await Catalog.DisposeAsync();
        Catalog = await OpenAsync();

        Assert.Equal(
            [new DeletedProject(second.Number, Now), new DeletedProject(first.Number, Now.AddMinutes(1))],
            await Catalog.DeletedProjectsAsync(Token));
        await Catalog.ForgetDeletedAsync(second.Number, Token);
        Assert.Equal(first.Number, Assert.Single(await Catalog.DeletedProjectsAsync(Token)).Number);
    }

    [Fact]
    public async Task Remembers_what_a_fork_takes_over_and_whether_its_parent_was_there()
    {
        var project = await CreateProjectAsync();
        NewRun Fork(string runId, bool configs) =>
            new(new RunKey(project.Number, runId), null, null, "parent", Step.FromDouble(3), Now) { InheritConfigs = configs };
        var early = await Catalog.CreateRunAsync(Fork("early", configs: true), Token);
        var parent = await CreateRunAsync(project, "parent");
        var late = await Catalog.CreateRunAsync(Fork("late", configs: false), Token);

        Assert.Equal((true, true, null), (early.Run.Fork!.IsLate, early.Run.Fork.InheritsConfigs, early.Run.Fork.Parent));
        Assert.Equal((false, false), (late.Run.Fork!.IsLate, late.Run.Fork.InheritsConfigs));
        var adopted = Assert.Single(parent.Adopted).Fork!;
        Assert.Equal((true, true, (ulong?)parent.Run.Number), (adopted.IsLate, adopted.InheritsConfigs, adopted.Parent));
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
    public async Task Links_forks_of_missing_parents_when_the_parent_comes()
    {
        var project = await CreateProjectAsync();
        var fork = (await CreateRunAsync(project, "fork", "root", 2.5)).Run;
        Assert.Equal(new Fork("root", Step.FromDouble(2.5), null) { IsLate = true }, fork.Fork);

        var creation = await CreateRunAsync(project, "root");

        var linked = fork with { Fork = fork.Fork! with { Parent = creation.Run.Number } };
        Assert.Equal([linked], creation.Adopted);
        Assert.Equal(linked, await FindRunAsync(project, "fork"));
        Assert.Equal([linked], await Catalog.ChildrenAsync([creation.Run.Number], Token));
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

    [Fact]
    public async Task Finds_runs_by_each_kind_of_identifier_in_the_order_asked()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("vision");
        var a = (await CreateRunAsync(project, "a/b-1")).Run;
        var b = (await CreateRunAsync(project, "LLM-1")).Run;
        var foreign = (await CreateRunAsync(other, "x")).Run;

        var found = await Catalog.FindRunsAsync(
            project.Number,
            [
                "LLM-2", "CUSTOM/a/b-1", "nothing", a.Id.ToString().ToUpperInvariant(), "LLM-1", "CUSTOM/LLM-1",
                "LLM-01", "VISION-1", foreign.Id.ToString(), "CUSTOM/x", "LLM-2", "LLM-99999999999999999999",
            ],
            Token);

        Assert.Equal([b, a, null, a, a, b, null, null, null, null, b, null], found);
        Assert.Empty(await Catalog.FindRunsAsync(project.Number, [], Token));
    }

    [Fact]
    public async Task Refuses_names_that_not_every_database_can_keep()
    {
        var project = await CreateProjectAsync();

        Assert.Null(await FindRunAsync(project, "a\0b"));
        Assert.Equal([null], await Catalog.FindRunsAsync(project.Number, ["CUSTOM/a\0b"], Token));
        Assert.Null(await Catalog.FindProjectAsync("team/\0", Token));
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

        Assert.Equal([run], (await Catalog.GetRunsAsync([run.Number, 99, ulong.MaxValue], Token)).Values);
        Assert.Equal([run.Number], (await Catalog.AncestryAsync([run.Number, run.Number, 99], Token)).Keys);
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
    public async Task Creates_a_project_once_when_many_try_at_the_same_time()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Catalog.CreateProjectAsync(
            new NewProject("team", "llm", null, "priv", "", Now), Token))));
        var alike = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => CreateProjectAsync(
            "llm" + new string('-', i + 1)))));

        Assert.Single(same, creation => creation.Created);
        Assert.Single(same.Select(creation => creation.Project).Distinct());
        Assert.Equal(32, alike.Select(project => project.Key).Distinct().Count());
    }

    [Fact]
    public async Task Makes_a_secret_once_whoever_asks_first()
    {
        var secrets = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => Catalog.SecretAsync("signing", Token))));

        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.Equal(32, secrets[0].Length);
        Assert.NotEqual(secrets[0], await Catalog.SecretAsync("other", Token));
    }

    [Fact]
    public async Task Remembers_a_session_that_was_signed_out_of_until_it_would_have_ended()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.False(await Catalog.IsSessionEndedAsync(one, Token));
        Assert.True(await Catalog.EndSessionAsync(one, Now.AddDays(30), Now, Token));
        Assert.False(await Catalog.EndSessionAsync(one, Now.AddDays(30), Now, Token));

        Assert.True(await Catalog.IsSessionEndedAsync(one, Token));
        Assert.False(await Catalog.IsSessionEndedAsync(other, Token));
        Assert.True(await Catalog.EndSessionAsync(other, Now.AddDays(90), Now.AddDays(60), Token));
        Assert.False(await Catalog.IsSessionEndedAsync(one, Token)); // forgotten: its cookie has expired
    }

    [Fact]
    public async Task Finds_a_token_by_the_hash_of_its_key_until_it_is_revoked()
    {
        byte[] hash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var owner = new TokenOwner(Guid.NewGuid(), "admin", Now);
        await Catalog.AddTokenAsync(new NewToken(owner.Id, hash, owner.Username, owner.CreationTime), Token);

        Assert.Equal(owner, await Catalog.FindTokenAsync(hash, Token));
        Assert.Null(await Catalog.FindTokenAsync(hash.AsMemory(1), Token));
        Assert.Equal([owner], await Catalog.ListTokensAsync(Token));

        Assert.True(await Catalog.RevokeTokenAsync(owner.Id, Token));
        Assert.False(await Catalog.RevokeTokenAsync(owner.Id, Token));
        Assert.Null(await Catalog.FindTokenAsync(hash, Token));
        Assert.Empty(await Catalog.ListTokensAsync(Token));
    }

    [Fact]
    public async Task Leases_a_partition_to_one_owner_at_a_time()
    {
        var lease = TimeSpan.FromSeconds(10);

        Assert.Equal(1, await Catalog.LeasePartitionAsync(3, "a", Now, lease, Token));
        Assert.Equal(1, await Catalog.LeasePartitionAsync(3, "a", Now.AddSeconds(5), lease, Token));
        Assert.Null(await Catalog.LeasePartitionAsync(3, "b", Now.AddSeconds(14.999), lease, Token));
        Assert.Equal(1, await Catalog.LeasePartitionAsync(4, "b", Now, lease, Token));
        Assert.Equal(2, await Catalog.LeasePartitionAsync(3, "b", Now.AddSeconds(15), lease, Token));
        Assert.Null(await Catalog.LeasePartitionAsync(3, "a", Now.AddSeconds(15), lease, Token));

        await Catalog.ReleasePartitionAsync(3, "a", Token);
        Assert.Null(await Catalog.LeasePartitionAsync(3, "a", Now.AddSeconds(15), lease, Token));
        await Catalog.ReleasePartitionAsync(3, "b", Token);
        Assert.Equal(3, await Catalog.LeasePartitionAsync(3, "a", Now.AddSeconds(15), lease, Token));
    }

    [Fact]
    public async Task Grants_a_contested_partition_to_exactly_one()
    {
        var epochs = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            Catalog.LeasePartitionAsync(0, $"owner-{i}", Now, TimeSpan.FromSeconds(10), Token))));

        Assert.Equal([1L], epochs.OfType<long>());
    }

    /// <summary>Random forests with chains of up to 20 forks, created in any order, against a model that resolves each
    /// fork from the whole forest: the order of creation must not matter, before or after parents come.</summary>
    [Fact]
    public Task Resolves_lineages_as_the_model_does_in_any_order_of_creation() =>
        ForkForest.Gen.SampleAsync(
            async forest => await forest.CheckAsync(Catalog, await CreateProjectAsync($"p-{Guid.NewGuid()}"), Now),
            iter: 12, threads: 1);
}
