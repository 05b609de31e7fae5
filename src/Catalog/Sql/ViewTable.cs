using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Saved views. The project's row is the lock under which they change.</summary>
sealed class ViewTable(SqlDialect dialect)
{
    const int ViewsMax = 1000;

    const string Select =
        """
        SELECT id AS Id, project AS Project, name AS Name, content AS Content, is_default AS IsDefault, created AS Created
        FROM views WHERE project = @project
        """;

    public static async Task<IReadOnlyList<SavedView>> ListAsync(
        DbConnection connection, uint project, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<ViewRow>(new CommandDefinition(
            Select + " ORDER BY created, id", new { project = (long)project }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToView())];
    }

    public static Task<SavedView?> FindAsync(
        DbConnection connection, uint project, Guid id, CancellationToken cancellationToken) =>
        OneAsync(connection, null, project, id, cancellationToken);

    public async Task<SavedView> AddAsync(
        DbTransaction transaction, NewView view, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        if (!await LockAsync(transaction, view.Project, cancellationToken))
            throw new CatalogConflictException("PROJECT_NOT_FOUND", "The project of the view is not there.");
        await RefuseTakenAsync(transaction, view.Project, view.Name, Guid.Empty, cancellationToken);
        var count = await connection.QuerySingleAsync<long>(new CommandDefinition(
            "SELECT count(*) FROM views WHERE project = @project", new { project = (long)view.Project }, transaction,
            cancellationToken: cancellationToken));
        if (count >= ViewsMax)
            throw new CatalogConflictException(
                "VIEW_LIMIT", $"The project has {ViewsMax} views already. Delete those that nobody needs.");

        var id = Guid.NewGuid();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO views (id, project, name, content, is_default, created)
            VALUES (@id, @project, @Name, @Content, 0, @created)
            """,
            new
            {
                id = id.ToString(), project = (long)view.Project, view.Name, view.Content,
                created = view.CreationTime.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: cancellationToken));
        if (view.IsDefault) await MakeDefaultAsync(transaction, view.Project, id, cancellationToken);
        return (await OneAsync(connection, transaction, view.Project, id, cancellationToken))!; // just inserted
    }

    public async Task<SavedView?> UpdateAsync(
        DbTransaction transaction, uint project, Guid id, ViewChange change, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await LockAsync(transaction, project, cancellationToken);
        if (await OneAsync(connection, transaction, project, id, cancellationToken) is not { } view) return null;

        await RefuseTakenAsync(transaction, project, change.Name, id, cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE views SET name = @Name, content = @Content WHERE id = @id",
            new { id = id.ToString(), change.Name, change.Content }, transaction,
            cancellationToken: cancellationToken));
        if (change.IsDefault is { } isDefault && isDefault != view.IsDefault)
            await MakeDefaultAsync(transaction, project, isDefault ? id : null, cancellationToken);
        return await OneAsync(connection, transaction, project, id, cancellationToken);
    }

    public async Task<bool> SetDefaultAsync(
        DbTransaction transaction, uint project, Guid? id, CancellationToken cancellationToken)
    {
        await LockAsync(transaction, project, cancellationToken);
        if (id is { } wanted
            && await OneAsync(transaction.Connection!, transaction, project, wanted, cancellationToken) is null)
            return false;

        await MakeDefaultAsync(transaction, project, id, cancellationToken);
        return true;
    }

    public static async Task<bool> DeleteAsync(
        DbTransaction transaction, uint project, Guid id, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "DELETE FROM views WHERE project = @project AND id = @id",
            new { project = (long)project, id = id.ToString() }, transaction,
            cancellationToken: cancellationToken)) > 0;

    async Task<bool> LockAsync(DbTransaction transaction, uint project, CancellationToken cancellationToken) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<long?>(new CommandDefinition( // as above
            "SELECT number FROM projects WHERE number = @project" + dialect.ForUpdate, new { project = (long)project },
            transaction, cancellationToken: cancellationToken)) is not null;

    static async Task RefuseTakenAsync(
        DbTransaction transaction, uint project, string name, Guid except, CancellationToken cancellationToken)
    {
        var taken = await transaction.Connection!.QuerySingleAsync<long>(new CommandDefinition( // as above
            "SELECT count(*) FROM views WHERE project = @project AND name = @name AND id <> @except",
            new { project = (long)project, name, except = except.ToString() }, transaction,
            cancellationToken: cancellationToken));
        if (taken > 0)
            throw new CatalogConflictException(
                "VIEW_NAME_COLLISION", $"The project has another view named '{name}'. Choose another name.");
    }

    /// <param name="id"><c>null</c>: none is the default.</param>
    static Task MakeDefaultAsync(
        DbTransaction transaction, uint project, Guid? id, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // as above
            "UPDATE views SET is_default = CASE WHEN id = @id THEN 1 ELSE 0 END WHERE project = @project",
            new { project = (long)project, id = id?.ToString() ?? "" }, transaction,
            cancellationToken: cancellationToken));

    static async Task<SavedView?> OneAsync(
        DbConnection connection, DbTransaction? transaction, uint project, Guid id,
        CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<ViewRow>(new CommandDefinition(
            Select + " AND id = @id", new { project = (long)project, id = id.ToString() }, transaction,
            cancellationToken: cancellationToken)))?.ToView();

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
