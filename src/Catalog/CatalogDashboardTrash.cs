using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>Deleted dashboards, which can be brought back for a while.</summary>
/// <param name="kind">Of what; <see cref="RemoveAsync"/> is of all kinds.</param>
public sealed class CatalogDashboardTrash(ICatalogDatabase database, DashboardKind kind = DashboardKind.Dashboard)
{
    readonly string _isKind = DashboardRow.IsKind(kind);

    string This => $"branch = @branch AND project = @project AND {_isKind}";

    /// <summary>A dashboard of which the caller sees a version.</summary>
    const string Seen =
        """
        EXISTS
            (SELECT 1 FROM dashboard_versions v
             WHERE v.branch = dashboards.branch AND (v.is_draft = 0 OR v.owner = @user))
        """;

    /// <summary>The newest published version of each dashboard in the trash, the last deleted first; of one that was never
    /// published, the caller's own draft.</summary>
    public async Task<IReadOnlyList<DashboardVersion>> ListAsync(
        uint project, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<DashboardRow>(
                $"""
                {DashboardRow.Select} AND v.id =
                    (SELECT v.id FROM dashboard_versions v
                     WHERE v.branch = d.branch AND (v.is_draft = 0 OR v.owner = @user)
                     ORDER BY v.is_draft, v.updated DESC, v.id DESC LIMIT 1)
                WHERE d.project = @project AND d.{_isKind} AND d.deleted IS NOT NULL ORDER BY d.deleted DESC, v.id
                """,
                new { project = (long)project, user = caller.Username }),
            cancellationToken);
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>Puts a dashboard into the trash. A full one loses what has been in it for longest.</summary>
    /// <returns>Whether there was one that the caller sees.</returns>
    public Task<bool> DeleteAsync(
        uint project, Guid branch, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                await sql.LockProjectAsync(project);
                var isDone = await sql.ExecuteAsync(
                    $"""
                    UPDATE dashboards SET deleted = @time, deleted_by = @user
                    WHERE {This} AND deleted IS NULL AND {Seen}
                    """,
                    Parameters(project, branch, caller)) > 0;
                if (isDone) await DropOldestAsync(sql, project);
                return isDone;
            },
            cancellationToken);

    /// <summary>Takes a dashboard out of the trash.</summary>
    /// <returns>Its newest version; or that the trash does not have it, or that the project has too many dashboards.</returns>
    public Task<DashboardResult> RestoreAsync(
        uint project, Guid branch, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.WriteAsync<DashboardResult>(
            async sql =>
            {
                await sql.LockProjectAsync(project);
                var count = await sql.OneAsync<long>(
                    $"SELECT count(*) FROM dashboards WHERE project = @project AND {_isKind} AND deleted IS NULL",
                    new { project = (long)project });
                if (count >= Limits.DashboardsMax) return DashboardOutcome.TooManyDashboards;

                var isDone = await sql.ExecuteAsync(
                    $"""
                    UPDATE dashboards SET deleted = NULL, deleted_by = ''
                    WHERE {This} AND deleted IS NOT NULL AND {Seen}
                    """,
                    Parameters(project, branch, caller)) > 0;
                if (!isDone) return DashboardOutcome.MissingBranch;

                var row = await sql.FindAsync<DashboardRow>(
                    $"""
                    {DashboardRow.Select} WHERE d.branch = @branch AND (v.is_draft = 0 OR v.owner = @user)
                    ORDER BY v.is_draft, v.updated DESC, v.id DESC LIMIT 1
                    """,
                    Parameters(project, branch, caller));
                return new(DashboardOutcome.Done, row?.ToVersion());
            },
            cancellationToken);

    /// <summary>Removes for good what went into the trash before one time, and drafts that nobody touched since another.</summary>
    /// <returns>How many dashboards and drafts went.</returns>
    public Task<int> RemoveAsync(
        DateTimeOffset deletedBefore, DateTimeOffset untouchedSince, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                var dashboards = await sql.ExecuteAsync(
                    "DELETE FROM dashboards WHERE deleted < @deletedBefore",
                    new { deletedBefore = deletedBefore.ToUnixTimeMilliseconds() });
                var drafts = await sql.ExecuteAsync(
                    "DELETE FROM dashboard_versions WHERE is_draft = 1 AND updated < @untouchedSince",
                    new { untouchedSince = untouchedSince.ToUnixTimeMilliseconds() });
                if (drafts > 0)
                    await sql.ExecuteAsync(
                        """
                        DELETE FROM dashboards WHERE NOT EXISTS
                            (SELECT 1 FROM dashboard_versions v WHERE v.branch = dashboards.branch)
                        """);
                return dashboards + drafts;
            },
            cancellationToken);

    static object Parameters(uint project, Guid branch, DashboardCaller caller) => new
    {
        project = (long)project, branch = branch.ToString(), user = caller.Username,
        time = caller.Time.ToUnixTimeMilliseconds(),
    };

    Task DropOldestAsync(Statements sql, uint project) => sql.ExecuteAsync(
        $"""
        DELETE FROM dashboards WHERE branch IN
            (SELECT branch FROM dashboards WHERE project = @project AND {_isKind} AND deleted IS NOT NULL
             ORDER BY deleted DESC, branch LIMIT 1000000 OFFSET @max)
        """,
        new { project = (long)project, max = Limits.DashboardsMax });
}
