using System.Globalization;

namespace NeptuneAlt.Catalog;

/// <summary>Work that one process at a time may do, by the name of the work: who owns it, and until when.</summary>
public sealed class CatalogLeases(ICatalogDatabase database)
{
    const string PartitionPrefix = "partition-";

    /// <summary>Name of the lease on a partition of the log.</summary>
    public static string OfPartition(int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"{PartitionPrefix}{partition}");

    /// <summary>
    /// Takes or renews a lease: granted if it is free, expired at <paramref name="now"/>, or already the owner's. Taking it
    /// over raises the epoch; renewing keeps it, even if the lease had expired meanwhile.
    /// </summary>
    /// <param name="owner">Names one start of one process: a restarted process is another owner.</param>
    /// <returns>The epoch, or <c>null</c> if another owner's lease still runs.</returns>
    public Task<long?> LeaseAsync(
        string name, string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (table, key, value) = PlaceOf(name);
        // One statement, so that of two who try at once exactly one is granted.
        return database.WriteRecoverableAsync(
            sql => sql.FindAsync<long?>(
                $"""
                 INSERT INTO {table} ({key}, owner, epoch, expires) VALUES (@value, @owner, 1, @expires)
                 ON CONFLICT ({key}) DO UPDATE SET
                     epoch = {table}.epoch + CASE WHEN {table}.owner = excluded.owner THEN 0 ELSE 1 END,
                     owner = excluded.owner,
                     expires = excluded.expires
                 WHERE {table}.owner = excluded.owner OR {table}.expires <= @now
                 RETURNING epoch
                 """,
                new
                {
                    value, owner, now = now.ToUnixTimeMilliseconds(),
                    expires = (now + duration).ToUnixTimeMilliseconds(),
                }),
            cancellationToken);
    }

    /// <summary>Gives the lease back at once, if the owner still holds it.</summary>
    public Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken)
    {
        var (table, key, value) = PlaceOf(name);
        return database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                $"UPDATE {table} SET owner = '', expires = 0 WHERE {key} = @value AND owner = @owner",
                new { value, owner }),
            cancellationToken);
    }

    /// <summary>Partitions have a table of their own, by number: servers of older versions, which may run beside this one during
    /// an upgrade, take them there.</summary>
    static (string Table, string Key, object Value) PlaceOf(string name) =>
        name.StartsWith(PartitionPrefix, StringComparison.Ordinal)
        && int.TryParse(
            name.AsSpan(PartitionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            ? ("leases", "\"partition\"", partition)
            : ("named_leases", "name", name);
}
