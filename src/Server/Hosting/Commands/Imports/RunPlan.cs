using Google.Protobuf;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Run = NeptuneAlt.Wire.Ingest.Run;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>How a run of an export becomes one of the server: its creation, and the values that it is to have.</summary>
sealed class RunPlan
{
    /// <summary>What the server keeps itself and counts anew.</summary>
    static readonly HashSet<string> Counted = new(StringComparer.Ordinal)
    {
        SystemPaths.Id, SystemPaths.CustomRunId, SystemPaths.Owner, SystemPaths.CreationTime, SystemPaths.State, SystemPaths.Family,
        SystemPaths.ExperimentName, SystemPaths.ExperimentIsHead, SystemPaths.ExperimentRunningTime, SystemPaths.Size,
        SystemPaths.RelativeCreationTime,
    };

    static readonly string[] CountedFolders = [SystemPaths.ForkingFolder, SystemPaths.DiagnosticsFolder, SystemPaths.ExperimentFolder];

    /// <summary>What an importer may say of the server's own attributes; the type follows from the export's.</summary>
    static readonly Dictionary<string, Value.ValueOneofCase> Kept = new(StringComparer.Ordinal)
    {
        [SystemPaths.Description] = Value.ValueOneofCase.String, [SystemPaths.Tags] = Value.ValueOneofCase.StringSet,
        [SystemPaths.GroupTags] = Value.ValueOneofCase.StringSet, [SystemPaths.Failed] = Value.ValueOneofCase.Bool,
        [SystemPaths.Archived] = Value.ValueOneofCase.Bool, [SystemPaths.Trashed] = Value.ValueOneofCase.Bool,
        [SystemPaths.ModificationTime] = Value.ValueOneofCase.Timestamp, [SystemPaths.PingTime] = Value.ValueOneofCase.Timestamp,
    };

    public required Run Creation { get; init; }

    /// <summary>The number of its <c>sys/id</c>, if it had one.</summary>
    public ulong? Number { get; init; }

    /// <summary>The values that it is to have, by attribute. Those of files come later.</summary>
    public Dictionary<string, Value> Values { get; } = new(StringComparer.Ordinal);

    public static RunPlan Of(ExportedRun run, ExportedAtoms atoms, bool isOwnExperiment)
    {
        var created = run.Created ?? run.Modified ?? DateTimeOffset.UnixEpoch;
        var experiment = run.IsLegacy && !isOwnExperiment ? null : run.Experiment;
        var creation = new Run
        {
            RunId = run.RunId, CreationTime = Imports.Values.TimeOf(created.ToUnixTimeMilliseconds()), InheritConfigs = false,
        };
        if (experiment is { Length: > 0 }) creation.ExperimentId = experiment;
        if (run.Family is { Length: > 0 } family) creation.Family = family;
        if (run.Owner is { Length: > 0 } owner) creation.Owner = new Owner { UserId = owner };
        if (run.Parent is { Length: > 0 } parent)
            creation.ForkPoint = new ForkPoint
            {
                ParentRunId = parent,
                Step = new Wire.Ingest.Step
                {
                    Whole = (ulong)(run.ForkStep / Model.Step.MicrosPerStep), Micro = (ulong)(run.ForkStep % Model.Step.MicrosPerStep),
                },
            };
        var plan = new RunPlan { Creation = creation, Number = NumberOf(run.SysId) };
        foreach (var (path, value) in atoms.Values) plan.Take(path, value, run.IsLegacy);
        // A name of its own, where it is not the experiment's.
        if (atoms.Text(SystemPaths.Name) is { Length: > 0 } name && name != experiment)
            plan.Values[SystemPaths.Name] = Imports.Values.Of(name);
        if (run.Files.IsModel) plan.TagAsModel(atoms.Text(SystemPaths.LegacyModelId) ?? run.RunId);
        plan.Values.TryAdd(SystemPaths.PingTime, new Value
        {
            Timestamp = Imports.Values.TimeOf((run.Modified ?? created).ToUnixTimeMilliseconds()),
        });
        return plan;
    }

    /// <summary>The requests that make the run and give it its values.</summary>
    /// <param name="values">By attribute, in any order.</param>
    public static byte[] UpdateOf(string project, string runId, IEnumerable<KeyValuePair<string, Value>> values)
    {
        var snapshot = new UpdateRunSnapshot();
        foreach (var (path, value) in values) snapshot.Assign[path] = value;
        return new RunOperation
        {
            Project = project, RunId = runId, UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshot } },
        }.ToByteArray();
    }

    /// <param name="greatest">The greatest number of the project's runs in the export.</param>
    public byte[] CreationOf(string project, ulong greatest)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            new RunOperation { Project = project, RunId = Creation.RunId, Create = Creation }.WriteTo(output);
            Write(ImportedNumber.OwnField, Number ?? 0);
            Write(ImportedNumber.GreatestField, greatest);

            void Write(int field, ulong number)
            {
                if (number == 0) return;
                output.WriteTag(field, WireFormat.WireType.Varint);
                output.WriteUInt64(number);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The part of <c>sys/id</c> before its number: the project's key.</summary>
    public static string? KeyOf(string? sysId) =>
        NumberOf(sysId) is null ? null : sysId![..sysId!.LastIndexOf('-')]; // It has a number behind a dash.

    public static ulong? NumberOf(string? sysId) => sysId?.LastIndexOf('-') is > 0 and var dash && ulong.TryParse(
        sysId.AsSpan(dash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
        ? number
        : null;

    void Take(string path, Value value, bool isLegacy)
    {
        if (!path.StartsWith(SystemPaths.Folder, StringComparison.Ordinal)) Values[path] = value;
        else if (path == SystemPaths.RunningTime || isLegacy && path == SystemPaths.LegacyRunningTime)
            Values[SystemPaths.RunningTime] = Seconds(value);
        else if (Kept.TryGetValue(path, out var type) && value.ValueCase == type) Values[path] = value;
        else if (path != SystemPaths.Name && !Counted.Contains(path)
            && !CountedFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            Values[SystemPaths.LegacyFolder + path[SystemPaths.Folder.Length..]] = value;
    }

    /// <summary>A model of the registry and its versions are runs that belong together.</summary>
    void TagAsModel(string model)
    {
        if (!Values.TryGetValue(SystemPaths.GroupTags, out var tags)) Values[SystemPaths.GroupTags] = tags = Imports.Values.Of([]);
        tags.StringSet.Values.Add("model:" + model);
    }

    /// <summary>To the millisecond, as the server counts.</summary>
    static Value Seconds(Value value) => new()
    {
        Float64 = Math.Round((value.ValueCase == Value.ValueOneofCase.Int64 ? value.Int64 : value.Float64) * 1000) / 1000,
    };
}
