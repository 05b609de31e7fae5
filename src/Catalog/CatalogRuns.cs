using System.Globalization;
using NeptuneAlt.Catalog.Sql;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog;

/// <summary>The run registry: who is who, and which run forks which.</summary>
public sealed class CatalogRuns(ICatalogDatabase database)
{
    const string CustomIdPrefix = "CUSTOM/";

    /// <summary>
    /// Creates a run, or finds the one of that id. Links the fork parent, if it is there; links runs that waited for
    /// this one as their parent. A fork at a step not after the parent's own fork step is linked to the ancestor whose
    /// points lie there. Links never form a circle: a run that would close one stays pending.
    /// </summary>
    /// <exception cref="CatalogConflictException">There is no such project (<c>PROJECT_NOT_FOUND</c>), or a name is too
    /// long or has a zero character (<c>RUN_INVALID_CREATION_PARAMETERS</c>).</exception>
    public Task<RunCreation> CreateAsync(NewRun run, CancellationToken cancellationToken) =>
        database.WriteRecoverableAsync(sql => new RunRegistry(sql).CreateAsync(run), cancellationToken);

    /// <summary>The run with that user's id, or <c>null</c>.</summary>
    public async Task<Run?> FindAsync(RunKey key, CancellationToken cancellationToken) =>
        key.RunId.Contains('\0') // PostgreSQL has no such texts
            ? null
            : (await database.ReadAsync(
                sql => sql.FindAsync<RunRow>(
                    RunRow.Select + " WHERE r.project = @project AND r.run_id = @runId",
                    new { project = (long)key.Project, runId = key.RunId }),
                cancellationToken))?.ToRun();

    /// <summary>Runs of a project by <c>sys/id</c>, UUID (in text) or, prefixed with <c>CUSTOM/</c>, the user's id.
    /// In the order asked; <c>null</c> where there is none.</summary>
    public Task<IReadOnlyList<Run?>> FindAsync(
        uint project, IReadOnlyCollection<string> identifiers, CancellationToken cancellationToken) =>
        database.ReadAsync(sql => FindAsync(sql, project, identifiers), cancellationToken);

    /// <summary>Runs by number. Unknown numbers are left out.</summary>
    public async Task<IReadOnlyDictionary<ulong, Run>> GetAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken)
    {
        var runs = await database.ReadAsync(
            sql => ListAsync(
                sql, $"{RunRow.Select} WHERE r.number IN ({sql.Dialect.Numbers("@numbers")})",
                new { numbers = SqlDialect.List(numbers) }),
            cancellationToken);
        return runs.ToDictionary(run => run.Number);
    }

    /// <summary>The run and its ancestors, the run first, the root last; pending links end the list.</summary>
    public async Task<IReadOnlyDictionary<ulong, IReadOnlyList<Run>>> AncestryAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken)
    {
        // UNION drops what is there already, so that ancestors common to many runs are walked and read once.
        var found = await database.ReadAsync(
            sql => ListAsync(
                sql,
                $"""
                 WITH RECURSIVE line (number) AS
                 (
                     SELECT number FROM runs WHERE number IN ({sql.Dialect.Numbers("@numbers")})
                     UNION
                     SELECT runs.parent FROM line JOIN runs ON runs.number = line.number WHERE runs.parent IS NOT NULL
                 )
                 {RunRow.Select} WHERE r.number IN (SELECT number FROM line)
                 """,
                new { numbers = SqlDialect.List(numbers) }),
            cancellationToken);
        var runs = found.ToDictionary(run => run.Number);
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

    /// <summary>The runs linked directly to one of these as their parent, the oldest first.</summary>
    public Task<IReadOnlyList<Run>> ChildrenAsync(
        IReadOnlyCollection<ulong> numbers, CancellationToken cancellationToken) =>
        database.ReadAsync(
            sql => ListAsync(
                sql, $"{RunRow.Select} WHERE r.parent IN ({sql.Dialect.Numbers("@numbers")}) ORDER BY r.number",
                new { numbers = SqlDialect.List(numbers) }),
            cancellationToken);

    static async Task<IReadOnlyList<Run?>> FindAsync(
        Statements sql, uint project, IReadOnlyCollection<string> identifiers)
    {
        var found = new Dictionary<string, Run>(StringComparer.Ordinal);
        var asked = identifiers.Distinct().ToList();
        var runIds = asked.Where(IsCustom).Select(identifier => identifier[CustomIdPrefix.Length..])
            .Where(runId => !runId.Contains('\0')).ToList(); // PostgreSQL has no such texts
        var uuids = asked.Where(identifier => !IsCustom(identifier) && Guid.TryParse(identifier, out _))
            .Select(identifier => Guid.Parse(identifier).ToString()).ToList();
        var sysNumbers = asked.Where(identifier => !IsCustom(identifier)).Select(SysNumber)
            .OfType<ulong>().Distinct().ToList();

        if (runIds.Count > 0)
            foreach (var run in await OfProjectAsync("r.run_id", sql.Dialect.Texts("@values"), SqlDialect.List(runIds)))
                found[CustomIdPrefix + run.RunId] = run;
        if (uuids.Count > 0)
            foreach (var run in await OfProjectAsync("r.id", sql.Dialect.Texts("@values"), SqlDialect.List(uuids)))
                found[run.Id.ToString()] = run;
        if (sysNumbers.Count > 0)
            foreach (var run in await OfProjectAsync("r.sys_number", sql.Dialect.Numbers("@values"), SqlDialect.List(sysNumbers)))
                found[run.SysId] = run;

        return [.. identifiers.Select(identifier => found.GetValueOrDefault(
            !IsCustom(identifier) && Guid.TryParse(identifier, out var id) ? id.ToString() : identifier))];

        Task<IReadOnlyList<Run>> OfProjectAsync(string column, string list, string values) => ListAsync(
            sql, $"{RunRow.Select} WHERE r.project = @project AND {column} IN ({list})",
            new { project = (long)project, values });
    }

    static async Task<IReadOnlyList<Run>> ListAsync(Statements sql, string query, object parameters) =>
        [.. (await sql.ListAsync<RunRow>(query, parameters)).Select(row => row.ToRun())];

    static bool IsCustom(string identifier) => identifier.StartsWith(CustomIdPrefix, StringComparison.Ordinal);

    static ulong? SysNumber(string identifier) => identifier.LastIndexOf('-') is var dash and > 0 && ulong.TryParse(
        identifier.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <param name="ParentRunId">User's id of the parent in the same project, if the run is a fork.</param>
/// <param name="ForkStep">Inclusive fork step; only with a parent.</param>
public sealed record NewRun(
    RunKey Key, string? Experiment, string? Family, string? ParentRunId, Step ForkStep, DateTimeOffset CreationTime)
{
    /// <summary>The fork takes its parent's configs over.</summary>
    public bool InheritConfigs { get; init; }

    /// <summary>The number that its <c>sys/id</c> is to end in, if no other run has it: that of a run that is imported. Else
    /// the next one.</summary>
    public ulong? SysNumber { get; init; }

    /// <summary>Numbers up to here are for runs that are imported and want them.</summary>
    public ulong? SysNumbersTo { get; init; }
}

public enum RunCreationOutcome
{
    Created,

    /// <summary>It was there, with the same family and fork point: nothing changed.</summary>
    Duplicate,

    /// <summary>It was there with another family or fork point: nothing changed.</summary>
    Conflicting,
}

/// <param name="Run">The run as it now is.</param>
/// <param name="Adopted">Runs that had waited for this one and are linked now, to it or to an ancestor of it. Their
/// descendants have a longer line now, too.</param>
public sealed record RunCreation(Run Run, RunCreationOutcome Outcome, IReadOnlyList<Run> Adopted)
{
    /// <summary>The run that was the head of the experiment until this one was created.</summary>
    public ulong? FormerHead { get; init; }
}
