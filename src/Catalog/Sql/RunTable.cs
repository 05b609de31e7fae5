using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Reads of the run registry.</summary>
sealed class RunTable(SqlDialect dialect)
{
    const string CustomIdPrefix = "CUSTOM/";

    public static async Task<Run?> FindAsync(
        DbConnection connection, RunKey key, CancellationToken cancellationToken) => key.RunId.Contains('\0')
        ? null
        : (await connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            RunRow.Select + " WHERE r.project = @project AND r.run_id = @runId",
            new { project = (long)key.Project, runId = key.RunId }, cancellationToken: cancellationToken)))?.ToRun();

    public async Task<IReadOnlyList<Run?>> FindAsync(
        DbConnection connection, uint project, IReadOnlyCollection<string> identifiers,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Run>(StringComparer.Ordinal);
        var asked = identifiers.Distinct().ToList();
        var runIds = asked.Where(IsCustom).Select(identifier => identifier[CustomIdPrefix.Length..])
            .Where(runId => !runId.Contains('\0')).ToList(); // PostgreSQL has no such texts
        var uuids = asked.Where(identifier => !IsCustom(identifier) && Guid.TryParse(identifier, out _))
            .Select(identifier => Guid.Parse(identifier).ToString()).ToList();
        var sysNumbers = asked.Where(identifier => !IsCustom(identifier)).Select(SysNumber)
            .OfType<long>().Distinct().ToList();

        if (runIds.Count > 0)
            foreach (var run in await OfProjectAsync("r.run_id", dialect.Texts("@values"), runIds))
                found[CustomIdPrefix + run.RunId] = run;
        if (uuids.Count > 0)
            foreach (var run in await OfProjectAsync("r.id", dialect.Texts("@values"), uuids))
                found[run.Id.ToString()] = run;
        if (sysNumbers.Count > 0)
            foreach (var run in await OfProjectAsync("r.sys_number", dialect.Numbers("@values"), sysNumbers))
                found[run.SysId] = run;

        return [.. identifiers.Select(identifier => found.GetValueOrDefault(
            !IsCustom(identifier) && Guid.TryParse(identifier, out var id) ? id.ToString() : identifier))];

        Task<List<Run>> OfProjectAsync<T>(string column, string list, List<T> values) => QueryAsync(
            connection, $"{RunRow.Select} WHERE r.project = @project AND {column} IN ({list})",
            new { project = (long)project, values = JsonSerializer.Serialize(values) }, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<ulong, Run>> GetAsync(
        DbConnection connection, IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        (await QueryAsync(
            connection, $"{RunRow.Select} WHERE r.number IN ({dialect.Numbers("@numbers")})",
            new { numbers = List(numbers) }, cancellationToken))
        .ToDictionary(run => run.Number);

    public async Task<IReadOnlyDictionary<ulong, IReadOnlyList<Run>>> AncestryAsync(
        DbConnection connection, IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken)
    {
        // UNION drops what is there already, so that ancestors common to many runs are walked and read once.
        var sql =
            $"""
             WITH RECURSIVE line (number) AS
             (
                 SELECT number FROM runs WHERE number IN ({dialect.Numbers("@numbers")})
                 UNION
                 SELECT runs.parent FROM line JOIN runs ON runs.number = line.number WHERE runs.parent IS NOT NULL
             )
             {RunRow.Select} WHERE r.number IN (SELECT number FROM line)
             """;
        var runs = (await QueryAsync(
            connection, sql, new { numbers = List(numbers) }, cancellationToken))
            .ToDictionary(run => run.Number);
        return numbers.Distinct().Where(runs.ContainsKey).ToDictionary(number => number, Line);

        IReadOnlyList<Run> Line(ulong number)
        {
            var line = new List<Run>();
            for (var run = runs[number]; ; run = runs[run.Fork.Parent.Value])
            {
                line.Add(run);
                if (run.Fork?.Parent is null) return line;
            }
        }
    }

    public async Task<IReadOnlyList<Run>> ChildrenAsync(
        DbConnection connection, IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        await QueryAsync(
            connection,
            $"{RunRow.Select} WHERE r.parent IN ({dialect.Numbers("@numbers")}) ORDER BY r.number",
            new { numbers = List(numbers) }, cancellationToken);

    static async Task<List<Run>> QueryAsync(
        DbConnection connection, string sql, object parameters, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<RunRow>(new CommandDefinition(
            sql, parameters, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRun())];
    }

    /// <summary>Numbers beyond the columns' range name nothing.</summary>
    static string List(IEnumerable<ulong> numbers) =>
        JsonSerializer.Serialize(numbers.Where(number => number <= long.MaxValue));

    static bool IsCustom(string identifier) => identifier.StartsWith(CustomIdPrefix, StringComparison.Ordinal);

    static long? SysNumber(string identifier) => identifier.LastIndexOf('-') is var dash and > 0 && long.TryParse(
        identifier.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
