using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Keeps_its_first_identity_and_the_newest_ends_of_the_log()
    {
        var id = Guid.NewGuid();
        Assert.Null(await Marks.FindIdentityAsync(Token));
        await Marks.KeepIdentityAsync(id, Token);
        await Marks.KeepIdentityAsync(Guid.NewGuid(), Token);
        await Marks.KeepLogEndAsync(0, new LogEnd(3, false), Token);
        await Marks.KeepLogEndAsync(2, new LogEnd(5, false), Token);
        await Marks.KeepLogEndAsync(0, new LogEnd(7_000_000_000, true), Token);

        Assert.Equal(id, await Marks.FindIdentityAsync(Token));
        Assert.Equal(
            new Dictionary<int, LogEnd> { [0] = new(7_000_000_000, true), [2] = new(5, false) },
            await Marks.LogEndsAsync(Token));
    }

    [Fact]
    public async Task Remembers_the_highest_numbers_when_what_had_them_is_gone()
    {
        Assert.Equal(new NumbersGiven(0, 0), await Marks.NumbersGivenAsync(Token));
        var project = await CreateProjectAsync();
        await CreateRunAsync(project, "a");
        var last = (await CreateRunAsync(project, "b")).Run;
        var given = new NumbersGiven(last.Number, project.Number);
        Assert.Equal(given, await Marks.NumbersGivenAsync(Token));

        await Projects.DeleteAsync(project.Number, Now, Token);

        Assert.Equal(given, await Marks.NumbersGivenAsync(Token));
    }
}
