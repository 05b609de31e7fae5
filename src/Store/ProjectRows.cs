using System.Globalization;

namespace NeptuneAlt.Store;

/// <summary>Removes what the store has of a deleted project. Safe to repeat: a removal that was cut short goes on.</summary>
public sealed class ProjectRows(ClickHouse store)
{
    const int RunsAtOnce = 5000;

    // What a run is found by goes last.
    static readonly string[] TablesByRun =
        ["points", "previews", "strings", "histograms", "files", "chunks", "ingest_errors"];
    static readonly string[] TablesByProject = ["definitions", "heads", "run_attributes", "attributes"];

    /// <returns>Whether there was anything.</returns>
    public async Task<bool> RemoveAsync(uint project, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            "SELECT DISTINCT run FROM attributes WHERE project = {project:UInt32}",
            new SqlArguments().Add("project", project), cancellationToken);
        if (columns.Rows == 0 && !await HasRowsAsync(project, cancellationToken)) return false;

        for (var first = 0; first < columns.Rows; first += RunsAtOnce)
        {
            // Statements that change rows take no parameters; these are numbers of our own.
            var list = string.Join(',', Enumerable.Range(first, Math.Min(RunsAtOnce, columns.Rows - first))
                .Select(row => columns.Values<ulong>("run")[row].ToString(CultureInfo.InvariantCulture)));
            foreach (var table in TablesByRun) await store.DeleteAsync(table, $"run IN ({list})", cancellationToken);
        }

        var ofProject = string.Create(CultureInfo.InvariantCulture, $"project = {project}");
        foreach (var table in TablesByProject) await store.DeleteAsync(table, ofProject, cancellationToken);
        return true;
    }

    async Task<bool> HasRowsAsync(uint project, CancellationToken cancellationToken) => (await store.QueryAsync(
        "SELECT 1 FROM definitions WHERE project = {project:UInt32} LIMIT 1",
        new SqlArguments().Add("project", project), cancellationToken)).Rows > 0;
}
