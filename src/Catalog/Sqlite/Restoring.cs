using NeptuneAlt.Catalog.Sql;

namespace NeptuneAlt.Catalog.Sqlite;

/// <summary>
/// Adds projects and runs that the store has and the catalog lacks, under the numbers that they have there, and makes sure
/// that no number is given again. What is in the catalog stays as it is.
/// </summary>
sealed class Restoring(Statements sql)
{
    /// <summary>Workspace of projects whose own is not known any more.</summary>
    const string Workspace = "recovered";

    public async Task<RestoredRows> AddAsync(
        IReadOnlyCollection<FoundProject> projects, IReadOnlyCollection<FoundRun> runs, NumbersGiven highest)
    {
        var deletedProjects = (await sql.ListAsync<long>("SELECT project FROM deletions")).ToHashSet();
        var deletedRuns = (await sql.ListAsync<long>("SELECT number FROM deleted_runs")).ToHashSet();
        var known = (await sql.ListAsync<long>("SELECT number FROM projects")).ToHashSet();
        var keys = runs.GroupBy(run => run.Project).ToDictionary(some => some.Key, some => some.First().ProjectKey);
        var names = new List<string>();
        foreach (var project in projects.Where(one => !known.Contains(one.Number) && !deletedProjects.Contains(one.Number)))
        {
            names.Add(await AddAsync(project, keys.GetValueOrDefault(project.Number)));
            known.Add(project.Number);
        }

        var added = new List<FoundRun>();
        var leftOut = 0;
        foreach (var run in runs.Where(run => !deletedRuns.Contains((long)run.Number)))
        {
            var isNew = known.Contains(run.Project) ? await AddAsync(run) : null;
            if (isNew == true) added.Add(run);
            else if (isNew is null) leftOut++;
        }

        foreach (var run in added.Where(run => run.RequestedParent is not null)) await LinkAsync(run);
        await sql.ExecuteAsync(
            """
            UPDATE projects SET runs_created = max(
                runs_created, coalesce((SELECT max(sys_number) FROM runs WHERE project = projects.number), 0))
            """);
        // A copy may be older than the last orderly stop that it tells of.
        await sql.ExecuteAsync("UPDATE log_ends SET is_exact = 0");
        await RaiseAsync("runs", (long)highest.Run);
        await RaiseAsync("projects", highest.Project);
        return new RestoredRows(names, added.Count, leftOut);
    }

    async Task<string> AddAsync(FoundProject project, string? key)
    {
        key ??= $"RECOVERED{project.Number}";
        var (workspace, name) = project.Name?.Split('/', 2) is [var first, var second]
            ? (first, second)
            : (Workspace, $"{key}-{project.Number}");
        var isTaken = (await sql.ListAsync<long>(
            """
            SELECT 1 FROM projects p JOIN workspaces w ON w.number = p.workspace
            WHERE w.name = @workspace AND (p.key = @key OR p.name = @name)
            """, new { workspace, key, name })).Count > 0;
        if (isTaken) (workspace, name) = ($"{Workspace}-{project.Number}", $"{key}-{project.Number}");
        await sql.ExecuteAsync(
            "INSERT INTO workspaces (id, name) VALUES (@id, @workspace) ON CONFLICT (name) DO NOTHING",
            new { id = Guid.NewGuid().ToString(), workspace });
        await sql.ExecuteAsync(
            """
            INSERT INTO projects (number, id, workspace, name, key, visibility, description, archived, created, runs_created)
            SELECT @number, @id, number, @name, @key, 'priv', '', 0, @created, 0 FROM workspaces WHERE name = @workspace
            """,
            new
            {
                number = (long)project.Number, id = (project.Id ?? Guid.NewGuid()).ToString(), name, key, workspace,
                created = 0L,
            });
        return $"{workspace}/{name}";
    }

    /// <returns>Whether it was added; <c>false</c> if the catalog has it, <c>null</c> if it has another one in its place.</returns>
    async Task<bool?> AddAsync(FoundRun run)
    {
        var inserted = await sql.ExecuteAsync(
            """
            INSERT OR IGNORE INTO runs
                (number, id, project, run_id, sys_number, experiment, family, requested_parent, fork_step, awaits, created)
            VALUES
                (@number, @id, @project, @RunId, @SysNumber, @Experiment, @Family, @RequestedParent, @step, @RequestedParent, @created)
            """,
            new
            {
                number = (long)run.Number, id = run.Id.ToString(), project = (long)run.Project, run.RunId, run.SysNumber,
                run.Experiment, run.Family, run.RequestedParent, step = run.ForkStep?.Micros,
                created = run.Created.ToUnixTimeMilliseconds(),
            });
        if (inserted > 0) return true;
        return (await sql.ListAsync<long>(
            "SELECT 1 FROM runs WHERE number = @number AND id = @id", new { number = (long)run.Number, id = run.Id.ToString() }))
            .Count > 0 ? false : null;
    }

    /// <summary>Links a fork to its parent, if that is there and the link closes no circle; else it goes on waiting.</summary>
    Task LinkAsync(FoundRun run) => sql.ExecuteAsync(
        """
        WITH RECURSIVE line (number) AS
        (
            SELECT number FROM runs WHERE project = @project AND run_id = @parent
            UNION
            SELECT runs.parent FROM line JOIN runs ON runs.number = line.number WHERE runs.parent IS NOT NULL
        )
        UPDATE runs SET awaits = NULL, parent = (SELECT number FROM runs WHERE project = @project AND run_id = @parent)
        WHERE number = @number AND EXISTS (SELECT 1 FROM line) AND @number NOT IN (SELECT number FROM line)
        """,
        new { number = (long)run.Number, project = (long)run.Project, parent = run.Parent ?? run.RequestedParent });

    async Task RaiseAsync(string table, long number)
    {
        if (await sql.ExecuteAsync("UPDATE sqlite_sequence SET seq = max(seq, @number) WHERE name = @table", new { table, number }) == 0)
            await sql.ExecuteAsync("INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @number)", new { table, number });
    }
}
