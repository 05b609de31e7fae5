using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>Deletes the rows of deleted runs. Safe to repeat: a removal that was cut short continues.</summary>
public sealed class RunRows(ClickHouse store)
{
    static readonly string[] LoggedTables =
        ["points", "previews", "strings", "histograms", "files", "chunks", "ingest_errors"];

    // The rows by which a run is found go last. Paths that no run has any more stay among the definitions.
    static readonly string[] OtherTables = ["heads", "run_attributes", "attributes"];

    /// <summary>The files that these runs name, and no other run of their project.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(
        uint project, IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var these = sql.Bind(runs);
        var named = $"project = {sql.Bind(project)} AND type IN ({(byte)AttributeType.FileRef}, {(byte)AttributeType.FileRefSeries})";
        var columns = await Queries.RunAsync(
            store,
            $"""
            SELECT DISTINCT path FROM
            (
                SELECT string_value AS path FROM attributes WHERE {named} AND run IN {these}
                UNION ALL
                SELECT path FROM files WHERE run IN {these}
            )
            WHERE path NOT IN (SELECT string_value FROM attributes WHERE {named} AND run NOT IN {these})
                AND path NOT IN (SELECT path FROM files WHERE run NOT IN {these} AND path IN
                    (SELECT path FROM files WHERE run IN {these} UNION ALL
                     SELECT string_value FROM attributes WHERE {named} AND run IN {these}))
            """,
            sql.Arguments, cancellationToken);
        var paths = columns.Strings("path");
        return [.. Enumerable.Range(0, columns.Rows).Select(paths.Text)];
    }

    public Task RemoveAsync(IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken) =>
        RemoveAsync([.. LoggedTables, .. OtherTables], runs, cancellationToken);

    /// <summary>Removes the series of runs, and leaves what the runs are found by.</summary>
    internal Task RemoveLoggedAsync(IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken) =>
        RemoveAsync(LoggedTables, runs, cancellationToken);

    async Task RemoveAsync(
        IReadOnlyList<string> tables, IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken)
    {
        // Statements that change rows take no parameters; these are numbers of our own.
        var list = string.Join(',', runs.Select(run => run.ToString(CultureInfo.InvariantCulture)));
        foreach (var table in tables) await store.DeleteAsync(table, $"run IN ({list})", cancellationToken);
    }
}
