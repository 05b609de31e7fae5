using NeptuneAlt.Catalog;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    [Fact]
    public async Task Finds_a_public_link_by_the_hash_of_its_key_while_its_board_is_there()
    {
        var project = await NewProjectAsync("links");
        var other = await NewProjectAsync("others");
        var caller = new DashboardCaller("ann", "", Now);
        var links = new CatalogPublicLinks(Database);
        var reports = new CatalogReports(Database);
        var made = await reports.Versions.CreateAsync(
            project, new DashboardDraft("r", "report", 0, new DashboardTexts("{}", "{}")), caller, Token);
        var branch = made.Version!.Branch; // it was made
        var hash = new byte[] { 1, 2, 3 };
        var link = new NewPublicLink(Guid.NewGuid(), hash, branch, DashboardKind.Report, "ann")
        {
            Name = "n", Widget = "w", Runs = "{}", Created = Now, Expires = Now.AddDays(1),
        };

        Assert.Null(await links.AddAsync(other, link, Token));
        Assert.Null(await links.AddAsync(project, link with { Kind = DashboardKind.Dashboard }, Token));
        var kept = await links.AddAsync(project, link, Token);
        Assert.Equal(
            new PublicLink(link.Id, project, branch, DashboardKind.Report, "n", "w", "{}", "ann", Now, Now.AddDays(1)), kept);
        Assert.Equal(kept, await links.FindAsync(hash, Token));
        Assert.Null(await links.FindAsync(new byte[] { 1, 2 }, Token));
        Assert.Equal([kept!], await links.ListAsync(project, branch, Token));
        Assert.Empty(await links.ListAsync(project, Guid.NewGuid(), Token));
        Assert.Empty(await links.ListAsync(other, null, Token));

        await reports.Trash.DeleteAsync(project, branch, caller, Token);
        Assert.Null(await links.FindAsync(hash, Token));
        await reports.Trash.RestoreAsync(project, branch, caller, Token);
        Assert.NotNull(await links.FindAsync(hash, Token));

        Assert.False(await links.RemoveAsync(other, link.Id, Token));
        Assert.True(await links.RemoveAsync(project, link.Id, Token));
        Assert.False(await links.RemoveAsync(project, link.Id, Token));
        Assert.Null(await links.FindAsync(hash, Token));
    }

    async Task<uint> NewProjectAsync(string name) => (await Projects.CreateAsync(
        new NewProject("team", name, null, "priv", "", Now), Token)).Project.Number;

    [Fact]
    public async Task Keeps_short_links_those_used_last()
    {
        var project = await NewProjectAsync("short");
        var links = new CatalogShortLinks(Database);
        await links.KeepAsync(project, "first", "/a", Now, 10, Token);
        await links.KeepAsync(project, "second", "/b", Now.AddSeconds(1), 10, Token);
        await links.KeepAsync(project, "first", "/a", Now.AddSeconds(2), 10, Token);

        Assert.Equal(new ShortLink("/a", Now.AddSeconds(2)), await links.FindAsync("first", Token));
        await links.UseAsync("second", Now.AddSeconds(3), Token);
        Assert.Equal(new ShortLink("/b", Now.AddSeconds(3)), await links.FindAsync("second", Token));
        Assert.Null(await links.FindAsync("third", Token));
        await Assert.ThrowsAsync<CatalogConflictException>(() => links.KeepAsync(4000, "x", "/x", Now, 10, Token));

        await links.KeepAsync(project, "third", "/c", Now.AddSeconds(4), 2, Token);
        Assert.Null(await links.FindAsync("first", Token));
        Assert.NotNull(await links.FindAsync("second", Token));
    }
}
