using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>
/// Dashboards as branches of versions. A published version is everybody's; a draft is its owner's alone, one a branch and
/// session, and is published by a change of its own. Those in the trash are not found here.
/// </summary>
/// <remarks>The project's row is the lock under which its dashboards change.</remarks>
/// <param name="kind">Reports are kept in the same way, apart from dashboards.</param>
public sealed class CatalogDashboards(ICatalogDatabase database, DashboardKind kind = DashboardKind.Dashboard)
{
    readonly string _isKind = DashboardRow.IsKind(kind);

    /// <summary>Of each dashboard the newest version that the query means, the newest first.</summary>
    public async Task<IReadOnlyList<DashboardVersion>> ListAsync(
        uint project, DashboardQuery query, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<DashboardRow>(
                $"""
                {DashboardRow.Select} AND v.id =
                    (SELECT v.id FROM dashboard_versions v
                     WHERE v.branch = d.branch AND {DashboardRow.Shown(query.Drafts)}
                     ORDER BY v.updated DESC, v.id DESC LIMIT 1)
                WHERE d.project = @project AND d.{_isKind} AND d.deleted IS NULL ORDER BY v.updated DESC, v.id
                """,
                new { project = (long)project, user = caller.Username, session = caller.Session }),
            cancellationToken);
        return
        [
            .. rows.Select(row => row.ToVersion()).Where(version =>
                query.Branches?.Contains(version.Branch) != false && query.Types?.Contains(version.Type) != false
                && query.Owners?.Contains(version.Owner) != false),
        ];
    }

    /// <summary>What these versions show, by id. Some may have gone meanwhile.</summary>
    /// <param name="withContent">Whether widgets and layouts are wanted.</param>
    public async Task<IReadOnlyDictionary<Guid, DashboardTexts>> TextsAsync(
        IReadOnlyCollection<Guid> ids, bool withContent, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<DashboardTextRow>(
                $"""
                SELECT id AS Id, settings AS Settings, {(withContent ? "content" : "''")} AS Content
                FROM dashboard_versions WHERE id IN ({sql.Dialect.Texts("@ids")})
                """,
                new { ids = SqlDialect.List(ids.Select(id => id.ToString())) }),
            cancellationToken);
        return rows.ToDictionary(row => Guid.Parse(row.Id), row => new DashboardTexts(row.Settings, row.Content));
    }

    /// <summary>The version without what it shows, or <c>null</c>.</summary>
    public Task<DashboardVersion?> FindVersionAsync(
        uint project, Guid id, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(sql => FindAsync(sql, project, id, caller), cancellationToken);

    /// <summary>The version with what it shows, or <c>null</c>.</summary>
    public Task<(DashboardVersion Version, DashboardTexts Texts)?> FindAsync(
        uint project, Guid id, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.ReadAsync<(DashboardVersion, DashboardTexts)?>(
            async sql =>
            {
                if (await FindAsync(sql, project, id, caller) is not { } version) return null;

                var texts = await sql.FindAsync<DashboardTextRow>(
                    "SELECT id AS Id, settings AS Settings, content AS Content FROM dashboard_versions WHERE id = @id",
                    new { id = id.ToString() });
                return texts is null ? null : (version, new DashboardTexts(texts.Settings, texts.Content));
            },
            cancellationToken);

    /// <summary>The versions of a dashboard, the newest first; <c>null</c> if there is none of that branch.</summary>
    public async Task<IReadOnlyList<DashboardVersion>?> VersionsAsync(
        uint project, Guid branch, DashboardDrafts drafts, DashboardCaller caller, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            project = (long)project, branch = branch.ToString(), user = caller.Username, session = caller.Session,
        };
        var live = $"WHERE d.branch = @branch AND d.project = @project AND d.{_isKind} AND d.deleted IS NULL";
        return await database.ReadAsync<IReadOnlyList<DashboardVersion>?>(
            async sql =>
            {
                var rows = await sql.ListAsync<DashboardRow>(
                    $"{DashboardRow.Select} {live} AND {DashboardRow.Shown(drafts)} ORDER BY v.updated DESC, v.id DESC",
                    parameters);
                if (rows.Count > 0) return [.. rows.Select(row => row.ToVersion())];

                var isThere = await sql.OneAsync<long>(
                    $"SELECT count(*) FROM dashboards d JOIN dashboard_versions v ON v.branch = d.branch {live} AND (v.is_draft = 0 OR v.owner = @user)",
                    parameters) > 0;
                return isThere ? [] : null;
            },
            cancellationToken);
    }

    /// <summary>Makes a dashboard of one version.</summary>
    /// <exception cref="CatalogConflictException">There is no such project.</exception>
    public Task<DashboardResult> CreateAsync(
        uint project, DashboardDraft first, DashboardCaller caller, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                await RequireProjectAsync(sql, project);
                var count = await sql.OneAsync<long>(
                    $"SELECT count(*) FROM dashboards WHERE project = @project AND {_isKind} AND deleted IS NULL",
                    new { project = (long)project });
                if (count >= Limits.DashboardsMax) return DashboardOutcome.TooManyDashboards;

                var branch = Guid.CreateVersion7(caller.Time);
                await sql.ExecuteAsync(
                    """
                    INSERT INTO dashboards (branch, project, kind, author, created, deleted_by)
                    VALUES (@branch, @project, @kind, @author, @time, '')
                    """,
                    new
                    {
                        branch = branch.ToString(), project = (long)project, kind = DashboardRow.Word(kind),
                        author = caller.Username, time = caller.Time.ToUnixTimeMilliseconds(),
                    });
                return await InsertAsync(sql, project, branch, first, caller);
            },
            cancellationToken);

    /// <summary>Adds a version to the dashboard that <paramref name="source"/> is a version of.</summary>
    /// <returns>With <see cref="DashboardOutcome.HasDraft"/>, the draft that there is.</returns>
    public Task<DashboardResult> AddVersionAsync(
        uint project, Guid source, Guid branch, DashboardDraft version, DashboardCaller caller,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                await sql.LockProjectAsync(project);
                if (await FindAsync(sql, project, source, caller) is not { } from) return DashboardOutcome.Missing;
                if (from.Branch != branch) return DashboardOutcome.MissingBranch;

                var problem = version.IsDraft
                    ? await DraftProblemAsync(sql, branch, caller)
                    : await VersionsProblemAsync(sql, branch);
                return problem ?? await InsertAsync(sql, project, branch, version with { Experiment = from.Experiment }, caller);
            },
            cancellationToken);

    /// <summary>Puts a document in the place of that of a version.</summary>
    /// <param name="expected">Revision that is changed; <c>null</c>: whichever is there.</param>
    /// <param name="also">What else changes, or nothing does.</param>
    public Task<DashboardResult> SaveAsync(
        uint project, Guid id, long? expected, DashboardDraft document, DashboardCaller caller,
        CancellationToken cancellationToken, DashboardVersionChange? also = null) =>
        ChangeAsync(
            project, id, expected, caller,
            async (sql, version) =>
            {
                if (also is not null && await DescribeAsync(sql, project, version, also, caller) is { } refused) return refused;

                await sql.ExecuteAsync(
                    """
                    UPDATE dashboard_versions
                    SET name = @Name, type = @Type, widgets = @Widgets, settings = @Settings, content = @Content,
                        base = coalesce(@based, base), revision = revision + 1, updated = @updated
                    WHERE id = @id
                    """,
                    new
                    {
                        id = id.ToString(), document.Name, document.Type, document.Widgets, document.Texts.Settings,
                        document.Texts.Content, based = version.IsDraft ? document.Base?.ToString() : null,
                        updated = await LaterAsync(sql, version.Branch, caller),
                    });
                return DashboardOutcome.Done;
            },
            cancellationToken);

    /// <summary>Names, describes or publishes a version.</summary>
    /// <returns>With <see cref="DashboardOutcome.Stale"/> of a draft that was to be published, the version published since.
    /// </returns>
    public Task<DashboardResult> DescribeAsync(
        uint project, Guid id, long? expected, DashboardVersionChange change, DashboardCaller caller,
        CancellationToken cancellationToken) =>
        ChangeAsync(
            project, id, expected, caller,
            async (sql, version) => await DescribeAsync(sql, project, version, change, caller) ?? DashboardOutcome.Done,
            cancellationToken);

    /// <summary>Deletes one version; with the last one, the dashboard.</summary>
    /// <param name="ofDraftsOnly">Published versions stay.</param>
    public Task<DashboardResult> DeleteAsync(
        uint project, Guid id, long? expected, DashboardCaller caller, CancellationToken cancellationToken,
        bool ofDraftsOnly = false) =>
        ChangeAsync(
            project, id, expected, caller,
            async (sql, version) =>
            {
                if (ofDraftsOnly && !version.IsDraft) return DashboardOutcome.IsPublished;

                var branch = new { branch = version.Branch.ToString(), id = id.ToString() };
                var others = await sql.OneAsync<long>(
                    "SELECT count(*) FROM dashboard_versions WHERE branch = @branch AND is_draft = 0 AND id <> @id", branch);
                if (!version.IsDraft && others == 0) return DashboardOutcome.IsLast;

                await sql.ExecuteAsync("DELETE FROM dashboard_versions WHERE id = @id", branch);
                await sql.ExecuteAsync(
                    """
                    DELETE FROM dashboards
                    WHERE branch = @branch AND NOT EXISTS (SELECT 1 FROM dashboard_versions v WHERE v.branch = @branch)
                    """,
                    branch);
                return new DashboardResult(DashboardOutcome.Done, version);
            },
            cancellationToken);

    /// <returns>Why nothing was changed, if so.</returns>
    async Task<DashboardResult?> DescribeAsync(
        Statements sql, uint project, DashboardVersion version, DashboardVersionChange change, DashboardCaller caller)
    {
        var isPublishing = change.IsDraft == false && version.IsDraft;
        if (!version.IsDraft && (change.OfDraftsOnly || change.IsDraft == true)) return DashboardOutcome.IsPublished;
        if (isPublishing && await PublishingProblemAsync(sql, project, version, change, caller) is { } problem) return problem;

        await sql.ExecuteAsync(
            """
            UPDATE dashboard_versions
            SET is_draft = @isDraft, version_name = coalesce(@VersionName, version_name),
                version_description = coalesce(@VersionDescription, version_description),
                revision = revision + 1, updated = @updated
            WHERE id = @id
            """,
            new
            {
                id = version.Id.ToString(), isDraft = version.IsDraft && !isPublishing ? 1 : 0, change.VersionName,
                change.VersionDescription,
                updated = isPublishing || change.IsUpdate
                    ? await LaterAsync(sql, version.Branch, caller)
                    : version.Updated.ToUnixTimeMilliseconds(),
            });
        return null;
    }

    /// <summary>Changes a version that is as the caller expects it.</summary>
    Task<DashboardResult> ChangeAsync(
        uint project, Guid id, long? expected, DashboardCaller caller,
        Func<Statements, DashboardVersion, Task<DashboardResult>> change, CancellationToken cancellationToken) =>
        database.WriteAsync<DashboardResult>(
            async sql =>
            {
                await sql.LockProjectAsync(project);
                if (await FindAsync(sql, project, id, caller) is not { } version) return DashboardOutcome.Missing;
                if (expected is { } revision && revision != version.Revision) return new(DashboardOutcome.Stale, version);

                var result = await change(sql, version);
                return result.Version is null ? result with { Version = await FindAsync(sql, project, id, caller) } : result;
            },
            cancellationToken);

    static async Task RequireProjectAsync(Statements sql, uint project)
    {
        if (!await sql.LockProjectAsync(project))
            throw new CatalogConflictException(
                "PROJECT_NOT_FOUND", "The project is not there any more; it may have been deleted.");
    }

    async Task<DashboardResult> InsertAsync(
        Statements sql, uint project, Guid branch, DashboardDraft version, DashboardCaller caller)
    {
        var id = Guid.CreateVersion7(caller.Time);
        await sql.ExecuteAsync(
            """
            INSERT INTO dashboard_versions
                (id, branch, name, type, is_draft, owner, session, base, experiment, version_name, version_description,
                 widgets, revision, created, updated, settings, content)
            VALUES
                (@id, @branch, @Name, @Type, @isDraft, @Username, @Session, @based, @Experiment, @VersionName,
                 @VersionDescription, @Widgets, 1, @created, @updated, @Settings, @Content)
            """,
            new
            {
                id = id.ToString(), branch = branch.ToString(), version.Name, version.Type, isDraft = version.IsDraft ? 1 : 0,
                caller.Username, caller.Session, based = version.IsDraft ? version.Base?.ToString() : null,
                version.Experiment, version.VersionName, version.VersionDescription, version.Widgets,
                created = caller.Time.ToUnixTimeMilliseconds(), updated = await LaterAsync(sql, branch, caller),
                version.Texts.Settings, version.Texts.Content,
            });
        return new(DashboardOutcome.Done, await FindAsync(sql, project, id, caller));
    }

    /// <summary>Now, or just after the newest version of the branch: the last change makes the newest one, whatever the clock
    /// does.</summary>
    static async Task<long> LaterAsync(Statements sql, Guid branch, DashboardCaller caller) => Math.Max(
        caller.Time.ToUnixTimeMilliseconds(),
        await sql.OneAsync<long>(
            "SELECT coalesce(max(updated) + 1, 0) FROM dashboard_versions WHERE branch = @branch",
            new { branch = branch.ToString() }));

    static async Task<DashboardResult?> DraftProblemAsync(Statements sql, Guid branch, DashboardCaller caller)
    {
        var parameters = new { branch = branch.ToString(), user = caller.Username, session = caller.Session };
        var existing = await sql.FindAsync<DashboardRow>(
            $"{DashboardRow.Select} WHERE d.branch = @branch AND {DashboardRow.Shown(DashboardDrafts.Drafts)}", parameters);
        if (existing is not null) return new(DashboardOutcome.HasDraft, existing.ToVersion());

        var count = await sql.OneAsync<long>(
            "SELECT count(*) FROM dashboard_versions WHERE branch = @branch AND is_draft = 1", parameters);
        return count >= Limits.DashboardDraftsMax ? DashboardOutcome.TooManyDrafts : null;
    }

    async Task<DashboardResult?> PublishingProblemAsync(
        Statements sql, uint project, DashboardVersion draft, DashboardVersionChange change, DashboardCaller caller)
    {
        var id = await sql.FindAsync<string>(
            """
            SELECT id FROM dashboard_versions WHERE branch = @branch AND is_draft = 0
            ORDER BY updated DESC, id DESC LIMIT 1
            """,
            new { branch = draft.Branch.ToString() });
        var newest = id is null ? null : await FindAsync(sql, project, Guid.Parse(id), caller);
        var isStale = newest is not null && (draft.Base is { } based && newest.Id != based || newest.Updated > change.UnmodifiedSince);
        if (isStale) return new(DashboardOutcome.Stale, newest);

        return await VersionsProblemAsync(sql, draft.Branch);
    }

    /// <summary>Makes room for one more published version: the oldest without a name go.</summary>
    static async Task<DashboardResult?> VersionsProblemAsync(Statements sql, Guid branch)
    {
        var parameters = new { branch = branch.ToString(), left = Limits.DashboardVersionsMax - 1 };
        const string unnamed = "branch = @branch AND is_draft = 0 AND coalesce(version_name, '') = ''";
        var (published, unnamedCount) = await sql.OneAsync<(long, long)>(
            $"""
            SELECT count(*), coalesce(sum(CASE WHEN {unnamed} THEN 1 ELSE 0 END), 0)
            FROM dashboard_versions WHERE branch = @branch AND is_draft = 0
            """,
            parameters);
        var excess = published - parameters.left;
        if (excess <= 0) return null;
        if (unnamedCount < excess) return DashboardOutcome.TooManyVersions;

        await sql.ExecuteAsync(
            $"""
            DELETE FROM dashboard_versions
            WHERE id IN (SELECT id FROM dashboard_versions WHERE {unnamed} ORDER BY updated, id LIMIT @excess)
            """,
            new { parameters.branch, excess });
        return null;
    }

    /// <summary>The version, if the caller may see it.</summary>
    async Task<DashboardVersion?> FindAsync(Statements sql, uint project, Guid id, DashboardCaller caller) =>
        (await sql.FindAsync<DashboardRow>(
            $"""
            {DashboardRow.Select}
            WHERE v.id = @id AND d.project = @project AND d.{_isKind} AND d.deleted IS NULL
                AND (v.is_draft = 0 OR v.owner = @user)
            """,
            new { id = id.ToString(), project = (long)project, user = caller.Username }))?.ToVersion();
}
