using System.Data.Common;
using Dapper;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Projects and their workspaces.</summary>
sealed class ProjectTable(SqlDialect dialect)
{
    const string Select =
        """
        SELECT p.number AS Number, p.id AS Id, w.id AS WorkspaceId, w.name AS Workspace, p.name AS Name, p.key AS Key,
               p.visibility AS Visibility, p.description AS Description, p.archived AS Archived, p.created AS Created
        FROM projects p JOIN workspaces w ON w.number = p.workspace
        """;

    public static async Task<Project?> FindAsync(
        DbConnection connection, string identifier, CancellationToken cancellationToken)
    {
        if (identifier.Contains('\0')) return null; // PostgreSQL has no such texts

        var slash = identifier.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Guid.TryParse(identifier, out var id)
                ? await OneAsync(connection, null, "p.id = @id", new { id = id.ToString() }, cancellationToken)
                : null;

        var workspace = identifier[..slash];
        var name = identifier[(slash + 1)..];
        return await OneAsync(
            connection, null, "w.name = @workspace AND p.name = @name", new { workspace, name }, cancellationToken);
    }

    public static Task<Project?> GetAsync(DbConnection connection, uint number, CancellationToken cancellationToken) =>
        OneAsync(connection, null, "p.number = @number", new { number = (long)number }, cancellationToken);

    public static async Task<IReadOnlyList<Project>> ListAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<ProjectRow>(new CommandDefinition(
            Select + " ORDER BY p.number", cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToProject())];
    }

    public async Task<(Project Project, bool Created)> CreateAsync(
        DbTransaction transaction, NewProject project, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO workspaces (id, name) VALUES (@id, @name) ON CONFLICT (name) DO NOTHING",
            new { id = Guid.NewGuid().ToString(), name = project.Workspace }, transaction,
            cancellationToken: cancellationToken));

        // The workspace's row is the lock under which names and keys are compared.
        var workspace = await connection.QuerySingleAsync<long>(new CommandDefinition(
            "SELECT number FROM workspaces WHERE name = @name" + dialect.ForUpdate, new { name = project.Workspace },
            transaction, cancellationToken: cancellationToken));
        if (await OneAsync(
            connection, transaction, "p.workspace = @workspace AND p.name = @Name", new { workspace, project.Name },
            cancellationToken) is { } existing)
            return (existing, false);

        var taken = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT key FROM projects WHERE workspace = @workspace", new { workspace }, transaction,
            cancellationToken: cancellationToken))).ToHashSet();
        if (project.Key is not null && taken.Contains(project.Key))
            throw new CatalogConflictException(
                "PROJECT_KEY_COLLISION",
                $"Another project of workspace '{project.Workspace}' has the key '{project.Key}'. Choose another one.");

        var number = await connection.QuerySingleAsync<long>(new CommandDefinition(
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
            },
            transaction, cancellationToken: cancellationToken));
        return ((await ByNumberAsync(connection, transaction, number, cancellationToken))!, true); // just inserted
    }

    public async Task<Project?> UpdateAsync(
        DbTransaction transaction, uint number, ProjectChange change, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        var workspace = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            "SELECT number FROM workspaces WHERE number = (SELECT workspace FROM projects WHERE number = @number)"
            + dialect.ForUpdate,
            new { number = (long)number }, transaction, cancellationToken: cancellationToken));
        if (workspace is null) return null;

        if (change.Name is not null && await OneAsync(
            connection, transaction, "p.workspace = @workspace AND p.name = @Name AND p.number <> @number",
            new { workspace, change.Name, number = (long)number }, cancellationToken) is not null)
            throw new CatalogConflictException(
                "PROJECT_NAME_COLLISION", $"The workspace has another project named '{change.Name}'.");

        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE projects SET name = coalesce(@Name, name), description = coalesce(@Description, description),
                visibility = coalesce(@Visibility, visibility), archived = coalesce(@archived, archived)
            WHERE number = @number
            """,
            new
            {
                number = (long)number, change.Name, change.Description, change.Visibility,
                archived = change.Archived is { } archived ? archived ? 1 : 0 : default(int?),
            },
            transaction, cancellationToken: cancellationToken));
        return await ByNumberAsync(connection, transaction, number, cancellationToken);
    }

    public async Task<bool> DeleteAsync(
        DbTransaction transaction, uint number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        var parameters = new { number = (long)number, now = now.ToUnixTimeMilliseconds() };

        // A run being created holds the project's row; it is there before this goes on, and goes with the others.
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT number FROM projects WHERE number = @number" + dialect.ForUpdate, parameters, transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM views WHERE project = @number", parameters, transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM styles WHERE project = @number", parameters, transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM runs WHERE project = @number", parameters, transaction,
            cancellationToken: cancellationToken));
        if (await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM projects WHERE number = @number", parameters, transaction,
            cancellationToken: cancellationToken)) == 0)
            return false;

        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO deletions (project, deleted) VALUES (@number, @now)", parameters, transaction,
            cancellationToken: cancellationToken));
        return true;
    }

    public static async Task<IReadOnlyList<DeletedProject>> DeletedAsync(
        DbConnection connection, CancellationToken cancellationToken) =>
        [.. (await connection.QueryAsync<(long Project, long Deleted)>(new CommandDefinition(
            "SELECT project, deleted FROM deletions ORDER BY deleted, project", cancellationToken: cancellationToken)))
            .Select(row => new DeletedProject(
                (uint)row.Project, DateTimeOffset.FromUnixTimeMilliseconds(row.Deleted)))];

    public static Task<int> ForgetDeletedAsync(
        DbTransaction transaction, uint number, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "DELETE FROM deletions WHERE project = @number", new { number = (long)number }, transaction,
            cancellationToken: cancellationToken));

    static Task<Project?> ByNumberAsync(
        DbConnection connection, DbTransaction transaction, long number, CancellationToken cancellationToken) =>
        OneAsync(connection, transaction, "p.number = @number", new { number }, cancellationToken);

    static async Task<Project?> OneAsync(
        DbConnection connection, DbTransaction? transaction, string condition, object parameters,
        CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<ProjectRow>(new CommandDefinition(
            $"{Select} WHERE {condition}", parameters, transaction, cancellationToken: cancellationToken)))
        ?.ToProject();

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
