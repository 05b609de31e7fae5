using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>Reports: branches of versions, as dashboards are, with one draft a user and browser.</summary>
public sealed class CatalogReports(ICatalogDatabase database)
{
    public CatalogDashboards Versions { get; } = new(database, DashboardKind.Report);

    public CatalogDashboardTrash Trash { get; } = new(database, DashboardKind.Report);

    /// <summary>Of each report the newest published version, or the caller's draft of one that has none; the newest first.
    /// </summary>
    public async Task<IReadOnlyList<DashboardVersion>> ListAsync(
        uint project, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var published = await Versions.ListAsync(project, new DashboardQuery(), caller, cancellationToken);
        var drafts = await DraftsAsync(project, caller, cancellationToken);
        var known = published.Select(version => version.Branch).ToHashSet();
        return
        [
            .. published.Concat(drafts.Where(draft => known.Add(draft.Branch)))
                .OrderByDescending(version => version.Updated).ThenBy(version => version.Id),
        ];
    }

    /// <summary>The caller's drafts in this browser, the newest first; of callers that are none, all of the user's.</summary>
    public async Task<IReadOnlyList<DashboardVersion>> DraftsAsync(
        uint project, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<DashboardRow>(
                $"""
                {DashboardRow.Select}
                WHERE d.project = @project AND d.{DashboardRow.IsKind(DashboardKind.Report)} AND d.deleted IS NULL
                    AND v.is_draft = 1 AND v.owner = @user AND (@session = '' OR v.session = @session)
                ORDER BY v.updated DESC, v.id
                """,
                new { project = (long)project, user = caller.Username, session = caller.Session }),
            cancellationToken);
        return [.. rows.Select(row => row.ToVersion())];
    }

    /// <summary>Adds a version to a report.</summary>
    public async Task<DashboardResult> AddVersionAsync(
        uint project, Guid report, DashboardDraft version, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var versions = await Versions.VersionsAsync(project, report, DashboardDrafts.Published, caller, cancellationToken);
        var any = versions is [var newest, ..]
            ? newest
            : (await DraftsAsync(project, caller, cancellationToken)).FirstOrDefault(draft => draft.Branch == report);
        return any is null
            ? DashboardOutcome.MissingBranch
            : await Versions.AddVersionAsync(project, any.Id, report, version, caller, cancellationToken);
    }

    /// <summary>Whether somebody else has a version of this id as a draft.</summary>
    public Task<bool> IsOthersDraftAsync(uint project, Guid version, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async sql => await sql.OneAsync<long>(
                $"""
                SELECT count(*) FROM dashboards d JOIN dashboard_versions v ON v.branch = d.branch
                WHERE v.id = @id AND d.project = @project AND d.{DashboardRow.IsKind(DashboardKind.Report)}
                    AND d.deleted IS NULL AND v.is_draft = 1 AND v.owner <> @user
                """,
                new { id = version.ToString(), project = (long)project, user = caller.Username }) > 0,
            cancellationToken);
}
