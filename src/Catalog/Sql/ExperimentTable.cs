using System.Data.Common;
using Dapper;
using NeptuneAlt.Model;

namespace NeptuneAlt.Catalog.Sql;

/// <summary>Names of experiments: an experiment is the runs of one project that share its name.</summary>
sealed class ExperimentTable(SqlDialect dialect)
{
    /// <summary>Renames a run's experiment; see <see cref="ICatalog.RenameExperimentAsync"/>.</summary>
    public async Task<IReadOnlyList<Run>> RenameAsync(
        DbTransaction transaction, uint project, ulong run, string name, CancellationToken cancellationToken)
    {
        RunRegistry.CheckNames(name);
        var connection = transaction.Connection!; // null only once the transaction has ended
        var parameters = new { project = (long)project, run = (long)run, name };

        // Holds off creations: a run made meanwhile would be of neither experiment's head.
        await connection.ExecuteAsync(Command("SELECT number FROM projects WHERE number = @project" + dialect.ForUpdate));
        var renamed = await connection.ExecuteAsync(Command(
            """
            UPDATE runs SET experiment = @name WHERE project = @project AND experiment =
                (SELECT experiment FROM runs WHERE project = @project AND number = @run)
            """));
        if (renamed == 0) return [];

        var rows = await connection.QueryAsync<RunRow>(Command(
            RunRow.Select + " WHERE r.project = @project AND r.experiment = @name ORDER BY r.number"));
        return [.. rows.Select(row => row.ToRun())];

        CommandDefinition Command(string sql) => new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }
}
