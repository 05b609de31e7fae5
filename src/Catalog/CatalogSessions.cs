using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>Browsers' sessions that were signed out of before their cookies expire.</summary>
public sealed class CatalogSessions(ICatalogDatabase database)
{
    /// <summary>Remembers, until it would have ended by itself, that a browser's session was signed out of. Forgets those that
    /// have expired.</summary>
    /// <returns>Whether it had not been.</returns>
    public Task<bool> EndAsync(
        Guid id, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(sql => EndAsync(sql, id, expires, now), cancellationToken);

    public Task<bool> IsEndedAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async sql => await sql.OneAsync<long>(
                "SELECT count(*) FROM ended_sessions WHERE id = @id", new { id = id.ToString() }) > 0,
            cancellationToken);

    static async Task<bool> EndAsync(Statements sql, Guid id, DateTimeOffset expires, DateTimeOffset now)
    {
        await sql.ExecuteAsync(
            "DELETE FROM ended_sessions WHERE expires < @now", new { now = now.ToUnixTimeMilliseconds() });
        return await sql.ExecuteAsync(
            "INSERT INTO ended_sessions (id, expires) VALUES (@id, @expires) ON CONFLICT (id) DO NOTHING",
            new { id = id.ToString(), expires = expires.ToUnixTimeMilliseconds() }) > 0;
    }
}
