using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Postgres;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

public abstract partial class CatalogConformance
{
    Task<Document> AddAsync(
        Project project, string name, string kind = "view", bool isDefault = false, string content = "{}",
        int second = 0) =>
        Documents.AddAsync(
            new NewDocument(project.Number, kind, name, content, isDefault, "ann", Now.AddSeconds(second)), Token);

    static DocumentChange Change(string name, string content, string by = "bob", bool? isDefault = null) =>
        new(name, content, isDefault, by, Now.AddHours(1));

    [Fact]
    public async Task Keeps_documents_by_project_and_kind_and_counts_their_saves()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        const string name = "best \"<b>\" \u202e 🚀";
        var one = await AddAsync(project, name);
        var second = await AddAsync(project, "second", content: "[1]", second: 1);

        Assert.Equal(new Document(one.Key, name, "{}", false, "ann", Now, "ann", Now, 1), one);
        Assert.Equal((project.Number, "view"), (one.Key.Project, one.Key.Kind));
        Assert.Equal([one, second], await Documents.ListAsync(project.Number, "view", Token));
        Assert.Empty(await Documents.ListAsync(other.Number, "view", Token));

        var (saved, isStale) = await Documents.SaveAsync(one.Key, 1, Change("x", "{2}"), Token);
        Assert.False(isStale);
        Assert.Equal(
            one with { Name = "x", Content = "{2}", UpdatedBy = "bob", Updated = Now.AddHours(1), Revision = 2 }, saved);
        Assert.Equal(saved, await Documents.FindAsync(one.Key, Token));

        Assert.Equal((saved, false), Parts(await Documents.DeleteAsync(one.Key, 2, Token)));
        Assert.Equal((null, false), Parts(await Documents.DeleteAsync(one.Key, 2, Token)));
        Assert.Equal([second], await Documents.ListAsync(project.Number, "view", Token));
    }

    [Fact]
    public async Task Refuses_a_save_or_deletion_of_a_revision_that_somebody_saved_over()
    {
        var project = await CreateProjectAsync();
        var key = (await AddAsync(project, "a")).Key;
        var theirs = (await Documents.SaveAsync(key, 1, Change("a", "theirs"), Token)).Document;

        Assert.Equal((theirs, true), Parts(await Documents.SaveAsync(key, 1, Change("b", "mine", "ann"), Token)));
        Assert.Equal((theirs, true), Parts(await Documents.DeleteAsync(key, 1, Token)));
        Assert.Equal((theirs, true), Parts(await Documents.SaveAsync(key, 3, Change("b", "mine", "ann"), Token)));
        Assert.Equal(theirs, await Documents.FindAsync(key, Token));

        var overwritten = (await Documents.SaveAsync(key, null, Change("a", "mine", "ann"), Token)).Document!;
        Assert.Equal((3, "mine", "ann"), (overwritten.Revision, overwritten.Content, overwritten.UpdatedBy));
    }

    [Fact]
    public async Task Takes_one_of_many_saves_of_the_same_revision()
    {
        var project = await CreateProjectAsync();
        var key = (await AddAsync(project, "a")).Key;

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            Documents.SaveAsync(key, 1, Change("a", $"{i}", $"user-{i}"), Token))));

        var winner = Assert.Single(results, result => !result.IsStale).Document!;
        Assert.All(results, result => Assert.Equal(winner, result.Document));
        Assert.Equal(winner, await Documents.FindAsync(key, Token));
        Assert.Equal(2, winner.Revision);
    }

    [Fact]
    public async Task Keeps_the_documents_without_names_that_were_used_last()
    {
        var project = await CreateProjectAsync();
        var keys = Enumerable.Range(0, 4)
            .Select(i => new DocumentKey(project.Number, "address", new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]))).ToArray();
        Task KeepAsync(int at, int day) =>
            Documents.KeepAsync(keys[at], $"{at}", "ann", Now.AddDays(day), max: 2, Token);

        await KeepAsync(0, 0);
        await KeepAsync(1, 1);
        await KeepAsync(0, 2);
        await KeepAsync(2, 3);
        Assert.Equal(["0", "2"], await KeptAsync());
        Assert.Equal("0", (await Documents.ReadKeptAsync(keys[0], Now.AddDays(5), Token))?.Content);
        await KeepAsync(3, 6);
        Assert.Equal(["0", "3"], await KeptAsync());
        Assert.Null(await Documents.ReadKeptAsync(keys[2], Now.AddDays(7), Token));
        Assert.Null(await Documents.ReadKeptAsync(keys[0] with { Kind = "view" }, Now, Token));
        await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Documents.KeepAsync(keys[0] with { Project = 999 }, "", "ann", Now, 2, Token));

        async Task<string[]> KeptAsync() =>
        [
            .. (await Documents.ListAsync(project.Number, "address", Token)).Select(one => one.Content)
                .Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task Finds_no_document_after_it_was_deleted_while_somebody_edited_it()
    {
        var project = await CreateProjectAsync();
        var key = (await AddAsync(project, "a")).Key;
        await Documents.DeleteAsync(key, null, Token);

        Assert.Equal((null, false), Parts(await Documents.SaveAsync(key, 1, Change("a", "mine"), Token)));
        Assert.Equal((null, false), Parts(await Documents.SaveAsync(key, null, Change("a", "mine"), Token)));
        Assert.Null(await Documents.FindAsync(key, Token));
        Assert.Equal(1, (await AddAsync(project, "a")).Revision);
    }

    [Fact]
    public async Task Does_not_mix_kinds_or_projects()
    {
        var project = await CreateProjectAsync();
        var other = await CreateProjectAsync("other");
        var view = await AddAsync(project, "same", isDefault: true);
        var board = await AddAsync(project, "same", "dashboard", isDefault: true);
        await AddAsync(other, "same");

        Assert.Equal([view], await Documents.ListAsync(project.Number, "view", Token));
        Assert.Equal([board], await Documents.ListAsync(project.Number, "dashboard", Token));
        foreach (var wrong in new[] { view.Key with { Kind = "dashboard" }, view.Key with { Project = other.Number } })
        {
            Assert.Null(await Documents.FindAsync(wrong, Token));
            Assert.Null((await Documents.SaveAsync(wrong, null, Change("x", ""), Token)).Document);
            Assert.Null((await Documents.DeleteAsync(wrong, null, Token)).Document);
            Assert.False(await Documents.SetDefaultAsync(wrong.Project, wrong.Kind, wrong.Id, Token));
        }

        await Documents.SetDefaultAsync(project.Number, "dashboard", null, Token);
        Assert.Equal(view, await Documents.FindAsync(view.Key, Token));
    }

    [Fact]
    public async Task Refuses_a_document_whose_name_is_taken_in_its_project()
    {
        var project = await CreateProjectAsync();
        await AddAsync(project, "a");
        var second = await AddAsync(project, "b");

        var added = await Assert.ThrowsAsync<CatalogConflictException>(() => AddAsync(project, "a"));
        var renamed = await Assert.ThrowsAsync<CatalogConflictException>(() =>
            Documents.SaveAsync(second.Key, 1, Change("a", ""), Token));

        Assert.Equal("VIEW_NAME_COLLISION", added.ErrorType);
        Assert.Equal("VIEW_NAME_COLLISION", renamed.ErrorType);
        Assert.Equal(second, await Documents.FindAsync(second.Key, Token));
    }

    [Fact]
    public async Task Bounds_how_many_documents_of_a_kind_a_project_has()
    {
        var project = await CreateProjectAsync();
        await Database.WriteAsync(
            sql => sql.ExecuteAsync(
                $"""
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Limits.DocumentsMax})
                 INSERT INTO documents
                     (id, project, kind, name, content, is_default, author, created, updated_by, updated, revision)
                 SELECT 'view-' || i, {project.Number}, 'view', 'view ' || i, '', 0, '', 0, '', 0, 1 FROM n
                 """),
            Token);

        var refused = await Assert.ThrowsAsync<CatalogConflictException>(() => AddAsync(project, "one more"));

        Assert.Equal("VIEW_LIMIT", refused.ErrorType);
        await AddAsync(project, "of another kind", "dashboard");
    }

    [Fact]
    public async Task Has_at_most_one_default_document_of_a_kind_and_takes_no_save_for_that()
    {
        var project = await CreateProjectAsync();
        var first = await AddAsync(project, "a", isDefault: true);
        var second = await AddAsync(project, "b", isDefault: true, second: 1);
        async Task<IEnumerable<bool>> DefaultsAsync() =>
            (await Documents.ListAsync(project.Number, "view", Token)).Select(document => document.IsDefault);
        Task<bool> SetAsync(Guid? id) => Documents.SetDefaultAsync(project.Number, "view", id, Token);

        Assert.Equal([false, true], await DefaultsAsync());
        Assert.True(await SetAsync(first.Key.Id));
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.False(await SetAsync(Guid.NewGuid()));
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.Equal(1, (await Documents.FindAsync(first.Key, Token))!.Revision);
        await Documents.SaveAsync(second.Key, 1, Change("b", "", isDefault: false), Token);
        Assert.Equal([true, false], await DefaultsAsync());
        Assert.True(await SetAsync(null));
        Assert.Equal([false, false], await DefaultsAsync());
    }

    [Fact]
    public async Task Deletes_documents_with_their_project()
    {
        var project = await CreateProjectAsync();
        var key = (await AddAsync(project, "a", "dashboard")).Key;

        await Projects.DeleteAsync(project.Number, Now, Token);

        Assert.Null(await Documents.FindAsync(key, Token));
        Assert.Null((await Documents.SaveAsync(key, 1, Change("a", "mine"), Token)).Document);
        var refused = await Assert.ThrowsAsync<CatalogConflictException>(() => AddAsync(project, "b"));
        Assert.Equal("PROJECT_NOT_FOUND", refused.ErrorType);
    }

    /// <summary>The table as the versions before had it, made again in place of the new one.</summary>
    [Fact]
    public async Task Takes_over_views_of_older_versions()
    {
        var project = await CreateProjectAsync();
        var id = Guid.NewGuid();
        string[] statements =
        [
            "DROP TABLE documents", "DROP TABLE IF EXISTS views", "DELETE FROM schema_versions WHERE version = 22",
            """
            CREATE TABLE views (id TEXT NOT NULL PRIMARY KEY, project BIGINT NOT NULL REFERENCES projects (number),
                name TEXT NOT NULL, content TEXT NOT NULL, is_default BIGINT NOT NULL, created BIGINT NOT NULL)
            """,
            $"INSERT INTO views VALUES ('{id}', {project.Number}, 'old', '[7]', 1, {Now.ToUnixTimeMilliseconds()})",
        ];
        if (Database is PostgresDatabase)
            await Database.WriteAsync(sql => sql.ExecuteAsync("DROP FUNCTION views_to_documents CASCADE"), Token);
        foreach (var statement in statements) await Database.WriteAsync(sql => sql.ExecuteAsync(statement), Token);

        await Database.MigrateAsync(Token);

        Assert.Equal(
            [new Document(new DocumentKey(project.Number, "view", id), "old", "[7]", true, "", Now, "", Now, 1)],
            await Documents.ListAsync(project.Number, "view", Token));
    }

    static (Document? Document, bool IsStale) Parts(DocumentChangeResult result) => (result.Document, result.IsStale);
}
