using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Runs that the registry has forgotten and the store has not yet.</summary>
sealed class DeletedRunTable(SqlDialect dialect)
{
    const string Kept =
        """
        SELECT DISTINCT r.number FROM runs r JOIN runs other ON other.project = r.project AND other.number NOT IN ({0})
        WHERE r.project = @project AND r.number IN ({0})
            AND (other.parent = r.number OR (other.experiment = r.experiment AND other.number < r.number
                AND NOT EXISTS (SELECT 1 FROM runs newer WHERE newer.project = r.project
                    AND newer.experiment = r.experiment AND newer.number > r.number)))
        """;

    /// <summary>Forgets the runs, but for those that other runs lean on; see <see cref="ICatalog.DeleteRunsAsync"/>.
    /// </summary>
    public async Task<IReadOnlyList<ulong>> DeleteAsync(
        DbTransaction transaction, uint project, IReadOnlyCollection<ulong> numbers, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!; // null only once the transaction has ended
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT number FROM projects WHERE number = @project" + dialect.ForUpdate, new { project = (long)project },
            transaction, cancellationToken: cancellationToken));

        var those = $"project = @project AND number IN ({dialect.Numbers("@list")})";
        var going = (await connection.QueryAsync<long>(new CommandDefinition(
            $"SELECT number FROM runs WHERE {those}", new { project = (long)project, list = List(numbers) }, transaction,
            cancellationToken: cancellationToken))).Select(number => (ulong)number).ToHashSet();

        // What is kept may lean on others of them in turn.
        while (true)
        {
            var kept = await connection.QueryAsync<long>(new CommandDefinition(
                Kept.Replace("{0}", dialect.Numbers("@list"), StringComparison.Ordinal),
                new { project = (long)project, list = List(going) }, transaction, cancellationToken: cancellationToken));
            var before = going.Count;
            going.ExceptWith(kept.Select(number => (ulong)number));
            if (going.Count == before) break;
        }

        var parameters = new
        {
            project = (long)project, list = List(going), deleted = now.ToUnixTimeMilliseconds(),
        };
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO deleted_runs (number, project, deleted) SELECT number, project, @deleted FROM runs WHERE "
            + those,
            parameters, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM runs WHERE {those}", parameters, transaction, cancellationToken: cancellationToken));
        return [.. going];
    }

    public static async Task<IReadOnlyList<DeletedRun>> ListAsync(
        DbConnection connection, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(long Number, long Project, long Deleted)>(new CommandDefinition(
            "SELECT number, project, deleted FROM deleted_runs WHERE deleted >= @since ORDER BY number",
            new { since = since.ToUnixTimeMilliseconds() }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => new DeletedRun(
            (ulong)row.Number, (uint)row.Project, DateTimeOffset.FromUnixTimeMilliseconds(row.Deleted)))];
    }

    public Task<int> ForgetAsync(
        DbTransaction transaction, IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition( // null only once the transaction has ended
            $"DELETE FROM deleted_runs WHERE number IN ({dialect.Numbers("@list")})", new { list = List(numbers) },
            transaction, cancellationToken: cancellationToken));

    static string List(IEnumerable<ulong> numbers) =>
        JsonSerializer.Serialize(numbers.Where(number => number <= long.MaxValue));
}
