using System.Text;
using NeptuneAlt.Model;
using Run = NeptuneAlt.Wire.Ingest.Run;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;

/// <summary>What a point of a text, histogram or file series is.</summary>
/// <param name="Value">Of a text or histogram; <c>null</c> for files and for what is no value.</param>
/// <param name="File">Content of a file that is not on disk by itself.</param>
/// <param name="Name">Of that content; else the path of a file on disk.</param>
readonly record struct PointContent(Value? Value, byte[]? File = null, string? Name = null);

/// <summary>A run as another tracker left it, in words of this one.</summary>
/// <param name="id">Its id on the server.</param>
sealed class FoundRun(string id) : IDisposable
{
    const int NamesMax = 5;

    readonly Dictionary<string, FoundSeries> _series = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, (long Count, SortedSet<string> Names)> _left = new(StringComparer.Ordinal);
    readonly List<string> _notes = [];

    public string Id => id;

    public string? Experiment { get; set; }

    /// <summary>In ms since 1970, as <see cref="LastTime"/>; <c>null</c>: nothing has a time yet.</summary>
    public long? FirstTime { get; private set; }

    public long? LastTime { get; private set; }

    public string? Parent { get; set; }

    /// <summary>In whole steps.</summary>
    public long ForkStep { get; set; }

    /// <summary>Values that are no series, by attribute.</summary>
    public Dictionary<string, Value> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>Files on disk, by attribute.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<FoundSeries> Series => _series.Values;

    /// <summary>What a point that is no number holds, by its series and place.</summary>
    public Func<FoundSeries, long, PointContent> Read { get; set; } = (_, _) => default;

    /// <summary>Holds files open until the run is sent.</summary>
    public IDisposable? Source { get; set; }

    /// <summary>Sentences on what could not be read.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The series of an attribute; under another name where the attribute is of another type already.</summary>
    public FoundSeries SeriesOf(string path, SeriesKind kind)
    {
        var place = PathOf(path);
        if (_series.TryGetValue(place, out var series) && series.Kind == kind) return series;

        if (series is not null || Values.ContainsKey(place) || Files.ContainsKey(place))
        {
            var other = $"{place}/{(kind == SeriesKind.Float ? "number" : kind.ToString().ToLowerInvariant())}";
            if (_series.TryGetValue(other, out series)) return series;
            Note($"'{path}' holds values of two types; one of them is at '{other}'.");
            place = other;
        }

        return _series[place] = new FoundSeries(place, kind);
    }

    /// <summary>Sets a value; under another name where the attribute is a series.</summary>
    public void Set(string path, Value value) => Values[Free(PathOf(path))] = value;

    public void SetFile(string path, string file) => Files[Free(PathOf(path))] = file;

    /// <summary>Something was logged at a time.</summary>
    public void Heard(long time)
    {
        if (time <= 0) return;
        FirstTime = Math.Min(FirstTime ?? time, time);
        LastTime = Math.Max(LastTime ?? time, time);
    }

    /// <summary>Something that has no place here.</summary>
    public void Leave(string what, string name, long count = 1)
    {
        var (before, names) = _left.GetValueOrDefault(what, (0, new SortedSet<string>(StringComparer.Ordinal)));
        if (names.Count <= NamesMax && name.Length > 0) names.Add(name);
        _left[what] = (before + count, names);
    }

    /// <summary>A text as the server takes it: what is longer loses its end.</summary>
    public Value TextOf(string path, string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= Limits.StringValueBytesMax) return Imports.Values.Of(text);

        var end = Math.Min(text.Length, Limits.StringValueBytesMax);
        while (Encoding.UTF8.GetByteCount(text.AsSpan(0, end)) > Limits.StringValueBytesMax) end -= end / 16 + 1;
        Note($"Texts of '{path}' are longer than 1 MiB: the server keeps their beginning.");
        return Imports.Values.Of(text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]);
    }

    public void Note(string sentence)
    {
        if (!_notes.Contains(sentence)) _notes.Add(sentence);
    }

    /// <summary>Sentences on what does not come, and what comes otherwise than it was.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var note in _notes) yield return note;
        foreach (var (what, (count, names)) in _left)
        {
            var others = names.Count > NamesMax ? " and others" : "";
            var list = names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(NamesMax))}{others})";
            yield return $"Left out, as it has no place here: {what}, {count} times{list}.";
        }

        foreach (var series in _series.Values)
        {
            if (series.Replaced > 0)
                yield return $"{series.Replaced} points of '{series.Path}' were replaced by later ones: the run logged these steps again.";
            if (series.Negative > 0)
                yield return $"{series.Negative} points of '{series.Path}' were left out: their steps are below 0 or too large.";
        }
    }

    /// <summary>How the run is made on the server.</summary>
    public Run Creation()
    {
        var creation = new Run
        {
            RunId = id, CreationTime = Imports.Values.TimeOf(FirstTime ?? 0), InheritConfigs = false,
        };
        if (Experiment is { Length: > 0 } experiment) creation.ExperimentId = experiment;
        if (Parent is { Length: > 0 } parent)
            creation.ForkPoint = new Wire.Ingest.ForkPoint
            {
                ParentRunId = parent, Step = new Wire.Ingest.Step { Whole = (ulong)ForkStep },
            };
        return creation;
    }

    /// <summary>When it ran, for how long, and when it was heard of last: it ended then.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Clock()
    {
        if (FirstTime is not { } first || LastTime is not { } last) yield break;

        var time = new Value { Timestamp = Imports.Values.TimeOf(last) };
        yield return new(SystemPaths.ModificationTime, time);
        yield return new(SystemPaths.PingTime, time);
        yield return new(SystemPaths.RunningTime, new Value { Float64 = (last - first) / 1000.0 });
    }

    public void Dispose() => Source?.Dispose();

    /// <summary>What the server keeps itself cannot be written to.</summary>
    static string PathOf(string path) => path.StartsWith(SystemPaths.Folder, StringComparison.Ordinal)
        ? SystemPaths.LegacyFolder + path[SystemPaths.Folder.Length..]
        : path;

    string Free(string path)
    {
        if (!_series.ContainsKey(path)) return path;
        Note($"'{path}' is a series and a single value; the value is at '{path}/value'.");
        return path + "/value";
    }
}
