using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Browsers' sessions that were signed out of before their cookies expire.</summary>
static class SessionTable
{
    /// <summary>Also forgets those that have expired.</summary>
    public static async Task<bool> EndAsync(
        DbTransaction transaction, Guid id, DateTimeOffset expires, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM ended_sessions WHERE expires < @now", new { now = now.ToUnixTimeMilliseconds() }, transaction,
            cancellationToken: cancellationToken));
        return await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO ended_sessions (id, expires) VALUES (@id, @expires) ON CONFLICT (id) DO NOTHING",
            new { id = id.ToString(), expires = expires.ToUnixTimeMilliseconds() }, transaction,
            cancellationToken: cancellationToken)) > 0;
    }

    public static async Task<bool> IsEndedAsync(DbConnection connection, Guid id, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT count(*) FROM ended_sessions WHERE id = @id", new { id = id.ToString() },
            cancellationToken: cancellationToken)) > 0;
}
