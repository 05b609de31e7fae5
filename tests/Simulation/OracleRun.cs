using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Ingest;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Step = NeptuneAlt.Model.Step;

namespace NeptuneAlt.Simulation;

/// <summary>One run of the oracle.</summary>
/// <param name="forkStep">In micro-steps; the largest number for a root.</param>
sealed class OracleRun(string id, string? forkParent, long forkStep, bool inheritsConfigs, string? experiment)
{
    public const string Tags = "sys/tags";

    readonly Dictionary<string, AttributeType> _types = [];
    long _receivedMs;

    public string Id => id;

    public string? ForkParent => forkParent;

    public long ForkStep => forkStep;

    public bool InheritsConfigs => inheritsConfigs;

    public string? Experiment => experiment;

    /// <summary>Own committed points of each series, in the order of acceptance.</summary>
    public Dictionary<string, List<OraclePoint>> Series { get; } = [];

    /// <summary>The newest preview of each step.</summary>
    public Dictionary<string, SortedDictionary<long, OraclePoint>> Previews { get; } = [];

    /// <summary>Values that are no series, in words.</summary>
    public Dictionary<string, string> Values { get; } = [];

    public Dictionary<string, SortedSet<string>> Sets { get; } = [];

    /// <summary>All that the values and sets ever were: which of it a fork takes over is a matter of when it looks.</summary>
    public Dictionary<string, HashSet<string>> History { get; } = [];

    /// <summary>Members of a set in one text.</summary>
    public string Members(string path) => string.Join(' ', Sets.GetValueOrDefault(path) ?? []);

    public AttributeType TypeOf(string path) => _types.GetValueOrDefault(path);

    public void Receive(long ms) => _receivedMs = Math.Max(_receivedMs, ms);

    /// <param name="isImport">It was logged elsewhere, where clocks may have been set back.</param>
    public void Apply(UpdateRunSnapshot snapshot, bool isImport, long offset, List<(string, IngestCode)> verdicts)
    {
        foreach (var (path, value) in snapshot.Assign) Report(path, Assign(path, value));
        foreach (var (path, change) in snapshot.ModifySets) Report(path, Change(path, change));
        foreach (var (path, value) in snapshot.Append) Report(path, Append(path, value, snapshot, isImport, offset));

        void Report(string path, IngestCode code)
        {
            if (code != IngestCode.Ok) verdicts.Add((path.Length > 1024 ? path[..1024] : path, code));
        }
    }

    /// <summary>Takes points out of a series. What stays counts as written by the request.</summary>
    /// <returns><c>false</c> if there never was one.</returns>
    public bool TryRemove(RemovalRequest request, long offset)
    {
        var path = System.Text.Encoding.UTF8.GetString(request.Path);
        var (hasPoints, hasPreviews) = (Series.TryGetValue(path, out var own), Previews.TryGetValue(path, out var previews));
        if (!hasPoints && !hasPreviews) return false;

        own ??= [];
        previews ??= [];
        var live = previews.Values.Where(preview => own.Count == 0 || preview.Step > own[^1].Step).ToList();
        bool IsRemoved(OraclePoint point) => request.Covers(point.Step, point.Time);
        if (!own.Any(IsRemoved) && !live.Any(IsRemoved)) return true;

        Series[path] = [.. own.Where(point => !IsRemoved(point)).Select(point => point with { Offset = offset })];
        Previews[path] = [];
        foreach (var preview in live)
            if (!IsRemoved(preview)) Previews[path][preview.Step] = preview with { Offset = offset };
        return true;
    }

    IngestCode Assign(string path, Value value)
    {
        var type = value.ValueCase switch
        {
            Value.ValueOneofCase.Float64 => AttributeType.Float,
            Value.ValueOneofCase.Int64 => AttributeType.Int,
            Value.ValueOneofCase.Bool => AttributeType.Bool,
            _ => AttributeType.String,
        };
        var code = Place(path, type);
        if (code == IngestCode.Ok) Remember(path, Values[path] = Words(value));
        return code;
    }

    IngestCode Change(string path, ModifySet change)
    {
        var code = Place(path, AttributeType.StringSet);
        if (code != IngestCode.Ok) return code;

        if (!Sets.TryGetValue(path, out var set)) Sets[path] = set = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (member, operation) in change.String.Values)
            if (operation == SET_OPERATION.Add) set.Add(member);
            else set.Remove(member);
        Remember(path, Members(path));
        return IngestCode.Ok;
    }

    void Remember(string path, string words)
    {
        if (!History.TryGetValue(path, out var history)) History[path] = history = [];
        history.Add(words);
    }

    IngestCode Append(string path, Value value, UpdateRunSnapshot snapshot, bool isImport, long offset)
    {
        var type = value.ValueCase switch
        {
            Value.ValueOneofCase.Float64 => AttributeType.FloatSeries,
            Value.ValueOneofCase.String => AttributeType.StringSeries,
            Value.ValueOneofCase.Histogram => AttributeType.HistogramSeries,
            _ => AttributeType.FileRefSeries,
        };
        if (Judge(path, type) is not IngestCode.Ok and var onPath) return onPath;
        if (snapshot.Step.Micro >= Step.MicrosPerStep) return IngestCode.SeriesStepInvalid;
        if (snapshot.Step.Whole >= 1_000_000_000_000) return IngestCode.SeriesStepTooLarge;
        if (snapshot.Timestamp is { Seconds: < -2_208_988_800 }) return IngestCode.DatetimeValueOutOfRange;

        var step = (long)snapshot.Step.Whole * Step.MicrosPerStep + (long)snapshot.Step.Micro;
        var isPreview = snapshot.Preview?.IsPreview == true;
        if (forkParent is not null && step <= forkStep) return IngestCode.SeriesStepNotAfterForkPoint;
        if (isPreview && type != AttributeType.FloatSeries) return IngestCode.FieldTypeUnsupported;
        if (type == AttributeType.HistogramSeries && value.Histogram.BinEdges.Any(double.IsNaN))
            return IngestCode.HistogramBinEdgesContainsNan;

        var time = snapshot.Timestamp is { } at ? at.Seconds * 1000 + (at.Nanos + 500_000) / 1_000_000 : _receivedMs;
        var code = Take(path, type, new OraclePoint(step, time, Words(value), offset), isPreview, isImport);
        if (code == IngestCode.Ok) _types[path] = type;
        return code;
    }

    IngestCode Take(string path, AttributeType type, OraclePoint point, bool isPreview, bool isImport)
    {
        var own = Series.GetValueOrDefault(path) ?? [];
        if (type != AttributeType.FileRefSeries && own.Count > 0)
        {
            var last = own[^1];
            if (point.Step <= last.Step && IsRepeat(path, own, point, isPreview)) return IngestCode.SeriesPointDuplicate;
            if (isPreview && point.Step <= last.Step) return IngestCode.SeriesPreviewStepNotAfterLastCommittedStep;
            if (!isPreview && point.Step <= last.Step) return IngestCode.SeriesStepNonIncreasing;
            if (!isPreview && !isImport && point.Time < last.Time) return IngestCode.SeriesTimestampDecreasing;
        }

        if (type == AttributeType.FileRefSeries && isImport && own.Count > 0)
        {
            var last = own.Where(one => one.Step == own.Max(any => any.Step)).Last();
            if (point.Step < last.Step || point.Step == last.Step && PathOf(point) != PathOf(last)) return IngestCode.SeriesStepNonIncreasing;
            if (point.Step == last.Step) return IngestCode.SeriesPointDuplicate;
        }

        if (isPreview)
        {
            if (!Previews.TryGetValue(path, out var previews)) Previews[path] = previews = [];
            previews[point.Step] = point;
        }
        else
        {
            own.Add(point);
            Series[path] = own;
        }

        return IngestCode.Ok;
    }

    static string PathOf(OraclePoint file) => file.Value.Split(' ')[0];

    /// <summary>Whether the series has that very value at that step; of previews the newest counts. 0 and -0 are one value.
    /// </summary>
    bool IsRepeat(string path, List<OraclePoint> own, OraclePoint point, bool isPreview)
    {
        OraclePoint? known = isPreview
            ? Previews.GetValueOrDefault(path)?.TryGetValue(point.Step, out var preview) == true ? preview : null
            : own.Where(one => one.Step == point.Step).Cast<OraclePoint?>().FirstOrDefault();
        return known is { } there && Unsigned(there.Value) == Unsigned(point.Value);

        static string Unsigned(string words) => words == Bits(-0.0) ? Bits(0) : words;
    }

    IngestCode Place(string path, AttributeType type)
    {
        var code = Judge(path, type);
        if (code == IngestCode.Ok) _types[path] = type;
        return code;
    }

    IngestCode Judge(string path, AttributeType type) =>
        path.Length == 0 ? IngestCode.FieldPathEmpty
        : path.StartsWith("sys/", StringComparison.Ordinal) && path != Tags ? IngestCode.FieldPathNonWritable
        : path.Length > 1024 ? IngestCode.FieldPathExceedsSizeLimit
        : _types.TryGetValue(path, out var known) && known != type ? IngestCode.FieldTypeConflicting
        : IngestCode.Ok;

    /// <summary>A value so that two are equal only if all of their bits are.</summary>
    static string Words(Value value) => value.ValueCase switch
    {
        Value.ValueOneofCase.Float64 => Bits(value.Float64),
        Value.ValueOneofCase.Int64 => $"{value.Int64}",
        Value.ValueOneofCase.Bool => value.Bool ? "1" : "0",
        Value.ValueOneofCase.String => value.String,
        Value.ValueOneofCase.Histogram =>
            string.Join(' ', value.Histogram.BinEdges) + " | " + string.Join(' ', value.Histogram.Counts.Values),
        _ => $"{value.FileRef.Path} {value.FileRef.SizeBytes} {value.FileRef.MimeType}",
    };

    public static string Bits(double value) => $"{BitConverter.DoubleToInt64Bits(value):x}";
}
