using System.Text;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>
/// Creates runs and links forks, inside one transaction that holds the project's row: creations of a project come one
/// after another, so numbers grow in their order and links see each other.
/// </summary>
sealed class RunRegistry(Statements sql)
{
    public async Task<RunCreation> CreateAsync(NewRun run)
    {
        CheckNames(run.Key.RunId, run.Experiment, run.Family, run.ParentRunId);
        if (!await sql.LockProjectAsync(run.Key.Project))
            throw new CatalogConflictException(
                "PROJECT_NOT_FOUND", $"There is no project number {run.Key.Project}; it may have been deleted.");

        if (await FindAsync(run.Key.Project, run.Key.RunId) is { } existing)
            return new RunCreation(
                existing.ToRun(), IsSame(existing, run) ? RunCreationOutcome.Duplicate : RunCreationOutcome.Conflicting,
                [])
            {
                FormerHead = await FormerHeadAsync(existing),
            };

        var created = await InsertAsync(run);
        var adopted = await AdoptAsync(created);
        return new RunCreation(created.ToRun(), RunCreationOutcome.Created, adopted)
        {
            FormerHead = await FormerHeadAsync(created),
        };
    }

    /// <summary>What PostgreSQL cannot keep is refused everywhere: zero characters, and names too long for an index.
    /// </summary>
    public static void CheckNames(params ReadOnlySpan<string?> names)
    {
        foreach (var text in names)
            if (text is not null && (text.Contains('\0') || Encoding.UTF8.GetByteCount(text) > Limits.RunIdBytesMax))
                throw new CatalogConflictException(
                    "RUN_INVALID_CREATION_PARAMETERS",
                    $"The names of a run, its experiment, family and parent have {Limits.RunIdBytesMax} bytes at most, "
                    + "and no zero characters.");
    }

    static bool IsSame(RunRow existing, NewRun run) =>
        existing.Family == run.Family
        && existing.RequestedParent == run.ParentRunId
        && existing.ForkStep == (run.ParentRunId is null ? null : run.ForkStep.Micros);

    async Task<RunRow> InsertAsync(NewRun run)
    {
        var project = (long)run.Key.Project;
        var link = run.ParentRunId is null
            ? default
            : await ResolveAsync(
                await FindAsync(run.Key.Project, run.ParentRunId), run.ParentRunId, run.ForkStep.Micros);
        var sysNumber = await NumberAsync(project, (long?)run.SysNumber, (long?)run.SysNumbersTo);
        var number = await sql.OneAsync<long>(
            """
            INSERT INTO runs
                (id, project, run_id, sys_number, experiment, family, requested_parent, fork_step, parent, awaits,
                 inherit_configs, late, created)
            VALUES
                (@id, @project, @RunId, @sysNumber, @Experiment, @Family, @ParentRunId, @forkStep, @parent, @awaits,
                 @configs, @late, @created)
            RETURNING number
            """,
            new
            {
                id = Guid.NewGuid().ToString(), project, run.Key.RunId, sysNumber, run.Experiment, run.Family,
                run.ParentRunId, forkStep = run.ParentRunId is null ? default(long?) : run.ForkStep.Micros,
                parent = link.Parent, awaits = link.Awaits, configs = run.InheritConfigs ? 1 : 0,
                late = link.Awaits is null ? 0 : 1, created = run.CreationTime.ToUnixTimeMilliseconds(),
            });
        return (await ByNumberAsync(number))!; // just inserted
    }

    /// <summary>Takes a number for <c>sys/id</c>: the wanted one if it is free, and the next one goes on behind the greatest.
    /// </summary>
    async Task<long> NumberAsync(long project, long? wanted, long? kept)
    {
        if (kept is not null)
            await sql.ExecuteAsync(
                "UPDATE projects SET runs_created = @kept WHERE number = @project AND runs_created < @kept", new { project, kept });
        if (wanted is { } number && await sql.OneAsync<long>(
            "SELECT count(*) FROM runs WHERE project = @project AND sys_number = @number", new { project, number }) == 0)
        {
            await sql.ExecuteAsync(
                "UPDATE projects SET runs_created = @number WHERE number = @project AND runs_created < @number",
                new { project, number });
            return number;
        }

        return await sql.OneAsync<long>(
            "UPDATE projects SET runs_created = runs_created + 1 WHERE number = @project RETURNING runs_created",
            new { project });
    }

    /// <summary>The run of the same experiment created last before this one.</summary>
    async Task<ulong?> FormerHeadAsync(RunRow run) => run.Experiment is null ? null : (ulong?)await sql.OneAsync<long?>(
        "SELECT max(number) FROM runs WHERE project = @Project AND experiment = @Experiment AND number < @Number",
        new { run.Project, run.Experiment, run.Number });

    /// <summary>Links the runs that waited for this one. A link that would close a circle is never made.</summary>
    async Task<IReadOnlyList<Run>> AdoptAsync(RunRow created)
    {
        var waiting = await sql.ListAsync<RunRow>(
            RunRow.Select + " WHERE r.project = @Project AND r.awaits = @RunId ORDER BY r.number",
            new { created.Project, created.RunId });
        var adopted = new List<Run>();
        foreach (var child in waiting)
        {
            var (parent, awaits) = await ResolveAsync(
                await ByNumberAsync(created.Number), created.RunId, child.ForkStep ?? 0);
            if (parent is { } number && await IsInLineAsync(number, child.Number)) continue;

            await sql.ExecuteAsync(
                "UPDATE runs SET parent = @parent, awaits = @awaits WHERE number = @Number",
                new { parent, awaits, child.Number });
            if (parent is not null) adopted.Add((await ByNumberAsync(child.Number))!.ToRun()); // just updated
        }

        return adopted;
    }

    /// <summary>
    /// The run whose points up to <paramref name="forkStep"/> a fork of <paramref name="requested"/> inherits: itself
    /// or, where the step is not after its own fork, the ancestor that its own points there come from.
    /// </summary>
    /// <returns>The parent, or the user's id of the run that has to come first.</returns>
    async Task<(long? Parent, string? Awaits)> ResolveAsync(RunRow? requested, string requestedRunId, long forkStep)
    {
        if (requested is null) return (null, requestedRunId);

        while (requested.ForkStep >= forkStep)
        {
            if (requested.Parent is not { } parent) return (null, requested.Awaits);
            requested = (await ByNumberAsync(parent))!; // a foreign key
        }

        return (requested.Number, null);
    }

    async Task<bool> IsInLineAsync(long descendant, long ancestor) => await sql.OneAsync<long>(
        """
        WITH RECURSIVE line (number) AS
        (
            SELECT number FROM runs WHERE number = @descendant
            UNION
            SELECT runs.parent FROM line JOIN runs ON runs.number = line.number WHERE runs.parent IS NOT NULL
        )
        SELECT count(*) FROM line WHERE number = @ancestor
        """,
        new { descendant, ancestor }) > 0;

    Task<RunRow?> FindAsync(uint project, string runId) => sql.FindAsync<RunRow>(
        RunRow.Select + " WHERE r.project = @project AND r.run_id = @runId", new { project = (long)project, runId });

    Task<RunRow?> ByNumberAsync(long number) =>
        sql.FindAsync<RunRow>(RunRow.Select + " WHERE r.number = @number", new { number });
}
