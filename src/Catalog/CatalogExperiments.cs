using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>Names of experiments: an experiment is the runs of one project that share its name.</summary>
public sealed class CatalogExperiments(ICatalogDatabase database)
{
    /// <summary>Gives the experiment of a run another name. If there is an experiment of that name, the two are one from
    /// then on, headed by the newest of their runs.</summary>
    /// <returns>All runs of that name now, the oldest first: the last one is the head. Empty if the run is of no
    /// experiment, or there is no such run.</returns>
    /// <exception cref="CatalogConflictException">The name is too long or has a zero character.</exception>
    public Task<IReadOnlyList<Run>> RenameAsync(
        uint project, ulong run, string name, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(sql => RenameAsync(sql, project, run, name), cancellationToken);

    static async Task<IReadOnlyList<Run>> RenameAsync(Statements sql, uint project, ulong run, string name)
    {
        RunRegistry.CheckNames(name);
        var parameters = new { project = (long)project, run = (long)run, name };

        // Holds off creations: a run made meanwhile would be of neither experiment's head.
        await sql.LockProjectAsync(project);
        var renamed = await sql.ExecuteAsync(
            """
            UPDATE runs SET experiment = @name WHERE project = @project AND experiment =
                (SELECT experiment FROM runs WHERE project = @project AND number = @run)
            """,
            parameters);
        if (renamed == 0) return [];

        var rows = await sql.ListAsync<RunRow>(
            RunRow.Select + " WHERE r.project = @project AND r.experiment = @name ORDER BY r.number", parameters);
        return [.. rows.Select(row => row.ToRun())];
    }
}
