using System.Globalization;
using System.Text.RegularExpressions;
using NeptuneAlt.Catalog.Mlflow;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Mlflow;

/// <summary>A run of MLflow in words of this server, whichever store it was in.</summary>
static partial class MlflowRun
{
    const string NoteTag = "mlflow.note.content";

    /// <summary>Digits that a double keeps.</summary>
    const int DigitsMax = 15;

    public static FoundRun Of(MlflowRow row, IEnumerable<(string Key, string Value)> settings, IEnumerable<(string Key, string Value)> tags)
    {
        var run = new FoundRun(row.RunId);
        foreach (var (key, text) in settings) run.Set("params/" + key, Typed(run, key, text));
        foreach (var (key, text) in tags)
        {
            if (key == NoteTag) run.Values[SystemPaths.Description] = run.TextOf(SystemPaths.Description, text);
            else run.Set("tags/" + key, run.TextOf(key, text));
        }

        if (row.Experiment is { Length: > 0 } experiment) run.Values[SystemPaths.GroupTags] = Values.Of([experiment]);
        if (row.UserId is { Length: > 0 } user) run.Set("mlflow/user_id", Values.Of(user));
        if (row.Status is { Length: > 0 } status) run.Set("mlflow/status", Values.Of(status));
        if (row.Status is "FAILED" or "KILLED") run.Values[SystemPaths.Failed] = new Value { Bool = true };
        if (row.LifecycleStage == "deleted") run.Values[SystemPaths.Trashed] = new Value { Bool = true };
        if (row.StartTime is { } start) run.Heard(start);
        if (row.EndTime is { } end) run.Heard(end);
        return run;
    }

    /// <summary>Adds the values of one metric, in the order in which they were logged.</summary>
    public static void Add(FoundRun run, string key, IReadOnlyList<MlflowValue> values)
    {
        var series = run.SeriesOf(key, SeriesKind.Float);
        // Who logs without a step gets step 0 for each value.
        var isUnstepped = values.Count > 1 && values.All(value => value.Step == values[0].Step);
        if (isUnstepped)
            run.Note($"All values of '{key}' have step {values[0].Step}: they come with steps 0, 1, 2 … in the order of their times.");
        for (var i = 0; i < values.Count; i++)
        {
            run.Heard(values[i].Time);
            series.Add(isUnstepped ? i : values[i].Step, values[i].Time, values[i].Value);
        }
    }

    /// <summary>Adds the files below a folder of artifacts.</summary>
    /// <param name="folders">Where they may be.</param>
    /// <param name="said">Where the run says that they are.</param>
    public static void AddArtifacts(FoundRun run, IEnumerable<string> folders, string? said)
    {
        if (folders.FirstOrDefault(Directory.Exists) is { } folder)
            foreach (var (name, path) in FilesOf(folder)) run.SetFile("artifacts/" + name, path);
        else if (said is { Length: > 0 } && LocalFolder(said) is null)
            run.Leave("artifacts that are not on this disk", said);
        else if (said is { Length: > 0 })
            run.Note($"There is no folder {said}: if the run has artifacts, they did not come. Say where they are with --artifacts.");
    }

    public static IEnumerable<(string Name, string Path)> FilesOf(string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(folder, "*", all).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), path));
    }

    /// <summary>The folder that an address of artifacts is; <c>null</c>: it is none.</summary>
    public static string? LocalFolder(string uri) =>
        uri.StartsWith("file:", StringComparison.Ordinal) && Uri.TryCreate(uri, UriKind.Absolute, out var file) ? file.LocalPath
        : uri.Contains("://", StringComparison.Ordinal) || uri.StartsWith("mlflow-artifacts:", StringComparison.Ordinal) ? null
        : uri;

    /// <summary>MLflow keeps each parameter as a text; what a number or Python's truth prints as is one again.</summary>
    static Value Typed(FoundRun run, string key, string text)
    {
        if (text is "True" or "False") return new Value { Bool = text == "True" };
        if (!Number().IsMatch(text)) return run.TextOf(key, text);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new Value { Int64 = whole };
        return text.Count(char.IsAsciiDigit) <= DigitsMax + 3
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? new Value { Float64 = number }
                : run.TextOf(key, text);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
