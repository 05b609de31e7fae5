using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>Projects and their workspaces.</summary>
public sealed class CatalogProjects(ICatalogDatabase database)
{
    const string Select =
        """
        SELECT p.number AS Number, p.id AS Id, w.id AS WorkspaceId, w.name AS Workspace, p.name AS Name, p.key AS Key,
               p.visibility AS Visibility, p.description AS Description, p.archived AS Archived, p.created AS Created
        FROM projects p JOIN workspaces w ON w.number = p.workspace
        """;

    /// <summary>The project named by <c>workspace/name</c> or by UUID, or <c>null</c>.</summary>
    public async Task<Project?> FindAsync(string identifier, CancellationToken cancellationToken)
    {
        if (identifier.Contains('\0')) return null; // PostgreSQL has no such texts
        if (identifier.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0)
        {
            var names = new { workspace = identifier[..slash], name = identifier[(slash + 1)..] };
            return await database.ReadAsync(
                sql => OneAsync(sql, "w.name = @workspace AND p.name = @name", names), cancellationToken);
        }

        return Guid.TryParse(identifier, out var id)
            ? await database.ReadAsync(sql => OneAsync(sql, "p.id = @id", new { id = id.ToString() }), cancellationToken)
            : null;
    }

    /// <summary>The project of that number, or <c>null</c>.</summary>
    public Task<Project?> GetAsync(uint number, CancellationToken cancellationToken) =>
        database.ReadAsync(sql => ByNumberAsync(sql, number), cancellationToken);

    /// <summary>All projects, the oldest first.</summary>
    public async Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<ProjectRow>(Select + " ORDER BY p.number"), cancellationToken);
        return [.. rows.Select(row => row.ToProject())];
    }

    /// <summary>Creates a project, and its workspace if that is new.</summary>
    /// <returns>The project, and whether it was created now: <c>false</c> if one of that name was there.</returns>
    /// <exception cref="CatalogConflictException">Another project of the workspace has the wanted key.</exception>
    public Task<(Project Project, bool Created)> CreateAsync(NewProject project, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => CreateAsync(sql, project), cancellationToken);

    /// <returns>The project after the change, or <c>null</c> if there is none of that number.</returns>
    /// <exception cref="CatalogConflictException">The new name is taken.</exception>
    public Task<Project?> UpdateAsync(uint number, ProjectChange change, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => UpdateAsync(sql, number, change), cancellationToken);

    /// <summary>Forgets the project with all that belongs to it, and remembers that its rows and files are to be removed.
    /// </summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> DeleteAsync(uint number, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => DeleteAsync(sql, number, now), cancellationToken);

    /// <summary>Deleted projects whose rows and files may not all be removed yet.</summary>
    public async Task<IReadOnlyList<DeletedProject>> DeletedAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<(long Project, long Deleted)>(
                "SELECT project, deleted FROM deletions ORDER BY deleted, project"),
            cancellationToken);
        return [.. rows.Select(row => new DeletedProject(
            (uint)row.Project, DateTimeOffset.FromUnixTimeMilliseconds(row.Deleted)))];
    }

    /// <summary>Nothing of the deleted project is left.</summary>
    public Task ForgetDeletedAsync(uint number, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync("DELETE FROM deletions WHERE project = @number", new { number = (long)number }),
            cancellationToken);

    static async Task<(Project Project, bool Created)> CreateAsync(Statements sql, NewProject project)
    {
        await sql.ExecuteAsync(
            "INSERT INTO workspaces (id, name) VALUES (@id, @name) ON CONFLICT (name) DO NOTHING",
            new { id = Guid.NewGuid().ToString(), name = project.Workspace });

        // The workspace's row is the lock under which names and keys are compared.
        var workspace = await sql.OneAsync<long>(
            "SELECT number FROM workspaces WHERE name = @name" + sql.Dialect.ForUpdate, new { name = project.Workspace });
        if (await OneAsync(
            sql, "p.workspace = @workspace AND p.name = @Name", new { workspace, project.Name }) is { } existing)
            return (existing, false);

        var keys = await sql.ListAsync<string>("SELECT key FROM projects WHERE workspace = @workspace", new { workspace });
        var taken = keys.ToHashSet();
        if (project.Key is not null && taken.Contains(project.Key))
            throw new CatalogConflictException(
                "PROJECT_KEY_COLLISION",
                $"Another project of workspace '{project.Workspace}' has the key '{project.Key}'. Choose another one.");

        var number = await sql.OneAsync<long>(
            """
            INSERT INTO projects
                (id, workspace, name, key, visibility, description, archived, created, runs_created)
            VALUES (@id, @workspace, @Name, @key, @Visibility, @Description, 0, @created, 0)
            RETURNING number
            """,
            new
            {
                id = Guid.NewGuid().ToString(), workspace, project.Name,
                key = project.Key ?? ProjectKeys.Derive(project.Name, taken), project.Visibility, project.Description,
                created = project.CreationTime.ToUnixTimeMilliseconds(),
            });
        return ((await ByNumberAsync(sql, number))!, true); // just inserted
    }

    static async Task<Project?> UpdateAsync(Statements sql, uint number, ProjectChange change)
    {
        var workspace = await sql.FindAsync<long?>(
            "SELECT number FROM workspaces WHERE number = (SELECT workspace FROM projects WHERE number = @number)"
            + sql.Dialect.ForUpdate,
            new { number = (long)number });
        if (workspace is null) return null;

        if (change.Name is not null && await OneAsync(
            sql, "p.workspace = @workspace AND p.name = @Name AND p.number <> @number",
            new { workspace, change.Name, number = (long)number }) is not null)
            throw new CatalogConflictException(
                "PROJECT_NAME_COLLISION", $"The workspace has another project named '{change.Name}'.");

        await sql.ExecuteAsync(
            """
            UPDATE projects SET name = coalesce(@Name, name), description = coalesce(@Description, description),
                visibility = coalesce(@Visibility, visibility), archived = coalesce(@archived, archived)
            WHERE number = @number
            """,
            new
            {
                number = (long)number, change.Name, change.Description, change.Visibility,
                archived = change.Archived is { } archived ? archived ? 1 : 0 : default(int?),
            });
        return await ByNumberAsync(sql, number);
    }

    static async Task<bool> DeleteAsync(Statements sql, uint number, DateTimeOffset now)
    {
        var parameters = new { number = (long)number, now = now.ToUnixTimeMilliseconds() };

        // A run being created holds the project's row; it is there before this goes on, and goes with the others.
        await sql.LockProjectAsync(number);
        await sql.ExecuteAsync("DELETE FROM styles WHERE project = @number", parameters);
        await sql.ExecuteAsync(
            "DELETE FROM imports WHERE run IN (SELECT number FROM runs WHERE project = @number)", parameters);
        await sql.ExecuteAsync("DELETE FROM runs WHERE project = @number", parameters);
        if (await sql.ExecuteAsync("DELETE FROM projects WHERE number = @number", parameters) == 0) return false;

        await sql.ExecuteAsync("INSERT INTO deletions (project, deleted) VALUES (@number, @now)", parameters);
        return true;
    }

    static Task<Project?> ByNumberAsync(Statements sql, long number) =>
        OneAsync(sql, "p.number = @number", new { number });

    static async Task<Project?> OneAsync(Statements sql, string condition, object parameters) =>
        (await sql.FindAsync<ProjectRow>($"{Select} WHERE {condition}", parameters))?.ToProject();

    sealed class ProjectRow
    {
        public long Number { get; init; }
        public required string Id { get; init; }
        public required string WorkspaceId { get; init; }
        public required string Workspace { get; init; }
        public required string Name { get; init; }
        public required string Key { get; init; }
        public required string Visibility { get; init; }
        public required string Description { get; init; }
        public long Archived { get; init; }
        public long Created { get; init; }

        public Project ToProject() => new(
            (uint)Number, Guid.Parse(Id), Guid.Parse(WorkspaceId), Workspace, Name, Key, Visibility, Description,
            Archived != 0, DateTimeOffset.FromUnixTimeMilliseconds(Created));
    }
}

/// <param name="Key">Prefix of <c>sys/id</c>; made from the name if <c>null</c>.</param>
public sealed record NewProject(
    string Workspace, string Name, string? Key, string Visibility, string Description, DateTimeOffset CreationTime);

/// <summary>What to change of a project; <c>null</c> leaves as it is.</summary>
public sealed record ProjectChange(string? Name, string? Description, string? Visibility, bool? Archived);

/// <param name="Number">The store's identity of the project, which is never used again.</param>
public sealed record DeletedProject(uint Number, DateTimeOffset Deleted);
