using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Keeps_colors_of_values_by_project()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        var style = new AttributeStyle("sys/tags", "best \"<b>\" \u202e 🚀", "#ff0000");

        await Styles.PutAsync(project.Number, style, Token);
        await Styles.PutAsync(project.Number, style with { Color = "#00ff00" }, Token);
        await Styles.PutAsync(project.Number, new AttributeStyle("model", "a", "red"), Token);

        Assert.Equal(
            [new AttributeStyle("model", "a", "red"), style with { Color = "#00ff00" }],
            await Styles.ListAsync(project.Number, Token));
        Assert.Empty(await Styles.ListAsync(other.Number, Token));
        Assert.False(await Styles.DeleteAsync(other.Number, style.Name, style.Value, Token));
        Assert.True(await Styles.DeleteAsync(project.Number, style.Name, style.Value, Token));
        Assert.Single(await Styles.ListAsync(project.Number, Token));
        var conflict = await Assert.ThrowsAsync<CatalogConflictException>(() => Styles.PutAsync(99, style, Token));
        Assert.Equal("PROJECT_NOT_FOUND", conflict.ErrorType);
    }

    [Fact]
    public async Task Keeps_properties_by_owner_scope_and_type()
    {
        var mine = new PropertyScope("ann", "user", "ui");
        await Properties.PutAsync(mine, new Property("theme", "dark"), Token);
        await Properties.PutAsync(mine, new Property("theme", "light"), Token);
        await Properties.PutAsync(mine, new Property("more", "{}"), Token);

        Assert.Equal(
            [new Property("more", "{}"), new Property("theme", "light")],
            await Properties.ListAsync(mine, Token));
        foreach (var other in (PropertyScope[])[mine with { Owner = "bob" }, mine with { Scope = "x" }, mine with { Type = "x" }])
        {
            Assert.Empty(await Properties.ListAsync(other, Token));
            Assert.False(await Properties.DeleteAsync(other, "theme", Token));
        }

        Assert.True(await Properties.DeleteAsync(mine, "theme", Token));
        Assert.Equal([new Property("more", "{}")], await Properties.ListAsync(mine, Token));
    }

    [Fact]
    public async Task Bounds_how_many_properties_an_owner_has()
    {
        var scope = new PropertyScope("ann", "user", "ui");
        for (var i = 0; i < 1000; i++) await Properties.PutAsync(scope, new Property($"{i}", ""), Token);

        await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Properties.PutAsync(scope, new Property("one more", ""), Token));
        await Properties.PutAsync(scope, new Property("7", "changed"), Token);

        Assert.Equal(1000, (await Properties.ListAsync(scope, Token)).Count);
    }
}
