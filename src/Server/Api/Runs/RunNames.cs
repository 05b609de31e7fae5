using System.Globalization;
using System.Text;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Runs;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Ingest;
using Run = NeptuneAlt.Model.Run;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Api.Runs;

/// <summary>Renames experiments. Safe to repeat: a change that was cut short continues.</summary>
sealed class RunNames(
    CatalogProjects projects, CatalogExperiments experiments, ExperimentHeads heads, RunAttributes attributes, RunEditor editor)
{
    /// <summary>What is wrong with a name; <c>null</c> if it is valid.</summary>
    public static string? Problem(string name) =>
        string.IsNullOrWhiteSpace(name) ? "A name takes at least one character."
        : Encoding.UTF8.GetByteCount(name) is > Limits.RunIdBytesMax and var bytes
            ? string.Create(CultureInfo.InvariantCulture, $"A name takes at most {Limits.RunIdBytesMax} bytes; this one has {bytes}.")
        : name.Contains('\0') ? "A name takes no zero characters."
        : null;

    /// <summary>
    /// Renames the run's experiment. All its runs follow, but for the names of those that were given one of their own.
    /// Where there is an experiment of that name, the newest run of both heads them.
    /// </summary>
    /// <returns>What is wrong, or <c>null</c> when it is done and reads see it.</returns>
    /// <exception cref="Log.LogUnavailableException">Nothing can be written now.</exception>
    public async Task<string?> RenameExperimentAsync(
        Run run, string name, string author, CancellationToken cancellationToken)
    {
        if (await projects.GetAsync(run.Project, cancellationToken) is not { } project)
            return $"The project of run '{run.SysId}' is gone.";

        var runs = await experiments.RenameAsync(run.Project, run.Number, name, cancellationToken);
        if (runs.Count == 0) return $"Run '{run.SysId}' is of no experiment.";

        var known = await attributes.ValuesAsync(
            project, runs, [SystemPaths.Name, SystemPaths.ExperimentName, SystemPaths.ExperimentIsHead], cancellationToken);
        string? Text(Run one, string path) => known[one.Number].FirstOrDefault(value => value.Path == path)?.StringValue;
        bool Heads(Run one) => known[one.Number].Any(value => value is { Path: SystemPaths.ExperimentIsHead, IntValue: 1 });
        Run[] renamed = [.. runs.Where(one => Text(one, SystemPaths.ExperimentName) != name)];

        // First, so that a repeated call still finds the former name with the runs.
        string[] former = [.. renamed.Select(one => Text(one, SystemPaths.ExperimentName)).OfType<string>().Distinct()];
        await heads.ForgetAsync(run.Project, former, runs[^1].Number, cancellationToken);
        var changes = runs.Select(one => (Run: one, Change: Change(
            renamed.Contains(one), Text(one, SystemPaths.Name) == Text(one, SystemPaths.ExperimentName), one != runs[^1] && Heads(one))));
        var rejected = await editor.ApplyAsync(
            [.. changes.Where(one => one.Change.Assign.Count > 0)], author, cancellationToken);
        return rejected.Count == 0 ? null : rejected[0].Message;

        UpdateRunSnapshot Change(bool isRenamed, bool isNamedAlike, bool isNoHead)
        {
            var change = new UpdateRunSnapshot();
            if (isRenamed) change.Assign[SystemPaths.ExperimentName] = new Value { String = name };
            if (isRenamed && isNamedAlike) change.Assign[SystemPaths.Name] = new Value { String = name };
            if (isNoHead) change.Assign[SystemPaths.ExperimentIsHead] = new Value { Bool = false };
            return change;
        }
    }
}
