using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Reads;

/// <summary>
/// Marks by which the store is compared with the catalog and the log: its identity, and the highest numbers in its
/// rows.
/// </summary>
public sealed class StoreMarks(ClickHouse store)
{
    const string IdentityPath = "identity";

    static readonly string[] ByRun = ["points", "previews", "strings", "histograms", "files", "run_attributes"];
    static readonly string[] ByProject = ["attributes", "definitions"];

    /// <summary>
    /// The random id that the store shares with the catalog that names its runs; <c>null</c> if it has no identity yet.
    /// </summary>
    public async Task<Guid?> FindIdentityAsync(CancellationToken cancellationToken)
    {
        var found = await store.QueryAsync(
            "SELECT string_value FROM run_attributes FINAL WHERE run = 0 AND path = {path:String}",
            new SqlArguments().Add("path", IdentityPath), cancellationToken);
        return found.Rows > 0 && Guid.TryParse(found.Strings("string_value").Text(0), out var id) ? id : null;
    }

    public async Task KeepIdentityAsync(Guid id, CancellationToken cancellationToken)
    {
        var (path, value) = (new Utf8Builder(), new Utf8Builder());
        path.Add(IdentityPath);
        value.Add(id.ToString());
        using var row = new NativeBlock();
        row.Add("run", [0ul]).AddStrings("path", path).AddStrings("string_value", value).Add("version", [1ul]);
        await store.InsertAsync("run_attributes", row, $"{IdentityPath}/{id}", cancellationToken);
    }

    /// <summary>The highest numbers of a run and of a project in any row; 0 in an empty store.</summary>
    public async Task<(ulong Run, uint Project)> HighestNumbersAsync(CancellationToken cancellationToken)
    {
        // In the order of the keys, so that each part of a table is read at its end only.
        var runs = ByRun.Select(table => $"SELECT * FROM (SELECT run AS number FROM {table} ORDER BY run DESC LIMIT 1)");
        var projects = ByProject.Select(
            table => $"SELECT * FROM (SELECT toUInt64(project) AS number FROM {table} ORDER BY project DESC LIMIT 1)");
        return (await MaxAsync(runs), (uint)await MaxAsync(projects));

        async Task<ulong> MaxAsync(IEnumerable<string> selects) => (await store.QueryAsync(
            $"SELECT max(number) AS number FROM ({string.Join(" UNION ALL ", selects)})", SqlArguments.None,
            cancellationToken)).Values<ulong>("number")[0];
    }

    /// <summary>The UUIDs of those of the runs that the store has.</summary>
    public async Task<IReadOnlyDictionary<ulong, Guid>> IdsOfAsync(
        IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            $$"""
            SELECT run, string_value FROM run_attributes FINAL
            WHERE run IN {runs:Array(UInt64)} AND path = '{{SystemPaths.RunUuid}}'
            """, new SqlArguments().Add("runs", runs), cancellationToken);
        var found = new Dictionary<ulong, Guid>();
        for (var row = 0; row < rows.Rows; row++)
            if (Guid.TryParse(rows.Strings("string_value").Text(row), out var id)) found[rows.Values<ulong>("run")[row]] = id;
        return found;
    }

    /// <summary>All runs as their system attributes describe them, in the order of their numbers.</summary>
    public async Task<IReadOnlyList<StoredRun>> RunsAsync(CancellationToken cancellationToken)
    {
        const string sql = $$"""
            SELECT run, any(project) AS project,
                anyIf(string_value, path = '{{SystemPaths.RunUuid}}') AS id,
                anyIf(string_value, path = '{{SystemPaths.ProjectUuid}}') AS project_id,
                anyIf(string_value, path = '{{SystemPaths.CustomRunId}}') AS run_id,
                anyIf(string_value, path = '{{SystemPaths.Id}}') AS sys_id,
                anyIf(string_value, path = '{{SystemPaths.ExperimentName}}') AS experiment,
                anyIf(string_value, path = '{{SystemPaths.Family}}') AS family,
                anyIf(string_value, path = '{{SystemPaths.ForkingRequestedParent}}') AS requested_parent,
                anyIf(string_value, path = '{{SystemPaths.ForkingParent}}') AS parent,
                anyIf(float_value, path = '{{SystemPaths.ForkingStep}}') AS fork_step,
                anyIf(int_value, path = '{{SystemPaths.CreationTime}}') AS created
            FROM run_attributes FINAL
            WHERE run > 0 AND path IN ('{{SystemPaths.RunUuid}}', '{{SystemPaths.ProjectUuid}}', '{{SystemPaths.CustomRunId}}',
                '{{SystemPaths.Id}}', '{{SystemPaths.ExperimentName}}', '{{SystemPaths.Family}}',
                '{{SystemPaths.ForkingRequestedParent}}', '{{SystemPaths.ForkingParent}}', '{{SystemPaths.ForkingStep}}',
                '{{SystemPaths.CreationTime}}')
            GROUP BY run ORDER BY run
            """;
        var found = new List<StoredRun>();
        await foreach (var rows in store.StreamAsync(sql, SqlArguments.None, cancellationToken))
            for (var row = 0; row < rows.Rows; row++)
                found.Add(new StoredRun(
                    rows.Values<ulong>("run")[row], rows.Values<uint>("project")[row], Text(rows, "id", row) ?? "",
                    Text(rows, "project_id", row) ?? "", Text(rows, "run_id", row) ?? "", Text(rows, "sys_id", row) ?? "",
                    Text(rows, "experiment", row), Text(rows, "family", row), Text(rows, "requested_parent", row),
                    Text(rows, "parent", row), rows.Values<double>("fork_step")[row], rows.Values<long>("created")[row]));
        return found;
    }

    /// <summary>
    /// Removes rows of a partition beyond what is surely stored, left by a flush that was cut short. The log delivers
    /// their records again, and a catalog that is made anew may give their runs other numbers.
    /// </summary>
    public async Task RemoveAheadAsync(
        int partition, long stored, IReadOnlyCollection<string> tables, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
            await store.DeleteAsync(
                table, string.Create(CultureInfo.InvariantCulture, $"part = {partition} AND off >= {stored + 1}"), cancellationToken);
    }

    static string? Text(Columns rows, string column, int row) =>
        rows.Strings(column).Text(row) is { Length: > 0 } text ? text : null;
}

/// <summary>A run as its system attributes say; empty or <c>null</c> where there is no such attribute.</summary>
/// <param name="ForkStep">Of a fork.</param>
/// <param name="Created">In ms since 1970.</param>
public sealed record StoredRun(
    ulong Number, uint Project, string Id, string ProjectId, string RunId, string SysId, string? Experiment, string? Family,
    string? RequestedParent, string? Parent, double ForkStep, long Created);
