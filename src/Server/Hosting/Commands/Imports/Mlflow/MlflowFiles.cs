using System.Globalization;
using NeptuneAlt.Catalog.Mlflow;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Mlflow;

/// <summary>A tracking store of MLflow that is a folder: a folder for each experiment, and in it one for each run.</summary>
static class MlflowFiles
{
    const string Meta = "meta.yaml";

    /// <summary>Statuses of runs by their numbers.</summary>
    static readonly string[] Statuses = ["", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    /// <summary>All runs of the store, those that were deleted, too.</summary>
    /// <param name="leftOut">Told of what cannot be read.</param>
    public static IReadOnlyList<(string Folder, MlflowRow Row)> Find(string root, Action<string> leftOut)
    {
        var runs = new List<(string, MlflowRow)>();
        foreach (var experiments in new[] { root, Path.Combine(root, ".trash") })
            foreach (var experiment in Folders(experiments))
            {
                if (Read(experiment, leftOut) is not { } about) continue;

                var isDeleted = experiments != root || Text(about, "lifecycle_stage") == "deleted";
                foreach (var folder in Folders(experiment))
                    if (Read(folder, leftOut) is { } meta)
                        runs.Add((
                            folder,
                            RowOf(meta, Path.GetFileName(folder), Path.GetFileName(experiment), Text(about, "name"), isDeleted)));
            }

        return runs;
    }

    /// <summary>All files that a run consists of.</summary>
    public static IReadOnlyList<string> AllFiles(string folder) => [.. MlflowRun.FilesOf(folder).Select(file => file.Path)];

    public static FoundRun Read(string folder, MlflowRow row, CancellationToken cancellationToken)
    {
        var run = MlflowRun.Of(row, Texts(folder, "params"), Texts(folder, "tags"));
        foreach (var (key, path) in Below(folder, "metrics"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            MlflowRun.Add(run, key, [.. ValuesOf(run, key, path)]);
        }

        MlflowRun.AddArtifacts(run, [Path.Combine(folder, "artifacts"), .. Said(row)], row.ArtifactUri);
        if (Below(folder, "inputs").Count() is > 0 and var inputs) run.Leave("data sets that the run read", "", inputs);
        if (Below(folder, "outputs").Count() is > 0 and var outputs)
            run.Leave("models that the run logged, as entries of a registry", "", outputs);
        return run;
    }

    static string[] Said(MlflowRow row) => row.ArtifactUri is { } uri && MlflowRun.LocalFolder(uri) is { } folder ? [folder] : [];

    /// <summary>A line a value: time, value and step, and what is behind them is not of the value.</summary>
    static IEnumerable<MlflowValue> ValuesOf(FoundRun run, string key, string path)
    {
        var number = 0;
        string? before = null;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            // A request that was sent again.
            if (line == before || line.Length == 0) continue;
            before = line;
            var parts = line.Split(' ');
            // Old versions had no steps.
            var third = parts.Length == 2 ? "0" : parts.ElementAtOrDefault(2);
            if (long.TryParse(parts[0], CultureInfo.InvariantCulture, out var time)
                && NumberOf(parts.ElementAtOrDefault(1)) is { } value
                && long.TryParse(third, CultureInfo.InvariantCulture, out var step))
                yield return new MlflowValue(key, value, time, step);
            else
                run.Problems.Add($"{path}, line {number} is no value of a metric; it was left out.");
        }
    }

    static double? NumberOf(string? text) => text switch
    {
        "nan" => double.NaN,
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    static MlflowRow RowOf(Dictionary<string, object?> meta, string id, string experimentId, string? experiment, bool isDeleted)
    {
        var status = Text(meta, "status");
        return new MlflowRow(
            Text(meta, "run_id") ?? Text(meta, "run_uuid") ?? id, Text(meta, "run_name"), Text(meta, "user_id"),
            int.TryParse(status, CultureInfo.InvariantCulture, out var code) && code > 0 && code < Statuses.Length
                ? Statuses[code]
                : status,
            Time("start_time"), Time("end_time"), isDeleted ? "deleted" : Text(meta, "lifecycle_stage"), Text(meta, "artifact_uri"),
            experimentId, experiment);

        long? Time(string name) => long.TryParse(Text(meta, name), CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    static string? Text(Dictionary<string, object?> meta, string name) =>
        meta.GetValueOrDefault(name) as string is { Length: > 0 } text ? text : null;

    static IEnumerable<string> Folders(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Where(one => File.Exists(Path.Combine(one, Meta))).Order(StringComparer.Ordinal)
        : [];

    static Dictionary<string, object?>? Read(string folder, Action<string> leftOut)
    {
        var path = Path.Combine(folder, Meta);
        try
        {
            return new DeserializerBuilder().Build().Deserialize<Dictionary<string, object?>>(File.ReadAllText(path)) ?? [];
        }
        catch (Exception failure) when (failure is YamlException or IOException or UnauthorizedAccessException)
        {
            leftOut($"{folder} was left out: {path} cannot be read. {failure.Message}");
            return null;
        }
    }

    static IEnumerable<(string Key, string Text)> Texts(string folder, string kind) =>
        Below(folder, kind).Select(one => (one.Name, File.ReadAllText(one.Path)));

    static IEnumerable<(string Name, string Path)> Below(string folder, string kind)
    {
        var below = Path.Combine(folder, kind);
        return Directory.Exists(below) ? MlflowRun.FilesOf(below) : [];
    }
}
