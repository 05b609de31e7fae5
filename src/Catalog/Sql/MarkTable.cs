using System.Data.Common;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>What the catalog is compared with the other parts by: identity, numbers given, ends of the log.</summary>
sealed class MarkTable(SqlDialect dialect)
{
    public static async Task<Guid?> FindIdentityAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Guid.TryParse(
            await connection.QuerySingleOrDefaultAsync<string>(
                new CommandDefinition("SELECT id FROM identity", cancellationToken: cancellationToken)), out var id)
            ? id
            : null;

    /// <summary>Of several who keep one at once, one wins.</summary>
    public static Task KeepIdentityAsync(DbTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            "INSERT INTO identity (id) SELECT @id WHERE NOT EXISTS (SELECT 1 FROM identity)", new { id = id.ToString() },
            transaction, cancellationToken: cancellationToken));

    public async Task<NumbersGiven> NumbersGivenAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var (run, project) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            $"SELECT {dialect.LastNumber("runs")}, {dialect.LastNumber("projects")}", cancellationToken: cancellationToken));
        return new NumbersGiven((ulong)run, (uint)project);
    }

    public static async Task<IReadOnlyDictionary<int, LogEnd>> LogEndsAsync(
        DbConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<(long Partition, long NextOffset, long IsExact)>(new CommandDefinition(
            """SELECT "partition", next_offset, is_exact FROM log_ends""", cancellationToken: cancellationToken)))
        .ToDictionary(row => (int)row.Partition, row => new LogEnd(row.NextOffset, row.IsExact != 0));

    public static Task KeepLogEndAsync(
        DbTransaction transaction, int partition, LogEnd end, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            """
            INSERT INTO log_ends ("partition", next_offset, is_exact) VALUES (@partition, @NextOffset, @isExact)
            ON CONFLICT ("partition") DO UPDATE SET next_offset = excluded.next_offset, is_exact = excluded.is_exact
            """,
            new { partition, end.NextOffset, isExact = end.IsExact ? 1 : 0 }, transaction,
            cancellationToken: cancellationToken));
}
