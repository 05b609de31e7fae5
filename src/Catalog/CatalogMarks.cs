namespace NeptuneAlt.Catalog;

/// <summary>What the catalog is compared with the other parts by: identity, numbers given, ends of the log.</summary>
public sealed class CatalogMarks(ICatalogDatabase database)
{
    /// <summary>The random id that this catalog shares with the store, the log and the files that belong to it.</summary>
    public async Task<Guid?> FindIdentityAsync(CancellationToken cancellationToken) =>
        Guid.TryParse(
            await database.ReadAsync(sql => sql.FindAsync<string>("SELECT id FROM identity"), cancellationToken), out var id)
            ? id
            : null;

    /// <summary>Keeps an identity, unless the catalog has one: of several who keep one at once, one wins.</summary>
    public Task KeepIdentityAsync(Guid id, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                "INSERT INTO identity (id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM identity)",
                new { id = id.ToString() }),
            cancellationToken);

    /// <summary>The highest numbers that were given so far: the store must have no higher ones.</summary>
    public async Task<NumbersGiven> NumbersGivenAsync(CancellationToken cancellationToken)
    {
        var (run, project) = await database.ReadAsync(
            sql => sql.OneAsync<(long, long)>(
                $"SELECT {sql.Dialect.LastNumber("runs")}, {sql.Dialect.LastNumber("projects")}"),
            cancellationToken);
        return new NumbersGiven((ulong)run, (uint)project);
    }

    /// <summary>How far the embedded log surely went, by partition.</summary>
    public async Task<IReadOnlyDictionary<int, LogEnd>> LogEndsAsync(CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<(long Partition, long NextOffset, long IsExact)>(
                """SELECT "partition", next_offset, is_exact FROM log_ends"""),
            cancellationToken);
        return rows.ToDictionary(row => (int)row.Partition, row => new LogEnd(row.NextOffset, row.IsExact != 0));
    }

    public Task KeepLogEndAsync(int partition, LogEnd end, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                """
                INSERT INTO log_ends ("partition", next_offset, is_exact) VALUES (@partition, @NextOffset, @isExact)
                ON CONFLICT ("partition") DO UPDATE SET next_offset = excluded.next_offset, is_exact = excluded.is_exact
                """,
                new { partition, end.NextOffset, isExact = end.IsExact ? 1 : 0 }),
            cancellationToken);
}

/// <summary>The highest numbers that were ever given, whether what has them is still there or not. 0: none.</summary>
public readonly record struct NumbersGiven(ulong Run, uint Project);

/// <summary>How far a partition of the embedded log surely went.</summary>
/// <param name="NextOffset">Records before this offset were durable.</param>
/// <param name="IsExact">The log was closed in order there.</param>
public readonly record struct LogEnd(long NextOffset, bool IsExact);
