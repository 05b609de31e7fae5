using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    static DashboardCaller By(string user, int second = 0, string session = "") => new(user, session, Now.AddSeconds(second));

    static DashboardDraft Shows(string name, string content = "{}", string type = "compare") =>
        new(name, type, 3, new DashboardTexts("{\"icon\":\"i\"}", content));

    async Task<DashboardVersion> CreateAsync(Project project, string name, string user = "ann", int second = 0) =>
        (await Dashboards.CreateAsync(project.Number, Shows(name), By(user, second), Token)).Version!; // there is room

    async Task<DashboardVersion> DraftAsync(Project project, DashboardVersion from, string user, string session = "", Guid? based = null) =>
        (await Dashboards.AddVersionAsync(
            project.Number, from.Id, from.Branch, Shows("draft") with { IsDraft = true, Base = based ?? from.Id },
            By(user, 10, session), Token)).Version!; // the user has none

    async Task<DashboardOutcome> PublishAsync(Project project, DashboardVersion draft, string user) => (await Dashboards.DescribeAsync(
        project.Number, draft.Id, null, new DashboardVersionChange(false, null, null, false), By(user, 20), Token)).Outcome;

    Task<IReadOnlyList<DashboardVersion>> ListAsync(
        Project project, string user, DashboardDrafts drafts = DashboardDrafts.Published, string session = "") =>
        Dashboards.ListAsync(project.Number, new DashboardQuery(drafts), By(user, 0, session), Token);

    [Fact]
    public async Task Keeps_dashboards_as_branches_of_versions()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        var first = (await Dashboards.CreateAsync(
            project.Number, Shows("🚀 \"<b>\"", "{1}") with { Experiment = "LLM-1", VersionName = "v", VersionDescription = "d" },
            By("ann"), Token)).Version!; // there is room

        Assert.Equal(
            new DashboardVersion(
                first.Id, first.Branch, "🚀 \"<b>\"", "compare", false, "ann", "", null, "LLM-1", "v", "d", 3, 1, Now, Now)
            {
                Author = "ann", Begun = Now,
            },
            first);
        Assert.Equal([first], await ListAsync(project, "bob"));
        Assert.Empty(await ListAsync(other, "bob"));
        Assert.Equal(
            (first, new DashboardTexts("{\"icon\":\"i\"}", "{1}")),
            await Dashboards.FindAsync(project.Number, first.Id, By("bob"), Token));
        Assert.Null(await Dashboards.FindAsync(other.Number, first.Id, By("bob"), Token));

        var second = (await Dashboards.AddVersionAsync(
            project.Number, first.Id, first.Branch, Shows("renamed", "{2}", "experiment"), By("bob", 1), Token)).Version!; // may be added
        Assert.Equal(("renamed", "bob", "LLM-1", Now.AddSeconds(1)), (second.Name, second.Owner, second.Experiment, second.Updated));
        Assert.Equal([second], await ListAsync(project, "ann"));
        Assert.Equal(
            [second, first],
            await Dashboards.VersionsAsync(project.Number, first.Branch, DashboardDrafts.Published, By("ann"), Token));
        Assert.Equal(
            DashboardOutcome.MissingBranch,
            (await Dashboards.AddVersionAsync(project.Number, first.Id, first.Id, Shows("x"), By("bob"), Token)).Outcome);
        var texts = await Dashboards.TextsAsync([first.Id, second.Id, Guid.NewGuid()], withContent: false, Token);
        Assert.Equal([("{\"icon\":\"i\"}", ""), ("{\"icon\":\"i\"}", "")], texts.Values.Select(one => (one.Settings, one.Content)));
    }

    [Fact]
    public async Task Saves_over_the_revision_that_is_expected_and_no_other()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");

        var saved = await Dashboards.SaveAsync(project.Number, first.Id, 1, Shows("b", "{2}", "report"), By("bob", 5), Token);
        Assert.Equal(
            first with { Name = "b", Type = "report", Revision = 2, Updated = Now.AddSeconds(5) }, saved.Version);
        var stale = await Dashboards.SaveAsync(project.Number, first.Id, 1, Shows("c"), By("ann", 6), Token);
        Assert.Equal((DashboardOutcome.Stale, saved.Version), (stale.Outcome, stale.Version));
        Assert.Equal("{2}", (await Dashboards.FindAsync(project.Number, first.Id, By("ann"), Token))?.Texts.Content);

        // Later than what was saved before, although this clock is behind.
        var last = await Dashboards.SaveAsync(project.Number, first.Id, null, Shows("d"), By("ann", -100), Token);
        Assert.Equal((3L, Now.AddSeconds(5).AddMilliseconds(1)), (last.Version!.Revision, last.Version.Updated));
        Assert.Equal(
            DashboardOutcome.Missing, (await Dashboards.SaveAsync(project.Number, Guid.NewGuid(), 1, Shows("d"), By("ann"), Token)).Outcome);
    }

    [Fact]
    public async Task Takes_one_of_a_hundred_saves_of_the_same_revision_and_all_of_a_hundred_drafts()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var drafts = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => Task.Run(() => DraftAsync(project, first, "ann", $"browser-{i}"))));

        await Task.WhenAll(drafts.Select((draft, i) => Task.Run(() => Dashboards.SaveAsync(
            project.Number, draft.Id, 1, Shows($"saved {i}", $"{{{i}}}"), By("ann", 30, $"browser-{i}"), Token))));
        var saves = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Dashboards.SaveAsync(
            project.Number, first.Id, 1, Shows($"{i}"), By($"user-{i}", 40), Token))));

        var texts = await Dashboards.TextsAsync([.. drafts.Select(draft => draft.Id)], withContent: true, Token);
        Assert.Equal(drafts.Select((_, i) => $"{{{i}}}"), drafts.Select(draft => texts[draft.Id].Content));
        Assert.Single(saves, save => save.Outcome == DashboardOutcome.Done);
        Assert.Equal(99, saves.Count(save => save.Outcome == DashboardOutcome.Stale));
    }

    [Fact]
    public async Task Shows_drafts_to_their_owner_alone_and_has_one_a_browser()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var mine = await DraftAsync(project, first, "ann", "one");
        var again = await Dashboards.AddVersionAsync(
            project.Number, first.Id, first.Branch, Shows("x") with { IsDraft = true }, By("ann", 0, "one"), Token);
        Assert.Equal((DashboardOutcome.HasDraft, mine), (again.Outcome, again.Version));
        var others = await DraftAsync(project, first, "ann", "two");
        var bobs = await DraftAsync(project, first, "bob", "one");

        Assert.Equal([mine], await ListAsync(project, "ann", DashboardDrafts.Drafts, "one"));
        Assert.Equal([others], await ListAsync(project, "ann", DashboardDrafts.Both, "two"));
        Assert.Equal([bobs], await ListAsync(project, "bob", DashboardDrafts.Drafts, "one"));
        Assert.Equal([first], await ListAsync(project, "eve", DashboardDrafts.Both, "one"));
        Assert.NotNull(await Dashboards.FindAsync(project.Number, mine.Id, By("ann"), Token));
        Assert.Null(await Dashboards.FindAsync(project.Number, mine.Id, By("bob", 0, "one"), Token));
        foreach (var result in new[]
        {
            await Dashboards.SaveAsync(project.Number, mine.Id, null, Shows("x"), By("bob"), Token),
            await Dashboards.DeleteAsync(project.Number, mine.Id, null, By("bob"), Token),
            await Dashboards.AddVersionAsync(project.Number, mine.Id, mine.Branch, Shows("x"), By("bob"), Token),
        })
            Assert.Equal(DashboardOutcome.Missing, result.Outcome);
    }

    [Fact]
    public async Task Publishes_a_draft_unless_a_newer_version_was_published_since()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var mine = await DraftAsync(project, first, "ann");
        var theirs = await DraftAsync(project, first, "bob");
        Assert.Equal(DashboardOutcome.Done, await PublishAsync(project, theirs, "bob"));

        var refused = await Dashboards.DescribeAsync(
            project.Number, mine.Id, null, new DashboardVersionChange(false, null, null, true), By("ann"), Token);
        Assert.Equal((DashboardOutcome.Stale, theirs.Id), (refused.Outcome, refused.Version?.Id));
        await Dashboards.SaveAsync(project.Number, mine.Id, null, Shows("merged") with { Base = theirs.Id }, By("ann"), Token);
        Assert.Equal(DashboardOutcome.Done, await PublishAsync(project, mine, "ann"));

        var newest = Assert.Single(await ListAsync(project, "eve"));
        Assert.Equal((mine.Id, "merged", "ann", false), (newest.Id, newest.Name, newest.Owner, newest.IsDraft));
        Assert.Equal(
            DashboardOutcome.IsPublished,
            (await Dashboards.DescribeAsync(
                project.Number, mine.Id, null, new DashboardVersionChange(true, null, null, true), By("ann"), Token)).Outcome);
    }

    [Fact]
    public async Task Names_a_version_without_making_it_the_newest()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var second = (await Dashboards.AddVersionAsync(
            project.Number, first.Id, first.Branch, Shows("b"), By("ann", 1), Token)).Version!; // may be added
        Task<DashboardResult> NameAsync(string name, bool isUpdate) => Dashboards.DescribeAsync(
            project.Number, first.Id, null, new DashboardVersionChange(null, name, null, isUpdate), By("bob", 2), Token);

        Assert.Equal(first with { VersionName = "good", Revision = 2 }, (await NameAsync("good", false)).Version);
        Assert.Equal([second], await ListAsync(project, "ann"));
        Assert.Equal(Now.AddSeconds(2), (await NameAsync("better", true)).Version!.Updated);
        Assert.Equal(first.Id, Assert.Single(await ListAsync(project, "ann")).Id);
    }

    [Fact]
    public async Task Deletes_versions_but_not_the_only_published_one()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var draft = await DraftAsync(project, first, "ann");
        async Task<DashboardOutcome> DeleteAsync(DashboardVersion version, long? expected = null) =>
            (await Dashboards.DeleteAsync(project.Number, version.Id, expected, By("ann"), Token)).Outcome;

        Assert.Equal(DashboardOutcome.IsLast, await DeleteAsync(first));
        Assert.Equal(DashboardOutcome.Stale, await DeleteAsync(draft, 7));
        Assert.Equal(DashboardOutcome.Done, await DeleteAsync(draft, 1));
        Assert.Equal(DashboardOutcome.Missing, await DeleteAsync(draft));
        await Dashboards.AddVersionAsync(project.Number, first.Id, first.Branch, Shows("b"), By("bob", 1), Token);
        Assert.Equal(DashboardOutcome.Done, await DeleteAsync(first));

        var unpublished = (await Dashboards.CreateAsync(
            project.Number, Shows("mine") with { IsDraft = true }, By("ann"), Token)).Version!; // there is room
        Assert.Equal(DashboardOutcome.Done, await DeleteAsync(unpublished));
        Assert.Null(await Dashboards.VersionsAsync(project.Number, unpublished.Branch, DashboardDrafts.Both, By("ann"), Token));
    }

    [Fact]
    public async Task Keeps_deleted_dashboards_for_a_while_and_brings_them_back()
    {
        var project = await CreateProjectAsync();
        var (kept, gone) = (await CreateAsync(project, "kept"), await CreateAsync(project, "gone", second: 1));
        await DraftAsync(project, gone, "ann");
        foreach (var (one, day) in new[] { (gone, 0), (kept, 1) })
            Assert.True(await DashboardTrash.DeleteAsync(project.Number, one.Branch, new DashboardCaller("bob", "", Now.AddDays(day)), Token));
        Assert.False(await DashboardTrash.DeleteAsync(project.Number, gone.Branch, By("bob"), Token));

        Assert.Empty(await ListAsync(project, "ann"));
        Assert.Null(await Dashboards.FindAsync(project.Number, gone.Id, By("ann"), Token));
        Assert.Null(await Dashboards.VersionsAsync(project.Number, gone.Branch, DashboardDrafts.Both, By("ann"), Token));
        Assert.Equal(
            [(kept.Id, Now.AddDays(1), "bob"), (gone.Id, Now, "bob")],
            (await DashboardTrash.ListAsync(project.Number, By("eve"), Token)).Select(one => (one.Id, one.Deleted!.Value, one.DeletedBy)));

        Assert.Equal(1, await DashboardTrash.RemoveAsync(Now.AddDays(0.5), Now, Token));
        Assert.Equal(DashboardOutcome.MissingBranch, (await DashboardTrash.RestoreAsync(project.Number, gone.Branch, By("ann"), Token)).Outcome);
        Assert.Equal(kept, (await DashboardTrash.RestoreAsync(project.Number, kept.Branch, By("ann"), Token)).Version);
        Assert.Equal([kept], await ListAsync(project, "ann"));
    }

    [Fact]
    public async Task Removes_drafts_that_nobody_touched_and_dashboards_that_are_nothing_else()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        var draft = await DraftAsync(project, first, "ann");
        var only = (await Dashboards.CreateAsync(
            project.Number, Shows("mine") with { IsDraft = true }, By("ann"), Token)).Version!; // there is room

        Assert.Equal(1, await DashboardTrash.RemoveAsync(Now, Now.AddSeconds(5), Token));
        Assert.Null(await Dashboards.VersionsAsync(project.Number, only.Branch, DashboardDrafts.Both, By("ann"), Token));
        Assert.Equal(
            [draft, first], await Dashboards.VersionsAsync(project.Number, first.Branch, DashboardDrafts.Both, By("ann"), Token));
        Assert.Equal(1, await DashboardTrash.RemoveAsync(Now, Now.AddDays(1), Token));
        Assert.Equal([first], await ListAsync(project, "ann", DashboardDrafts.Both));
    }

    [Fact]
    public async Task Forgets_the_oldest_versions_without_names_once_there_are_too_many()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        await Database.WriteAsync(
            async sql =>
            {
                for (var i = 1; i < Limits.DashboardVersionsMax; i++)
                    await sql.ExecuteAsync(
                        """
                        INSERT INTO dashboard_versions
                            (id, branch, name, type, is_draft, owner, session, version_name, widgets, revision, created, updated, settings, content)
                        SELECT @id, branch, name, type, 0, owner, session, @named, widgets, 1, created, updated + @i, settings, content
                        FROM dashboard_versions WHERE id = @first
                        """,
                        new { id = Guid.NewGuid().ToString(), named = i == 1 ? "" : $"{i}", i, first = first.Id.ToString() });
                return true;
            },
            Token);
        Task<DashboardResult> AddAsync() =>
            Dashboards.AddVersionAsync(project.Number, first.Id, first.Branch, Shows("new"), By("ann", 9), Token);

        var added = (await AddAsync()).Version!; // the first one made room
        Assert.Null(await Dashboards.FindAsync(project.Number, first.Id, By("ann"), Token));
        var versions = await Dashboards.VersionsAsync(project.Number, first.Branch, DashboardDrafts.Both, By("ann"), Token);
        Assert.Equal((Limits.DashboardVersionsMax, added), (versions!.Count, versions[0]));
        await Dashboards.DescribeAsync(
            project.Number, added.Id, null, new DashboardVersionChange(null, "keep", null, false), By("ann"), Token);
        async Task<DashboardOutcome> AddToAsync(DashboardVersion from) => (await Dashboards.AddVersionAsync(
            project.Number, from.Id, from.Branch, Shows("x"), By("ann", 10), Token)).Outcome;
        Assert.Equal(DashboardOutcome.Done, await AddToAsync(added)); // one without a name was left
        Assert.Equal(DashboardOutcome.Done, await AddToAsync(added)); // it took the place of the one before
    }

    [Fact]
    public async Task Deletes_dashboards_with_their_project()
    {
        var project = await CreateProjectAsync();
        var first = await CreateAsync(project, "a");
        await Projects.DeleteAsync(project.Number, Now, Token);

        Assert.Null(await Dashboards.FindAsync(project.Number, first.Id, By("ann"), Token));
        Assert.Empty(await Dashboards.TextsAsync([first.Id], true, Token));
        var refused = await Assert.ThrowsAsync<CatalogConflictException>(() => CreateAsync(project, "b"));
        Assert.Equal("PROJECT_NOT_FOUND", refused.ErrorType);
    }
}
