using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Keeps_views_by_project_and_changes_them()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        const string name = "best \"<b>\" \u202e 🚀";
        var view = await Views.AddAsync(new NewView(project.Number, name, "{}", false, Now), Token);
        var second = await Views.AddAsync(
            new NewView(project.Number, "second", "[1]", false, Now.AddSeconds(1)), Token);

        Assert.Equal(new SavedView(view.Id, project.Number, name, "{}", false, Now), view);
        Assert.Equal([view, second], await Views.ListAsync(project.Number, Token));
        Assert.Empty(await Views.ListAsync(other.Number, Token));
        Assert.Null(await Views.FindAsync(other.Number, view.Id, Token));
        Assert.Null(await Views.UpdateAsync(other.Number, view.Id, new ViewChange("x", "", null), Token));
        Assert.False(await Views.DeleteAsync(other.Number, view.Id, Token));

        var changed = await Views.UpdateAsync(project.Number, view.Id, new ViewChange("x", "{2}", null), Token);
        Assert.Equal(view with { Name = "x", Content = "{2}" }, changed);
        Assert.Equal(changed, await Views.FindAsync(project.Number, view.Id, Token));

        Assert.True(await Views.DeleteAsync(project.Number, view.Id, Token));
        Assert.False(await Views.DeleteAsync(project.Number, view.Id, Token));
        Assert.Equal([second], await Views.ListAsync(project.Number, Token));
    }

    [Fact]
    public async Task Refuses_a_view_whose_name_is_taken_in_its_project()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        await Views.AddAsync(new NewView(project.Number, "a", "", false, Now), Token);
        var view = await Views.AddAsync(new NewView(project.Number, "b", "", false, Now), Token);
        await Views.AddAsync(new NewView(other.Number, "a", "", false, Now), Token);

        var added = await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Views.AddAsync(new NewView(project.Number, "a", "", false, Now), Token));
        var renamed = await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Views.UpdateAsync(project.Number, view.Id, new ViewChange("a", "", null), Token));

        Assert.Equal("VIEW_NAME_COLLISION", added.ErrorType);
        Assert.Equal("VIEW_NAME_COLLISION", renamed.ErrorType);
    }

    [Fact]
    public async Task Has_at_most_one_default_view_a_project()
    {
        var project = await CreateProjectAsync();
        var first = await Views.AddAsync(new NewView(project.Number, "a", "", true, Now), Token);
        var second = await Views.AddAsync(new NewView(project.Number, "b", "", true, Now.AddSeconds(1)), Token);
        async Task<IEnumerable<bool>> DefaultsAsync() =>
            (await Views.ListAsync(project.Number, Token)).Select(view => view.IsDefault);

        Assert.Equal([false, true], await DefaultsAsync());
        Assert.True(await Views.SetDefaultAsync(project.Number, first.Id, Token));
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.False(await Views.SetDefaultAsync(project.Number, Guid.NewGuid(), Token));
        Assert.Equal([true, false], await DefaultsAsync());
        await Views.UpdateAsync(project.Number, second.Id, new ViewChange("b", "", false), Token);
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.True(await Views.SetDefaultAsync(project.Number, null, Token));
        Assert.Equal([false, false], await DefaultsAsync());
    }
}
