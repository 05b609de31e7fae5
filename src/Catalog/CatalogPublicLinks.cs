using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>Links by which anybody may look at one dashboard or report, by the SHA-256 of their keys. A board in the trash has
/// none until it comes back.</summary>
public sealed class CatalogPublicLinks(ICatalogDatabase database)
{
    const string Select =
        """
        SELECT l.id AS Id, l.branch AS Branch, l.name AS Name, l.widget AS Widget, l.runs AS Runs, l.owner AS Owner,
            l.created AS Created, l.expires AS Expires, d.project AS Project, d.kind AS Kind
        FROM public_links l JOIN dashboards d ON d.branch = l.branch
        WHERE d.deleted IS NULL
        """;

    /// <summary>Keeps a link to a board of the project.</summary>
    /// <returns>The link; <c>null</c> if there is no such board.</returns>
    /// <exception cref="CatalogConflictException">The project has too many.</exception>
    public Task<PublicLink?> AddAsync(uint project, NewPublicLink link, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                await sql.LockProjectAsync(project);
                var count = await sql.OneAsync<long>(
                    """
                    SELECT count(*) FROM public_links l JOIN dashboards d ON d.branch = l.branch WHERE d.project = @project
                    """,
                    new { project = (long)project });
                if (count >= Limits.PublicLinksMax)
                    throw new CatalogConflictException(
                        "LINKS_LIMIT",
                        $"The project has {Limits.PublicLinksMax} public links already. Withdraw some that nobody needs.");

                await sql.ExecuteAsync(
                    $"""
                    INSERT INTO public_links (id, key_hash, branch, name, widget, runs, owner, created, expires)
                    SELECT @id, @keyHash, d.branch, @Name, @Widget, @Runs, @Owner, @created, @expires FROM dashboards d
                    WHERE d.branch = @branch AND d.project = @project AND d.{DashboardRow.IsKind(link.Kind)} AND d.deleted IS NULL
                    """,
                    new
                    {
                        id = link.Id.ToString(), keyHash = link.KeyHash.ToArray(), branch = link.Branch.ToString(),
                        project = (long)project, link.Name, link.Widget, link.Runs, link.Owner,
                        created = link.Created.ToUnixTimeMilliseconds(), expires = link.Expires?.ToUnixTimeMilliseconds(),
                    });
                return (await sql.FindAsync<Row>(Select + " AND l.id = @id", new { id = link.Id.ToString() }))?.ToLink();
            },
            cancellationToken);

    /// <summary>The link whose key has that SHA-256, expired or not.</summary>
    public async Task<PublicLink?> FindAsync(ReadOnlyMemory<byte> keyHash, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            sql => sql.FindAsync<Row>(Select + " AND l.key_hash = @keyHash", new { keyHash = keyHash.ToArray() }),
            cancellationToken))?.ToLink();

    /// <summary>Those of a project, the newest first.</summary>
    /// <param name="branch">Only those to this board; <c>null</c>: to all.</param>
    public async Task<IReadOnlyList<PublicLink>> ListAsync(uint project, Guid? branch, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<Row>(
                Select + " AND d.project = @project AND (@branch = '' OR l.branch = @branch) ORDER BY l.created DESC, l.id",
                new { project = (long)project, branch = branch?.ToString() ?? "" }),
            cancellationToken);
        return [.. rows.Select(row => row.ToLink())];
    }

    /// <returns>Whether the project had such a link.</returns>
    public Task<bool> RemoveAsync(uint project, Guid id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql => await sql.ExecuteAsync(
                """
                DELETE FROM public_links
                WHERE id = @id AND branch IN (SELECT branch FROM dashboards WHERE project = @project)
                """,
                new { id = id.ToString(), project = (long)project }) > 0,
            cancellationToken);

    sealed class Row
    {
        public required string Id { get; init; }
        public required string Branch { get; init; }
        public required string Name { get; init; }
        public string? Widget { get; init; }
        public required string Runs { get; init; }
        public required string Owner { get; init; }
        public long Created { get; init; }
        public long? Expires { get; init; }
        public long Project { get; init; }
        public required string Kind { get; init; }

        public PublicLink ToLink() => new(
            Guid.Parse(Id), (uint)Project, Guid.Parse(Branch),
            Kind == DashboardRow.Word(DashboardKind.Report) ? DashboardKind.Report : DashboardKind.Dashboard, Name, Widget, Runs,
            Owner, DateTimeOffset.FromUnixTimeMilliseconds(Created),
            Expires is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null);
    }
}

/// <param name="Branch">Of the dashboard or report.</param>
/// <param name="Name">What its owner calls it; may be empty.</param>
/// <param name="Widget">The only one that is shown; <c>null</c>: all are.</param>
/// <param name="Runs">JSON that the catalog does not read.</param>
/// <param name="Owner">User who made it.</param>
/// <param name="Expires"><c>null</c>: never.</param>
public sealed record PublicLink(
    Guid Id, uint Project, Guid Branch, DashboardKind Kind, string Name, string? Widget, string Runs, string Owner,
    DateTimeOffset Created, DateTimeOffset? Expires);

public sealed record NewPublicLink(Guid Id, ReadOnlyMemory<byte> KeyHash, Guid Branch, DashboardKind Kind, string Owner)
{
    public string Name { get; init; } = "";
    public string? Widget { get; init; }
    public string Runs { get; init; } = "";
    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset? Expires { get; init; }
}
