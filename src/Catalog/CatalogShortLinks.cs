namespace NeptuneAlt.Catalog;

/// <summary>Addresses of the web app under short ids. Each project keeps those that were used last.</summary>
public sealed class CatalogShortLinks(ICatalogDatabase database)
{
    /// <summary>Keeps an address, or notes that it is used again.</summary>
    /// <param name="id">Follows from the address.</param>
    /// <param name="most">So many a project.</param>
    /// <exception cref="CatalogConflictException">There is no such project.</exception>
    public Task KeepAsync(uint project, string id, string address, DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async sql =>
            {
                if (!await sql.LockProjectAsync(project))
                    throw new CatalogConflictException("PROJECT_NOT_FOUND", "The project of the address is not there any more.");

                var parameters = new
                {
                    id, project = (long)project, address, used = now.ToUnixTimeMilliseconds(), most,
                };
                var isKnown = await sql.ExecuteAsync("UPDATE short_links SET used = @used WHERE id = @id", parameters) > 0;
                if (isKnown) return 0;

                await sql.ExecuteAsync(
                    "INSERT INTO short_links (id, project, address, used) VALUES (@id, @project, @address, @used)", parameters);
                return await sql.ExecuteAsync(
                    """
                    DELETE FROM short_links WHERE project = @project AND id NOT IN
                        (SELECT id FROM short_links WHERE project = @project ORDER BY used DESC, id LIMIT @most)
                    """,
                    parameters);
            },
            cancellationToken);

    /// <summary>The address; <c>null</c> if it is not kept, or not any more.</summary>
    public async Task<ShortLink?> FindAsync(string id, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async sql => await sql.FindAsync<Row>(
                "SELECT address AS Address, used AS Used FROM short_links WHERE id = @id", new { id }) is { } row
                ? new ShortLink(row.Address, DateTimeOffset.FromUnixTimeMilliseconds(row.Used))
                : null,
            cancellationToken);

    /// <summary>Notes that the address was opened.</summary>
    public Task UseAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                "UPDATE short_links SET used = @used WHERE id = @id", new { id, used = now.ToUnixTimeMilliseconds() }),
            cancellationToken);

    sealed class Row
    {
        public required string Address { get; init; }
        public long Used { get; init; }
    }
}

/// <param name="Used">When it was made or opened last.</param>
public sealed record ShortLink(string Address, DateTimeOffset Used);
