using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Who owns which partition of the log, and until when.</summary>
static class LeaseTable
{
    /// <summary>One statement, so that of two who try at once exactly one is granted.</summary>
    public static Task<long?> LeaseAsync(
        DbTransaction transaction, int partition, string owner, DateTimeOffset now, TimeSpan duration,
        CancellationToken cancellationToken) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<long?>(new CommandDefinition( // null only once it has ended
            """
            INSERT INTO leases ("partition", owner, epoch, expires) VALUES (@partition, @owner, 1, @expires)
            ON CONFLICT ("partition") DO UPDATE SET
                epoch = leases.epoch + CASE WHEN leases.owner = excluded.owner THEN 0 ELSE 1 END,
                owner = excluded.owner,
                expires = excluded.expires
            WHERE leases.owner = excluded.owner OR leases.expires <= @now
            RETURNING epoch
            """,
            new
            {
                partition, owner, now = now.ToUnixTimeMilliseconds(),
                expires = (now + duration).ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: cancellationToken));

    public static Task ReleaseAsync(
        DbTransaction transaction, int partition, string owner, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            """UPDATE leases SET owner = '', expires = 0 WHERE "partition" = @partition AND owner = @owner""",
            new { partition, owner }, transaction, cancellationToken: cancellationToken));
}
