using Google.Protobuf;
using NeptuneAlt.Model;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using NeptuneAlt.Wire.TensorBoard;
using Value = NeptuneAlt.Wire.TensorBoard.Summary.Types.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.TensorBoard;

/// <summary>
/// The event files of one folder, which are one run. What is read stays read: a folder that is still written to is read again
/// and again, from where the last time ended.
/// </summary>
sealed class EventFolder : IDisposable
{
    const string FileMark = "tfevents";
    const string HparamsPlugin = "hparams";
    const string HparamsFolder = "hparams/";

    /// <summary>Bits of a place that are the byte in the file; the rest is the file.</summary>
    const int OffsetBits = 44;

    readonly string _folder;
    readonly List<EventFile> _files = [];
    readonly Dictionary<string, string> _plugins = new(StringComparer.Ordinal);

    /// <summary>Of each series that is no number: its tag, and which of several pictures it is.</summary>
    readonly Dictionary<FoundSeries, (string Tag, int Index)> _tags = [];
    readonly Dictionary<FoundSeries, int> _lastFile = [];
    (long Place, Event Event)? _read;

    public EventFolder(string folder, string id)
    {
        _folder = folder;
        Run = new FoundRun(id) { Experiment = id, Read = Content, Source = this };
    }

    /// <summary>What was found so far; its points are those since they were cleared.</summary>
    public FoundRun Run { get; }

    /// <summary>The folders below one that have event files, each with its name as a run.</summary>
    public static IReadOnlyList<(string Folder, string Name)> Find(string root)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return
        [
            .. Directory.EnumerateDirectories(root, "*", all).Prepend(root)
                .Where(folder => FilesOf(folder).Any())
                .Select(folder => (folder, NameOf(root, folder)))
                .OrderBy(one => one.Item2, StringComparer.Ordinal),
        ];
    }

    /// <summary>Its event files, the oldest first: their names begin with the time.</summary>
    public static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetFileName(file).Contains(FileMark, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>Reads what has been written since the last time.</summary>
    /// <param name="isLive">The files are still written to: their last records need not be whole.</param>
    /// <returns>Whether there was anything.</returns>
    public bool ReadOn(bool isLive, CancellationToken cancellationToken)
    {
        foreach (var file in FilesOf(_folder))
            if (_files.All(known => known.Path != file)) _files.Add(new EventFile(file));
        var any = false;
        for (var number = 0; number < _files.Count; number++)
        {
            var file = _files[number];
            var begin = file.Position;
            while (file.TryRead(out var record))
            {
                cancellationToken.ThrowIfCancellationRequested();
                any = true;
                Take(file, record, number, begin);
                begin = file.Position;
            }

            if (file.Damage is { } damage && !Run.Problems.Contains(damage)) Run.Problems.Add(damage);
            if (file.IsTorn && !isLive)
                Run.Note($"{file.Path} ends within a record: it is still being written, or its writer was stopped. All before it came.");
        }

        return any;
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
    }

    void Take(EventFile file, ReadOnlyMemory<byte> record, int number, long begin)
    {
        Event read;
        try
        {
            read = Event.Parser.ParseFrom(record.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            Run.Problems.Add($"{file.Path}: the record at byte {begin} is no event; it was left out.");
            return;
        }

        var time = (long)Math.Round(Math.Clamp(read.WallTime, 0, 253402300799) * 1000);
        Run.Heard(time);
        switch (read.WhatCase)
        {
            case Event.WhatOneofCase.Summary:
                foreach (var value in read.Summary.Value) Take(value, new Place(read.Step, time, number, begin));
                break;
            case Event.WhatOneofCase.SessionLog when read.SessionLog.Status == SessionLog.Types.Status.Start:
                foreach (var series in Run.Series) series.DropFrom(read.Step);
                break;
            case Event.WhatOneofCase.GraphDef or Event.WhatOneofCase.MetaGraphDef: Run.Leave("graphs", ""); break;
            case Event.WhatOneofCase.TaggedRunMetadata: Run.Leave("metadata of a session's runs", ""); break;
        }
    }

    void Take(Value value, Place place)
    {
        if (value.Metadata?.PluginData is { } plugin)
        {
            if (plugin.PluginName == HparamsPlugin)
            {
                TakeHparams(plugin.Content);
                return;
            }

            if (plugin.PluginName.Length > 0) _plugins.TryAdd(value.Tag, plugin.PluginName);
        }

        switch (value.ValueCase)
        {
            case Value.ValueOneofCase.SimpleValue: Add(value.Tag, place, value.SimpleValue); break;
            case Value.ValueOneofCase.Histo: Add(value.Tag, 0, SeriesKind.Histogram, place); break;
            case Value.ValueOneofCase.Image or Value.ValueOneofCase.Audio: Add(value.Tag, 0, SeriesKind.File, place); break;
            case Value.ValueOneofCase.Tensor: TakeTensor(value, place); break;
            case Value.ValueOneofCase.ObsoleteHistogram: Run.Leave("histograms in the form before 2016", value.Tag); break;
        }
    }

    void TakeTensor(Value value, Place place)
    {
        var tensor = value.Tensor;
        var plugin = _plugins.GetValueOrDefault(value.Tag, "");
        switch (plugin)
        {
            case "histograms": Add(value.Tag, 0, SeriesKind.Histogram, place); break;
            case "text": Add(value.Tag, 0, SeriesKind.Text, place); break;
            case "images" when EventTensor.IsText(tensor):
                // Width, height, then the pictures.
                for (var i = 0; i + 2 < tensor.StringVal.Count; i++) Add(value.Tag, i, SeriesKind.File, place);
                break;
            case "audio" when EventTensor.IsText(tensor):
                for (var i = 0; i < Clips(tensor).Count; i++) Add(value.Tag, i, SeriesKind.File, place);
                break;
            case "scalars" or "" when EventTensor.Count(tensor) == 1 && EventTensor.Numbers(tensor) is [var number]:
                Add(value.Tag, place, number);
                break;
            default: Run.Leave(plugin.Length > 0 ? $"values of the plugin '{plugin}'" : "tensors", value.Tag); break;
        }
    }

    void Add(string tag, Place place, double number) => SeriesOf(tag, SeriesKind.Float, place).Add(place.Step, place.Time, number);

    void Add(string tag, int index, SeriesKind kind, Place place)
    {
        var series = SeriesOf(index == 0 ? tag : $"{tag}/{index}", kind, place);
        _tags[series] = (tag, index);
        series.AddPlace(place.Step, place.Time, (long)place.File << OffsetBits | place.Offset);
    }

    /// <summary>A later file that begins again at a step takes the place of what was logged from there on.</summary>
    FoundSeries SeriesOf(string path, SeriesKind kind, Place place)
    {
        var series = Run.SeriesOf(path.Length > 0 ? path : "untitled", kind);
        if (_lastFile.GetValueOrDefault(series, place.File) < place.File) series.DropFrom(place.Step);
        _lastFile[series] = place.File;
        return series;
    }

    void TakeHparams(ByteString content)
    {
        HparamsContent read;
        try
        {
            read = HparamsContent.Parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException)
        {
            Run.Problems.Add($"{_folder}: a record of the plugin '{HparamsPlugin}' cannot be read.");
            return;
        }

        if (read.SessionStart is { } start)
        {
            foreach (var (name, value) in start.Hparams)
                if (EventValues.Of(value) is { } config) Run.Set(HparamsFolder + name, config);
            if (start.GroupName.Length > 0) Run.Values[SystemPaths.GroupTags] = Values.Of([start.GroupName]);
            if (start.ModelUri.Length > 0) Run.Set("hparams_model_uri", Values.Of(start.ModelUri));
            if (start.MonitorUrl.Length > 0) Run.Set("hparams_monitor_url", Values.Of(start.MonitorUrl));
            Run.Heard((long)(start.StartTimeSecs * 1000));
        }
        else if (read.SessionEnd is { } end)
        {
            if (end.Status == SessionEnd.Types.Status.Failure)
                Run.Values[SystemPaths.Failed] = new Wire.Ingest.Value { Bool = true };
            Run.Heard((long)(end.EndTimeSecs * 1000));
        }
    }

    PointContent Content(FoundSeries series, long place)
    {
        var (tag, index) = _tags[series];
        var value = EventAt(place).Summary.Value.First(one => one.Tag == tag && one.Metadata?.PluginData?.PluginName != HparamsPlugin);
        return series.Kind switch
        {
            SeriesKind.Text when EventValues.TextOf(value.Tensor) is { } text => new PointContent(Run.TextOf(series.Path, text)),
            SeriesKind.Text => default,
            SeriesKind.Histogram => new PointContent(EventValues.HistogramOf(value)),
            _ => EventValues.FileOf(value, index),
        };
    }

    Event EventAt(long place)
    {
        if (_read is { } last && last.Place == place) return last.Event;

        var file = _files[(int)(place >> OffsetBits)];
        var position = file.Position;
        file.Seek(place & (1L << OffsetBits) - 1);
        if (!file.TryRead(out var record)) throw new InvalidDataException($"{file.Path} has changed while it was read.");
        var read = Event.Parser.ParseFrom(record.Span);
        file.Seek(position);
        _read = (place, read);
        return read;
    }

    internal static IReadOnlyList<ByteString> Clips(Tensor tensor)
    {
        // A row a clip: its bytes and its label.
        var columns = tensor.TensorShape?.Dim.Count == 2 ? (int)Math.Max(1, tensor.TensorShape.Dim[1].Size) : 1;
        return [.. tensor.StringVal.Where((_, i) => i % columns == 0)];
    }

    static string NameOf(string root, string folder)
    {
        var path = Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/');
        return path == "." ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))) : path;
    }

    readonly record struct Place(long Step, long Time, int File, long Offset);
}
