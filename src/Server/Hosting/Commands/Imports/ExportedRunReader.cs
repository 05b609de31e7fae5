using NeptuneAlt.Model;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>Reads a run's parts: first what is no point, later the points group by group.</summary>
static class ExportedRunReader
{
    static readonly HashSet<string> FileTypes = ["file", "file_set", "artifact"];

    public static bool IsSeries(string? type) => type is "float_series" or "string_series" or "histogram_series" or "file_series";

    /// <exception cref="InvalidDataException">A part cannot be read; the message says why.</exception>
    public static async Task<ExportedRun> HeadAsync(RunFiles files, CancellationToken cancellationToken)
    {
        var (atoms, rows) = await AtomsAsync(files, cancellationToken);
        var customId = atoms.Text(SystemPaths.CustomRunId);
        var isModel = files.IsModel;
        // A 3.x run is exported by its own id, a 2.x run by sys/id.
        var isLegacy = isModel || customId != atoms.RunId || atoms.Values.ContainsKey(SystemPaths.LegacyRunningTime);
        return new ExportedRun(files, atoms.Project, atoms.RunId)
        {
            RunId = isLegacy && customId is { Length: > 0 } && !isModel ? customId : atoms.RunId,
            SysId = isModel ? null : atoms.Text(SystemPaths.Id) ?? (isLegacy ? atoms.RunId : null),
            IsLegacy = isLegacy,
            Experiment = isModel ? null : atoms.Text(SystemPaths.ExperimentName) ?? atoms.Text(SystemPaths.Name),
            IsHead = atoms.Flag(SystemPaths.ExperimentIsHead),
            Family = atoms.Text(SystemPaths.Family),
            Owner = atoms.Text(SystemPaths.Owner),
            Created = atoms.Time(SystemPaths.CreationTime),
            Modified = atoms.Time(SystemPaths.ModificationTime),
            Parent = atoms.Text(SystemPaths.ForkingParent),
            RequestedParent = atoms.Text(SystemPaths.ForkingRequestedParent),
            ForkStep = atoms.Number(SystemPaths.ForkingStep) is { } step ? Step.FromDouble(step).Micros : 0,
            Rows = rows,
            FilePaths = [.. atoms.Files.Select(file => (file.Attribute, file.Path))],
        };
    }

    /// <returns>The atoms, and how many rows there are of all kinds.</returns>
    /// <exception cref="InvalidDataException">A part cannot be read; the message says why.</exception>
    public static async Task<(ExportedAtoms Atoms, long Rows)> AtomsAsync(RunFiles files, CancellationToken cancellationToken)
    {
        ExportedAtoms? atoms = null;
        var rows = 0L;
        foreach (var path in files.Parts)
        {
            await using var part = await PartReader.OpenAsync(path, cancellationToken);
            for (var number = 0; number < part.Groups; number++)
            {
                rows += part.RowsOf(number);
                if (part.IsSeries(number) || part.RowsOf(number) == 0) continue;

                var group = await part.ReadAsync(number, cancellationToken);
                atoms ??= new ExportedAtoms(group.Project, group.RunId, [], [], []);
                if (group.Project != atoms.Project || group.RunId != atoms.RunId)
                    throw new InvalidDataException(
                        $"{path}, row group {number} is of run '{group.RunId}', the groups before of run '{atoms.RunId}'.");
                Take(group, atoms);
            }
        }

        if (atoms is null)
            throw new InvalidDataException($"{files.Parts[0]} tells nothing of its run: it has no row that is not a point.");

        foreach (var path in atoms.Values.Keys) atoms.Blanks.Remove(path);
        return (atoms, rows);
    }

    static void Take(RowGroup group, ExportedAtoms atoms)
    {
        for (var row = 0; row < group.Rows; row++)
        {
            if (IsSeries(group.Types[row])) continue;

            var path = group.PathAt(row);
            if (group.Types[row] is { } type && FileTypes.Contains(type)) atoms.Files.Add((path, type, group.Files?[row]));
            else if (Values.AtomOf(group, row) is { } value) atoms.Values[path] = value;
            else atoms.Blanks[path] = group.Types[row] ?? "";
        }
    }
}
