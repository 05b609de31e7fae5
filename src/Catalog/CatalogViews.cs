using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>Saved views. The project's row is the lock under which they change.</summary>
public sealed class CatalogViews(ICatalogDatabase database)
{
    const int ViewsMax = 1000;

    const string Select =
        """
        SELECT id AS Id, project AS Project, name AS Name, content AS Content, is_default AS IsDefault, created AS Created
        FROM views WHERE project = @project
        """;

    /// <summary>The project's saved views, the oldest first.</summary>
    public async Task<IReadOnlyList<SavedView>> ListAsync(uint project, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<ViewRow>(Select + " ORDER BY created, id", new { project = (long)project }),
            cancellationToken);
        return [.. rows.Select(row => row.ToView())];
    }

    /// <summary>The view of that project, or <c>null</c>.</summary>
    public Task<SavedView?> FindAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(sql => OneAsync(sql, project, id), cancellationToken);

    /// <exception cref="CatalogConflictException">The name is taken, there is no such project, or it has too many.
    /// </exception>
    public Task<SavedView> AddAsync(NewView view, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => AddAsync(sql, view), cancellationToken);

    /// <returns>The view after the change, or <c>null</c> if there is none.</returns>
    /// <exception cref="CatalogConflictException">The new name is taken.</exception>
    public Task<SavedView?> UpdateAsync(
        uint project, Guid id, ViewChange change, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => UpdateAsync(sql, project, id, change), cancellationToken);

    /// <summary>Makes a view the default one, and the former default an ordinary one.</summary>
    /// <param name="id"><c>null</c>: no view is the default.</param>
    /// <returns><c>false</c> if there is no such view; then nothing changed.</returns>
    public Task<bool> SetDefaultAsync(uint project, Guid? id, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => SetDefaultAsync(sql, project, id), cancellationToken);

    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql => await sql.ExecuteAsync(
                "DELETE FROM views WHERE project = @project AND id = @id",
                new { project = (long)project, id = id.ToString() }) > 0,
            cancellationToken);

    static async Task<SavedView> AddAsync(Statements sql, NewView view)
    {
        if (!await sql.LockProjectAsync(view.Project))
            throw new CatalogConflictException("PROJECT_NOT_FOUND", "The project of the view is not there.");
        await RefuseTakenAsync(sql, view.Project, view.Name, Guid.Empty);
        var count = await sql.OneAsync<long>(
            "SELECT count(*) FROM views WHERE project = @project", new { project = (long)view.Project });
        if (count >= ViewsMax)
            throw new CatalogConflictException(
                "VIEW_LIMIT", $"The project has {ViewsMax} views already. Delete those that nobody needs.");

        var id = Guid.NewGuid();
        await sql.ExecuteAsync(
            """
            INSERT INTO views (id, project, name, content, is_default, created)
            VALUES (@id, @project, @Name, @Content, 0, @created)
            """,
            new
            {
                id = id.ToString(), project = (long)view.Project, view.Name, view.Content,
                created = view.CreationTime.ToUnixTimeMilliseconds(),
            });
        if (view.IsDefault) await MakeDefaultAsync(sql, view.Project, id);
        return (await OneAsync(sql, view.Project, id))!; // just inserted
    }

    static async Task<SavedView?> UpdateAsync(Statements sql, uint project, Guid id, ViewChange change)
    {
        await sql.LockProjectAsync(project);
        if (await OneAsync(sql, project, id) is not { } view) return null;

        await RefuseTakenAsync(sql, project, change.Name, id);
        await sql.ExecuteAsync(
            "UPDATE views SET name = @Name, content = @Content WHERE id = @id",
            new { id = id.ToString(), change.Name, change.Content });
        if (change.IsDefault is { } isDefault && isDefault != view.IsDefault)
            await MakeDefaultAsync(sql, project, isDefault ? id : null);
        return await OneAsync(sql, project, id);
    }

    static async Task<bool> SetDefaultAsync(Statements sql, uint project, Guid? id)
    {
        await sql.LockProjectAsync(project);
        if (id is { } wanted && await OneAsync(sql, project, wanted) is null) return false;

        await MakeDefaultAsync(sql, project, id);
        return true;
    }

    static async Task RefuseTakenAsync(Statements sql, uint project, string name, Guid except)
    {
        var taken = await sql.OneAsync<long>(
            "SELECT count(*) FROM views WHERE project = @project AND name = @name AND id <> @except",
            new { project = (long)project, name, except = except.ToString() });
        if (taken > 0)
            throw new CatalogConflictException(
                "VIEW_NAME_COLLISION", $"The project has another view named '{name}'. Choose another name.");
    }

    /// <param name="id"><c>null</c>: none is the default.</param>
    static Task MakeDefaultAsync(Statements sql, uint project, Guid? id) => sql.ExecuteAsync(
        "UPDATE views SET is_default = CASE WHEN id = @id THEN 1 ELSE 0 END WHERE project = @project",
        new { project = (long)project, id = id?.ToString() ?? "" });

    static async Task<SavedView?> OneAsync(Statements sql, uint project, Guid id) =>
        (await sql.FindAsync<ViewRow>(
            Select + " AND id = @id", new { project = (long)project, id = id.ToString() }))?.ToView();

    sealed class ViewRow
    {
        public required string Id { get; init; }
        public long Project { get; init; }
        public required string Name { get; init; }
        public required string Content { get; init; }
        public long IsDefault { get; init; }
        public long Created { get; init; }

        public SavedView ToView() => new(
            Guid.Parse(Id), (uint)Project, Name, Content, IsDefault != 0,
            DateTimeOffset.FromUnixTimeMilliseconds(Created));
    }
}
