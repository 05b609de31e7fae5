using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog;

/// <summary>Runs that the registry has forgotten and the store has not yet.</summary>
public sealed class CatalogDeletedRuns(ICatalogDatabase database)
{
    const string Kept =
        """
        SELECT DISTINCT r.number FROM runs r JOIN runs other ON other.project = r.project AND other.number NOT IN ({0})
        WHERE r.project = @project AND r.number IN ({0})
            AND (other.parent = r.number OR (other.experiment = r.experiment AND other.number < r.number
                AND NOT EXISTS (SELECT 1 FROM runs newer WHERE newer.project = r.project
                    AND newer.experiment = r.experiment AND newer.number > r.number)))
        """;

    /// <summary>Forgets runs of a project, and notes that the store still has them. Kept is what other runs need that do
    /// not go with it: the parent of a fork, and the head of an experiment that has other runs.</summary>
    /// <returns>Those that are gone.</returns>
    public Task<IReadOnlyList<ulong>> DeleteAsync(
        uint project, IReadOnlyCollection<ulong> numbers, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(sql => DeleteAsync(sql, project, numbers, now), cancellationToken);

    /// <summary>Runs that were deleted since then and that the store may still have, in the order of their numbers.
    /// </summary>
    public async Task<IReadOnlyList<DeletedRun>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<(long Number, long Project, long Deleted)>(
                "SELECT number, project, deleted FROM deleted_runs WHERE deleted >= @since ORDER BY number",
                new { since = since.ToUnixTimeMilliseconds() }),
            cancellationToken);
        return [.. rows.Select(row => new DeletedRun(
            (ulong)row.Number, (uint)row.Project, DateTimeOffset.FromUnixTimeMilliseconds(row.Deleted)))];
    }

    /// <summary>The store has forgotten these runs for good.</summary>
    public Task ForgetAsync(IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                $"DELETE FROM deleted_runs WHERE number IN ({sql.Dialect.Numbers("@list")})",
                new { list = SqlDialect.List(numbers) }),
            cancellationToken);

    static async Task<IReadOnlyList<ulong>> DeleteAsync(
        Statements sql, uint project, IReadOnlyCollection<ulong> numbers, DateTimeOffset now)
    {
        await sql.LockProjectAsync(project);
        var those = $"project = @project AND number IN ({sql.Dialect.Numbers("@list")})";
        var found = await sql.ListAsync<long>(
            $"SELECT number FROM runs WHERE {those}", new { project = (long)project, list = SqlDialect.List(numbers) });
        var going = found.Select(number => (ulong)number).ToHashSet();

        // A run that is kept may need others of them in turn.
        while (true)
        {
            var kept = await sql.ListAsync<long>(
                Kept.Replace("{0}", sql.Dialect.Numbers("@list"), StringComparison.Ordinal),
                new { project = (long)project, list = SqlDialect.List(going) });
            var before = going.Count;
            going.ExceptWith(kept.Select(number => (ulong)number));
            if (going.Count == before) break;
        }

        var parameters = new
        {
            project = (long)project, list = SqlDialect.List(going), deleted = now.ToUnixTimeMilliseconds(),
        };
        await sql.ExecuteAsync(
            "INSERT INTO deleted_runs (number, project, deleted) SELECT number, project, @deleted FROM runs WHERE " + those,
            parameters);
        await sql.ExecuteAsync($"DELETE FROM imports WHERE run IN (SELECT number FROM runs WHERE {those})", parameters);
        await sql.ExecuteAsync($"DELETE FROM runs WHERE {those}", parameters);
        return [.. going];
    }
}

/// <summary>A run that a user deleted.</summary>
public readonly record struct DeletedRun(ulong Number, uint Project, DateTimeOffset Deleted);
