namespace NeptuneAlt.Catalog;

/// <summary>Which runs an import brought whole, and what they came from: what an import that is begun again leaves out.
/// </summary>
public sealed class CatalogImports(ICatalogDatabase database)
{
    /// <summary>The digests of all runs of a project that were imported whole, by run id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(uint project, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            sql => sql.ListAsync<(string RunId, string Digest)>(
                """
                SELECT r.run_id, i.digest FROM imports i JOIN runs r ON r.number = i.run
                WHERE r.project = @project ORDER BY r.number
                """,
                new { project = (long)project }),
            cancellationToken);
        return rows.ToDictionary(row => row.RunId, row => row.Digest);
    }

    /// <summary>Notes that a run is there whole. A later import of other files replaces the note.</summary>
    public Task MarkAsync(ulong run, string digest, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(
            sql => sql.ExecuteAsync(
                """
                INSERT INTO imports (run, digest, imported) VALUES (@run, @digest, @now)
                ON CONFLICT (run) DO UPDATE SET digest = excluded.digest, imported = excluded.imported
                """,
                new { run = (long)run, digest, now = now.ToUnixTimeMilliseconds() }),
            cancellationToken);
}
