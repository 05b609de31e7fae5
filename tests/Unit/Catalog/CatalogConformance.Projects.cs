using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Creates_a_project_once_with_its_workspace()
    {
        var (project, created) = await Projects.CreateAsync(
            new NewProject("team", "big llm", "LLM", "workspace", "About", Now), Token);
        var (again, createdAgain) = await Projects.CreateAsync(
            new NewProject("team", "big llm", null, "priv", "", Now), Token);
        var other = await CreateProjectAsync("other");

        Assert.True(created);
        Assert.Equal(
            new Project(1, project.Id, project.WorkspaceId, "team", "big llm", "LLM", "workspace", "About", false, Now),
            project);
        Assert.False(createdAgain);
        Assert.Equal(project, again);
        Assert.Equal(project.WorkspaceId, other.WorkspaceId);
        Assert.Equal([project, other], await Projects.ListAsync(Token));
    }

    [Fact]
    public async Task Finds_projects_by_name_and_by_uuid()
    {
        var project = await CreateProjectAsync();

        Assert.Equal(project, await Projects.FindAsync("team/llm", Token));
        Assert.Equal(project, await Projects.FindAsync(project.Id.ToString().ToUpperInvariant(), Token));
        Assert.Null(await Projects.FindAsync("team/LLM", Token));
        Assert.Null(await Projects.FindAsync("llm", Token));
        Assert.Null(await Projects.FindAsync(Guid.NewGuid().ToString(), Token));
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

        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Projects.CreateAsync(
            new NewProject("team", "new", "P12", "priv", "", Now), Token));
        Assert.Equal("PROJECT_KEY_COLLISION", conflict.ErrorType);
    }

    [Fact]
    public async Task Deletes_a_project_with_its_runs_and_never_uses_their_numbers_again()
    {
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "child", "root", 3);
        var root = (await CreateRunAsync(project, "root")).Run;
        await AddAsync(project, "view");
        await Styles.PutAsync(project.Number, new AttributeStyle("sys/tags", "a", "red"), Token);

        Assert.True(await Projects.DeleteAsync(project.Number, Now, Token));
        Assert.False(await Projects.DeleteAsync(project.Number, Now, Token));

        Assert.Null(await Projects.FindAsync("team/llm", Token));
        Assert.Empty(await Runs.GetAsync([root.Number], Token));
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
        await Projects.DeleteAsync(second.Number, Now, Token);
        await Projects.DeleteAsync(first.Number, Now.AddMinutes(1), Token);
        await Database.DisposeAsync();
        Database = await OpenAsync();

        Assert.Equal(
            [new DeletedProject(second.Number, Now), new DeletedProject(first.Number, Now.AddMinutes(1))],
            await Projects.DeletedAsync(Token));
        await Projects.ForgetDeletedAsync(second.Number, Token);
        Assert.Equal(first.Number, Assert.Single(await Projects.DeletedAsync(Token)).Number);
    }

    [Fact]
    public async Task Creates_a_project_once_when_many_try_at_the_same_time()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Projects.CreateAsync(
            new NewProject("team", "llm", null, "priv", "", Now), Token))));
        var alike = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => CreateProjectAsync(
            "llm" + new string('-', i + 1)))));

        Assert.Single(same, creation => creation.Created);
        Assert.Single(same.Select(creation => creation.Project).Distinct());
        Assert.Equal(32, alike.Select(project => project.Key).Distinct().Count());
    }

    [Fact]
    public async Task Updates_what_is_given_and_refuses_a_name_that_is_taken()
    {
        var project = await CreateProjectAsync();
        await CreateProjectAsync("taken");

        Assert.Equal(
            project with { Description = "new", Archived = true },
            await Projects.UpdateAsync(project.Number, new ProjectChange(null, "new", null, true), Token));
        Assert.Equal(
            project with { Name = "renamed", Description = "new", Visibility = "pub" },
            await Projects.UpdateAsync(project.Number, new ProjectChange("renamed", null, "pub", false), Token));
        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Projects.UpdateAsync(
            project.Number, new ProjectChange("taken", null, null, null), Token));
        Assert.Equal("PROJECT_NAME_COLLISION", conflict.ErrorType);
        Assert.Null(await Projects.UpdateAsync(99, new ProjectChange("x", null, null, null), Token));
    }
}
