namespace NeptuneAlt.Catalog;

/// <summary>Work that one process at a time may do, by the name of the work: who owns it, and until when.</summary>
public sealed class CatalogLeases(ICatalogDatabase database)
{
    /// <summary>Name of the lease on a partition of the log.</summary>
    public static string OfPartition(int partition) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"partition-{partition}");

    /// <summary>
    /// Takes or renews a lease: granted if it is free, expired at <paramref name="now"/>, or already the owner's. Taking it
    /// over raises the epoch; renewing keeps it, even if the lease had expired meanwhile.
    /// </summary>
    /// <param name="owner">Names one start of one process: a restarted process is another owner.</param>
    /// <returns>The epoch, or <c>null</c> if another owner's lease still runs.</returns>
    public Task<long?> LeaseAsync(
        string name, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken) =>
        // One statement, so that of two who try at once exactly one is granted.
        database.WriteRecoverableAsync(
            sql => sql.FindAsync<long?>(
                """
                INSERT INTO leases (name, owner, epoch, expires) VALUES (@name, @owner, 1, @expires)
                ON CONFLICT (name) DO UPDATE SET
                    epoch = leases.epoch + CASE WHEN leases.owner = excluded.owner THEN 0 ELSE 1 END,
                    owner = excluded.owner,
                    expires = excluded.expires
                WHERE leases.owner = excluded.owner OR leases.expires <= @now
                RETURNING epoch
                """,
                new
                {
                    name, owner, now = now.ToUnixTimeMilliseconds(),
                    expires = (now + duration).ToUnixTimeMilliseconds(),
                }),
            cancellationToken);

    /// <summary>Gives the lease back at once, if the owner still holds it.</summary>
    public Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                "UPDATE leases SET owner = '', expires = 0 WHERE name = @name AND owner = @owner", new { name, owner }),
            cancellationToken);
}
