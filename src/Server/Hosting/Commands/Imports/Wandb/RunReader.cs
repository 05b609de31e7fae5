using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using NeptuneAlt.Wire.Wandb;
using Output = NeptuneAlt.Wire.Wandb.OutputRecord.Types.OutputType;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Wandb;

/// <summary>Reads the .wandb files of one run; a run that was resumed has several.</summary>
sealed class RunReader : IDisposable
{
    const string ConfigFolder = "config/";
    const string SummaryFolder = "summary/";
    const string FilesFolder = "files/";
    const string MediaFolder = "media/";
    const string SystemFolder = "system/";

    /// <summary>What W&amp;B keeps for itself, and what a point has as its step and time.</summary>
    const char Internal = '_';

    /// <summary>Bits of a place that are the byte in the file; the rest is the file.</summary>
    const int OffsetBits = 44;

    readonly List<RecordFile> _files = [];
    readonly Dictionary<FoundSeries, string> _keys = [];
    readonly Dictionary<string, JsonElement> _config = new(StringComparer.Ordinal);
    readonly Dictionary<string, JsonElement> _summary = new(StringComparer.Ordinal);
    readonly PrintedLines _stdout;
    readonly PrintedLines _stderr;
    long _stats;
    (long Place, List<RowValue> Values)? _row;

    RunReader(string id)
    {
        Run = new FoundRun(id) { Read = Content, Source = this };
        (_stdout, _stderr) = (new PrintedLines(Run, "runtime/stdout"), new PrintedLines(Run, "runtime/stderr"));
    }

    public FoundRun Run { get; }

    public string DisplayName { get; private set; } = "";

    /// <summary>The .wandb files below a folder, by the runs that they are of; those of a run in their order.</summary>
    public static IReadOnlyList<(string Id, IReadOnlyList<string> Files)> Find(string root)
    {
        // Links such as latest-run lead to what is there anyway.
        var all = new EnumerationOptions
        {
            RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
        };
        return
        [
            .. Directory.EnumerateFiles(root, "run-*.wandb", all)
                .GroupBy(file => Path.GetFileNameWithoutExtension(file)["run-".Length..], StringComparer.Ordinal)
                .Where(some => some.Key.Length > 0)
                .OrderBy(some => some.Key, StringComparer.Ordinal)
                .Select(some => (some.Key, (IReadOnlyList<string>)[.. some.Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>All files that the run consists of.</summary>
    public static IReadOnlyList<string> AllFiles(IReadOnlyList<string> files) =>
        [.. files.SelectMany(file => SavedFiles(file).Select(saved => saved.Path).Prepend(file))];

    /// <exception cref="InvalidDataException">A file is none of W&amp;B's.</exception>
    public static RunReader Open(string id, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var reader = new RunReader(id);
        try
        {
            foreach (var file in files) reader.Take(file, cancellationToken);
            reader.End();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The run's name, if no other has it.</summary>
    public static string NameIn(string file)
    {
        using var records = new RecordFile(file);
        // It stands at the beginning.
        for (var i = 0; i < 20 && records.TryRead(out var bytes); i++)
            if (Parse(bytes) is { Run: { } run }) return run.DisplayName;
        return "";
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    void Take(string path, CancellationToken cancellationToken)
    {
        var file = new RecordFile(path);
        _files.Add(file);
        for (var begin = file.Position; file.TryRead(out var bytes); begin = file.Position)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Parse(bytes) is { } record) Take(record, (long)(_files.Count - 1) << OffsetBits | begin);
            else Run.Problems.Add($"{path}: the record at byte {begin} cannot be read; it was left out.");
        }

        if (file.Damage is { } damage) Run.Problems.Add(damage);
        if (file.IsTorn)
            Run.Note($"{path} ends within a record: it is still being written, or its writer was stopped. All before it came.");
        foreach (var (name, saved) in SavedFiles(path))
            if (!name.StartsWith(MediaFolder, StringComparison.Ordinal) && name != "wandb-summary.json")
                Run.SetFile(FilesFolder + name, saved);
        foreach (var (name, _) in FilesIn(path, areLinks: true)) Run.Leave("files that are links to others", name);
    }

    void Take(Record record, long place)
    {
        switch (record.RecordTypeCase)
        {
            case Record.RecordTypeOneofCase.History: Take(record.History, place); break;
            case Record.RecordTypeOneofCase.Summary: Take(record.Summary, _summary); break;
            case Record.RecordTypeOneofCase.Config: Take(record.Config, _config); break;
            case Record.RecordTypeOneofCase.Stats: Take(record.Stats); break;
            case Record.RecordTypeOneofCase.Run: Take(record.Run); break;
            case Record.RecordTypeOneofCase.Output: Print(record.Output); break;
            case Record.RecordTypeOneofCase.OutputRaw: Print(record.OutputRaw); break;
            case Record.RecordTypeOneofCase.OutputLogger: _stdout.Print(record.OutputLogger.Line + "\n", Run.LastTime ?? 0); break;
            case Record.RecordTypeOneofCase.Exit when record.Exit.ExitCode != 0:
                Run.Values[SystemPaths.Failed] = new Value { Bool = true };
                Run.Set("wandb/exit_code", new Value { Int64 = record.Exit.ExitCode });
                break;
            case Record.RecordTypeOneofCase.Metric when record.Metric.StepMetric is { Length: > 0 } axis:
                Run.Note(
                    $"'{record.Metric.Name}{record.Metric.GlobName}' was drawn over '{axis}'; its points are at the steps of the run, and "
                    + $"'{axis}' is a series of its own.");
                break;
            // What a table is stored in comes as a file of its own.
            case Record.RecordTypeOneofCase.Artifact when record.Artifact.Type != "run_table":
                Run.Leave("artifacts", record.Artifact.Name);
                break;
            case Record.RecordTypeOneofCase.UseArtifact: Run.Leave("uses of artifacts", ""); break;
            case Record.RecordTypeOneofCase.Alert: Run.Leave("alerts", record.Alert.Title); break;
            case Record.RecordTypeOneofCase.Environment: Run.Leave("descriptions of the environment", ""); break;
            case Record.RecordTypeOneofCase.Tbrecord:
                Run.Leave("folders of TensorBoard, which 'import tensorboard' takes", record.Tbrecord.LogDir);
                break;
        }
    }

    void Take(HistoryRecord history, long place)
    {
        long? step = history.Step?.Num;
        long? time = null;
        foreach (var item in history.Item)
        {
            var key = RowValues.KeyOf(item);
            if (key is not ("_step" or "_timestamp")) continue;
            if (RowValues.Parse(item.ValueJson) is not { } json || !RowValues.IsNumber(json, out var number)) continue;
            if (key == "_step") step ??= (long)number;
            else time = (long)Math.Round(number * 1000);
        }

        if (time is { } heard) Run.Heard(heard);
        if (step is null)
        {
            Run.Leave("rows of the history without a step", "");
            return;
        }

        foreach (var value in Values(history))
        {
            if (value.Kind is not { } kind)
            {
                Run.Leave(value.Text, value.Key);
                continue;
            }

            var series = Run.SeriesOf(value.Key, kind);
            var at = time ?? Run.LastTime ?? 0;
            if (kind == SeriesKind.Float) series.Add(step.Value, at, value.Number);
            else
            {
                _keys[series] = value.Key;
                series.AddPlace(step.Value, at, place);
            }
        }
    }

    IEnumerable<RowValue> Values(HistoryRecord history)
    {
        foreach (var item in history.Item)
        {
            var key = RowValues.KeyOf(item);
            if (key is [Internal, ..] or "") continue;
            if (RowValues.Parse(item.ValueJson) is not { } json)
            {
                Run.Leave("values that are no JSON", key);
                continue;
            }

            foreach (var value in RowValues.Of(key, json)) yield return value;
        }
    }

    static void Take(ItemsRecord items, Dictionary<string, JsonElement> values)
    {
        foreach (var item in items.Update)
            if (RowValues.Parse(item.ValueJson) is { } json) values[RowValues.KeyOf(item)] = json;
        foreach (var item in items.Remove) values.Remove(RowValues.KeyOf(item));
    }

    /// <summary>Figures of the machine have no step: they are counted.</summary>
    void Take(StatsRecord stats)
    {
        var time = Ms(stats.Timestamp);
        Run.Heard(time);
        foreach (var item in stats.Item)
            if (RowValues.Parse(item.ValueJson) is { } json && RowValues.IsNumber(json, out var number))
                Run.SeriesOf(SystemFolder + RowValues.KeyOf(item), SeriesKind.Float).Add(_stats, time, number);
            else
                Run.Leave("figures of the machine that are no numbers", RowValues.KeyOf(item));
        _stats++;
    }

    void Take(RunRecord run)
    {
        if (run.Config is not null) Take(run.Config, _config);
        if (run.Summary is not null) Take(run.Summary, _summary);
        if (run.StartTime is not null) Run.Heard(Ms(run.StartTime));
        if (run.DisplayName.Length > 0) DisplayName = run.DisplayName;
        if (run.Notes.Length > 0) Run.Values[SystemPaths.Description] = Run.TextOf(SystemPaths.Description, run.Notes);
        if (run.Tags.Count > 0) Run.Values[SystemPaths.Tags] = Imports.Values.Of(run.Tags);
        if (run.RunGroup.Length > 0) Run.Values[SystemPaths.GroupTags] = Imports.Values.Of([run.RunGroup]);
        foreach (var (name, text) in new[]
        {
            ("entity", run.Entity), ("project", run.Project), ("job_type", run.JobType), ("sweep_id", run.SweepId), ("host", run.Host),
            ("git/remote", run.Git?.RemoteUrl), ("git/commit", run.Git?.Commit),
        })
            if (text is { Length: > 0 }) Run.Set("wandb/" + name, Imports.Values.Of(text));
        if (run.BranchPoint is not { Run.Length: > 0 } branch) return;

        if (branch.Run == Run.Id)
            foreach (var series in Run.Series) series.DropFrom((long)branch.Value + 1);
        else if (branch.Metric is "_step" or "")
            (Run.Parent, Run.ForkStep) = (branch.Run, (long)Math.Max(0, branch.Value));
        else
            Run.Leave($"a fork of '{branch.Run}' at a value of a metric that is no step", branch.Metric);
    }

    void Print(OutputRecord output) =>
        (output.OutputType == Output.Stderr ? _stderr : _stdout).Print(output.Line, Ms(output.Timestamp));

    void End()
    {
        _stdout.End();
        _stderr.End();
        foreach (var (key, json) in _config)
            if (key is not [Internal, ..]) Set(ConfigFolder + key, json);
        foreach (var (key, json) in _summary)
            if (key is not [Internal, ..]) SetSummary(key, json);
    }

    void SetSummary(string key, JsonElement json)
    {
        foreach (var value in RowValues.Of(key, json))
        {
            // The last value of a series is its summary anyway.
            if (value.Kind is not (SeriesKind.Float or SeriesKind.Text)) continue;
            var series = Run.Series.FirstOrDefault(one => one.Path == value.Key);
            var isLast = value.Kind == SeriesKind.Text || series?.Points is [.., var last] && last.Number.Equals(value.Number);
            if (series?.Kind == value.Kind && isLast) continue;
            Run.Set(
                SummaryFolder + value.Key,
                value.Kind == SeriesKind.Text ? Run.TextOf(value.Key, value.Text) : new Value { Float64 = value.Number });
        }
    }

    void Set(string path, JsonElement json)
    {
        if (RowValues.IsNumber(json, out var number))
        {
            var isWhole = json.ValueKind == JsonValueKind.Number && json.GetRawText().IndexOfAny(['.', 'e', 'E']) < 0;
            Run.Set(path, isWhole && json.TryGetInt64(out var whole)
                ? new Value { Int64 = whole }
                : new Value { Float64 = number });
            return;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False: Run.Set(path, new Value { Bool = json.GetBoolean() }); break;
            case JsonValueKind.String: Run.Set(path, Run.TextOf(path, json.GetString()!)); break;
            case JsonValueKind.Array: Run.Set(path, Run.TextOf(path, RowValues.TextOf(json))); break;
            case JsonValueKind.Object:
                foreach (var one in json.EnumerateObject()) Set($"{path}/{one.Name}", one.Value);
                break;
            default: Run.Leave("configs without a value", path); break;
        }
    }

    PointContent Content(FoundSeries series, long place)
    {
        if (place < 0)
        {
            var lines = series.Path.EndsWith("stderr", StringComparison.Ordinal) ? _stderr : _stdout;
            return new PointContent(Run.TextOf(series.Path, lines[place]));
        }

        var value = RowAt(place).LastOrDefault(one => one.Key == _keys[series] && one.Kind == series.Kind);
        return series.Kind switch
        {
            SeriesKind.Text => new PointContent(Run.TextOf(series.Path, value.Text)),
            SeriesKind.Histogram => new PointContent(RowValues.HistogramOf(value.Json)),
            _ => new PointContent(null, null, PlaceOf(_files[(int)(place >> OffsetBits)], series.Path, value.Text)),
        };
    }

    List<RowValue> RowAt(long place)
    {
        if (_row is { } last && last.Place == place) return last.Values;

        var file = _files[(int)(place >> OffsetBits)];
        file.Seek(place & (1L << OffsetBits) - 1);
        if (!file.TryRead(out var bytes) || Parse(bytes) is not { History: { } history })
            throw new InvalidDataException($"{file.Path} has changed while it was read.");
        List<RowValue> values = [.. Values(history)];
        _row = (place, values);
        return values;
    }

    /// <summary>Where a file of a row is; <c>null</c>: not in the run's folder.</summary>
    string? PlaceOf(RecordFile file, string series, string path)
    {
        var root = Path.GetFullPath(FolderOf(file.Path)) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path));
        if (full.StartsWith(root, StringComparison.Ordinal) && new FileInfo(full).LinkTarget is null) return full;

        Run.Leave("files that are not in the run's folder", series);
        return null;
    }

    static string FolderOf(string file) => Path.Combine(Path.GetDirectoryName(file)!, "files"); // A file is in a folder.

    static IEnumerable<(string Name, string Path)> SavedFiles(string file) => FilesIn(file, areLinks: false);

    static IEnumerable<(string Name, string Path)> FilesIn(string file, bool areLinks)
    {
        var root = FolderOf(file);
        if (!Directory.Exists(root)) return [];

        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = areLinks ? 0 : FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(root, "*", all).Where(path => !areLinks || new FileInfo(path).LinkTarget is not null)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), path));
    }

    static Record? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Record.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    static long Ms(Timestamp? time) => time is null ? 0 : Imports.Values.MsOf(time);
}
