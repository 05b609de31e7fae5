using System.Globalization;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>Removes what the store has of a deleted project. Safe to repeat: a removal that was cut short goes on.</summary>
public sealed class ProjectRows(ClickHouse store, RunRows runs)
{
    const int RunsAtOnce = 5000;

    // What a run is found by goes last.
    static readonly string[] Tables = ["definitions", "heads", "run_attributes", "attributes"];

    /// <returns>Whether there was anything.</returns>
    public async Task<bool> RemoveAsync(uint project, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            "SELECT DISTINCT run FROM attributes WHERE project = {project:UInt32}",
            new SqlArguments().Add("project", project), cancellationToken);
        if (columns.Rows == 0 && !await HasRowsAsync(project, cancellationToken)) return false;

        foreach (var some in columns.Values<ulong>("run").ToArray().Chunk(RunsAtOnce))
            await runs.RemoveLoggedAsync(some, cancellationToken);

        var ofProject = string.Create(CultureInfo.InvariantCulture, $"project = {project}");
        foreach (var table in Tables) await store.DeleteAsync(table, ofProject, cancellationToken);
        return true;
    }

    async Task<bool> HasRowsAsync(uint project, CancellationToken cancellationToken) => (await store.QueryAsync(
        "SELECT 1 FROM definitions WHERE project = {project:UInt32} LIMIT 1",
        new SqlArguments().Add("project", project), cancellationToken)).Rows > 0;
}
