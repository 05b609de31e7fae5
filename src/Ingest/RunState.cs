using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Ingest;

/// <summary>
/// One run as its writer sees it: judges every value by Neptune's rules and turns the accepted ones into rows. Pure: the
/// same records from the same state give the same rows and verdicts, so that a replay of the log changes nothing.
/// </summary>
/// <remarks>
/// An attribute's row is written with the turn that makes or assigns it; of a float series, later only by a checkpoint,
/// and until then reads ask here. One caller writes, which is the run's grain; any thread may call <see cref="Read"/>.
/// <see cref="RunLoader"/> rebuilds the state from the store.
/// </remarks>
sealed class RunState(Run run)
{
    readonly AttributeTable _attributes = new();
    readonly Lock _gate = new();
    readonly List<int> _dirty = [];
    readonly List<int> _due = [];
    readonly SortedDictionary<int, AttributeRow> _atoms = [];
    readonly Dictionary<int, SortedSet<string>> _sets = [];
    readonly Dictionary<int, byte[]> _lastStrings = [];
    readonly Dictionary<int, (string Path, long Size, string Mime)> _lastFiles = [];
    RunBlock _block = new();
    ErrorLog _errors;
    long _offset;
    int _fileSequence;
    long _checkpoint;
    int _lastPoints;
    bool _touched;

    /// <summary>Rows that bring the store up to date may still be on their way.</summary>
    bool _isSettling;
    bool _heard;

    public Run Run => run;

    public AttributeTable Attributes => _attributes;

    public IDictionary<int, SortedSet<string>> Sets => _sets;

    /// <summary>Furthest own point of any series, in micro-steps: what a value without a step follows.</summary>
    public long LastStep { get; set; } = -1;

    /// <summary>Bytes of accepted requests.</summary>
    public long Bytes { get; private set; }

    /// <summary>Committed points of all series, inherited ones apart.</summary>
    public long Points { get; private set; }

    /// <summary>When the last record came in, in ms since 1970.</summary>
    public long LastReceivedMs { get; private set; }

    /// <summary>The furthest time that the client gave to what it logged, in ms since 1970: the run ran until then.</summary>
    public long LastLoggedMs { get; set; } = run.CreationTime.ToUnixTimeMilliseconds();

    /// <summary>For how long runs of the same experiment ran before this one took over, in seconds.</summary>
    public double EarlierSeconds { get; set; }

    /// <summary>Some row in the store is older than this state.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate) return _touched || _dirty.Count > 0;
        }
    }

    /// <summary>Starts a turn: rows go into this block until <see cref="EndTurn"/>.</summary>
    public void BeginTurn(RunBlock block)
    {
        _block = block;
        block.Run = run.Number;
        block.Project = run.Project;
        block.Points.Reserve(_lastPoints);
    }

    /// <summary>Applies the updates of one record.</summary>
    public void Apply(in LogRecord record, long offset)
    {
        lock (_gate) ApplyRecord(record, offset);
    }

    void ApplyRecord(in LogRecord record, long offset)
    {
        BeginRecord(record, offset);
        var isEdit = record.Kind == LogRecordKind.Edit;
        var fields = new ProtoReader(record.Body);
        while (fields.Next())
        {
            if (fields.IsBytes(7)) ApplySnapshot(fields.Bytes, isEdit);
            else if (fields.IsBytes(8)) ApplySnapshots(fields.Bytes, isEdit);
        }

        if (fields.Failed) ReportBroken();
        _errors.Flush(_block, _offset);
    }

    /// <summary>Counts a record in without updates, such as a creation: what the server writes next carries its offset.</summary>
    public void BeginRecord(in LogRecord record, long offset)
    {
        _offset = offset;
        _errors = default;
        _fileSequence = 0;
        _touched = _heard = true;
        LastReceivedMs = Math.Max(LastReceivedMs, record.ReceivedMs);
        Bytes += record.Body.Length;
    }

    /// <summary>Ends a turn: the rows that it owes go into the block.</summary>
    public void EndTurn()
    {
        lock (_gate) WriteDue();

        // Training logs about as much in each turn.
        _lastPoints = _block.Points.Count;
    }

    /// <summary>Writes the summaries that the store lacks, as of the last record.</summary>
    public void Checkpoint(RunBlock block)
    {
        lock (_gate)
        {
            _lastPoints = 0;
            BeginTurn(block);
            foreach (var number in _dirty) MakeDue(number, ref _attributes[number]);
            if (_touched)
            {
                WriteActivity();
                _checkpoint = _offset;
                WritePing();
            }

            _touched = false;
            _isSettling = true;
            WriteDue();
        }
    }

    /// <summary>What the last checkpoint wrote is stored.</summary>
    public void Settle()
    {
        lock (_gate) _isSettling = false;
    }

    /// <summary>Copies the newest values of those of the attributes whose rows in the store may be older.</summary>
    /// <param name="isBeforeStore">Not those whose rows are surely up to date.</param>
    public void Read(IReadOnlyList<byte[]> paths, bool isBeforeStore, List<LiveAttribute> values)
    {
        lock (_gate)
        {
            var all = !isBeforeStore || _isSettling;
            if (!all && !_touched && _dirty.Count == 0) return;

            for (var i = 0; i < paths.Count; i++)
            {
                if (_attributes.Peek(paths[i]) is not (>= 0 and var number)) continue;

                if (_attributes[number].Type == AttributeType.FloatSeries)
                {
                    if (all || _attributes[number].IsDirty) values.Add(SeriesRow(number).ToLive(run, i));
                }
                else if (SysPaths.IsActivity(paths[i]) && (all || _touched))
                    values.AddRange(Activity().Where(row => row.Path.AsSpan().SequenceEqual(paths[i]))
                        .Select(row => row.ToLive(run, i)));
            }
        }
    }

    /// <summary>Writes an attribute of the server's own.</summary>
    public void SetSystem(byte[] path, AttributeType type, AttributeRow value)
    {
        lock (_gate) Set(path, type, value);
    }

    void Set(byte[] path, AttributeType type, AttributeRow value)
    {
        var number = _attributes.Find(path);
        if (number < 0)
        {
            number = _attributes.Add(path, type);
            _block.Definitions.Add(new DefinitionRow(path, type));
        }

        _atoms[number] = value with { Path = path, Type = type, Offset = _offset, Version = value.Version > 0 ? value.Version : _offset };
        if (type == AttributeType.StringSet) _sets[number] = [.. value.Set];
    }

    /// <summary>Takes over an attribute of the parent, or fresher inherited values of a series.</summary>
    /// <param name="row">As it stands in the store for the parent; of a series, with the summary of the inherited points.</param>
    public void Inherit(in AttributeRow row)
    {
        lock (_gate) TakeOver(row);
    }

    void TakeOver(in AttributeRow row)
    {
        var number = _attributes.Find(row.Path);
        if (number < 0)
        {
            number = _attributes.Add(row.Path, row.Type);
            _block.Definitions.Add(new DefinitionRow(row.Path, row.Type));
        }

        ref var state = ref _attributes[number];
        if (state.Type != row.Type) return;

        if (!row.Type.IsSeries())
        {
            _atoms[number] = row with { Series = 0, Offset = _offset, Version = _offset };
            if (row.Type == AttributeType.StringSet) _sets[number] = [.. row.Set];
            return;
        }

        state.Summary = row.Summary;
        // What a repeat is known by is of the run's own points, and rows made of many runs' points do not have it.
        if (row.Type == AttributeType.FloatSeries) state.LastValue = row.Float;
        RestoreLast(number, row);
        // The row must go along, as points do not tell what was inherited. Until it is stored, the store lacks still more.
        _isSettling |= state.IsDirty;
        MakeDue(number, ref state);
    }

    /// <summary>Takes over an attribute of the parent that the run lacks: one that is not there, or an empty set.</summary>
    public void InheritMissing(in AttributeRow row)
    {
        var number = _attributes.Find(row.Path);
        if (number < 0 || row.Type == AttributeType.StringSet && _sets.GetValueOrDefault(number) is { Count: 0 }) Inherit(row);
    }

    /// <summary>Takes back a point of a float series that the store has, but not yet in the series' summary.</summary>
    public void Restore(int number, long step, long time, double value)
    {
        ref var state = ref _attributes[number];
        state.Summary.Add(value);
        state.Summary.LastStep = step;
        state.Summary.LastTime = time;
        state.LastValue = value;
        LastStep = Math.Max(LastStep, step);
        LastLoggedMs = Math.Max(LastLoggedMs, time);
        MarkChanged(number, ref state);
    }

    /// <summary>Takes back what the row of the last ping says; see <see cref="WritePing"/>.</summary>
    /// <param name="asOf">The offset that the state is as of, once all of it is taken back.</param>
    /// <returns>The offset of the last checkpoint.</returns>
    public long RestoreActivity(in AttributeRow ping, long asOf)
    {
        LastReceivedMs = ping.Int;
        Bytes = ping.Summary.Points;
        Points = ping.Summary.Finite;
        LastLoggedMs = Math.Max(LastLoggedMs, ping.Summary.LastTime);
        _offset = asOf;
        _touched = ping.Offset > ping.Summary.LastStep;
        return _checkpoint = ping.Summary.LastStep;
    }

    /// <summary>Takes back the furthest preview of a series.</summary>
    /// <param name="isNew">The series' summary in the store does not know of it yet.</param>
    public void RestorePreview(int number, long step, bool isNew)
    {
        _attributes[number].PreviewStep = step;
        if (isNew) MarkChanged(number, ref _attributes[number]);
    }

    /// <summary>Takes back the last value of a string or file series.</summary>
    public void RestoreLast(int number, in AttributeRow row)
    {
        if (row.Type == AttributeType.StringSeries) _lastStrings[number] = row.String;
        if (row.Type == AttributeType.FileRefSeries)
            _lastFiles[number] = (Encoding.UTF8.GetString(row.String), row.Int, row.Mime);
    }

    /// <summary>Reports something about the run as a whole.</summary>
    public void Report(IngestCode code, string message)
    {
        _errors.Add(code, "", message);
        _errors.Flush(_block, _offset);
    }

    void ApplySnapshots(ReadOnlySpan<byte> batch, bool isEdit)
    {
        var fields = new ProtoReader(batch);
        while (fields.Next())
            if (fields.IsBytes(1)) ApplySnapshot(fields.Bytes, isEdit);
        if (fields.Failed) ReportBroken();
    }

    void ApplySnapshot(ReadOnlySpan<byte> snapshot, bool isEdit)
    {
        if (!SnapshotHead.TryRead(snapshot, out var head))
        {
            ReportBroken();
            return;
        }

        head.Step ??= new Step(LastStep < 0 ? 0 : (LastStep / Step.MicrosPerStep + 1) * Step.MicrosPerStep);
        var time = head.TimeMs ?? LastReceivedMs;
        LastLoggedMs = Math.Max(LastLoggedMs, time);
        _attributes.StartSnapshot();
        var fields = new ProtoReader(snapshot);
        while (fields.Next())
        {
            if (fields.WireType != 2 || fields.Field is not (4 or 5 or 8)) continue;
            if (fields.Field == 5) ApplySetChange(fields.Bytes, isEdit);
            else if (!WireValue.TryReadEntry(fields.Bytes, out var path, out var value)) ReportBroken();
            else if (fields.Field == 8) Append(path, value, head, time);
            else Assign(path, value, isEdit);
        }
    }

    void Append(ReadOnlySpan<byte> path, in WireValue value, in SnapshotHead head, long time)
    {
        var type = value.Kind switch
        {
            WireValue.Float64 => AttributeType.FloatSeries,
            WireValue.String => AttributeType.StringSeries,
            WireValue.Histogram => AttributeType.HistogramSeries,
            WireValue.FileRef => AttributeType.FileRefSeries,
            _ => AttributeType.None,
        };
        if (type == AttributeType.None)
        {
            var onPath = AttributeTable.JudgePath(path);
            Reject(path, onPath == IngestCode.Ok ? IngestCode.FieldTypeUnsupported : onPath);
            return;
        }

        var verdict = _attributes.Judge(path, type, isEdit: false, out var number);
        if (verdict == IngestCode.Ok) verdict = JudgeHead(head, type);
        // What is refused does not bring an attribute into being, nor fix its type.
        if (verdict == IngestCode.Ok && number < 0) verdict = JudgeFirst(type, value);
        if (verdict != IngestCode.Ok)
        {
            Reject(path, verdict);
            return;
        }

        if (number < 0) number = Define(path, type);
        ref var state = ref _attributes[number];
        var series = state.Series;
        verdict = type switch
        {
            AttributeType.FloatSeries => AppendFloat(ref state, number, value.Double, head, time),
            AttributeType.StringSeries => AppendString(ref state, number, value, head, time),
            AttributeType.HistogramSeries => AppendHistogram(ref state, number, value, head, time),
            _ => AppendFile(ref state, number, value, head, time),
        };
        if (verdict != IngestCode.Ok) Reject(path, verdict);
        if (state.Series != series) MakeDue(number, ref state);
    }

    IngestCode JudgeHead(in SnapshotHead head, AttributeType type)
    {
        if (head.StepVerdict != IngestCode.Ok) return head.StepVerdict;
        if (head.TimeVerdict != IngestCode.Ok) return head.TimeVerdict;
        if (run.Fork is { } fork && head.Step <= fork.Step) return IngestCode.SeriesStepNotAfterForkPoint;
        return head.IsPreview && type != AttributeType.FloatSeries ? IngestCode.FieldTypeUnsupported : IngestCode.Ok;
    }

    /// <summary>Judges the first value of a series by itself.</summary>
    static IngestCode JudgeFirst(AttributeType type, in WireValue value) => type switch
    {
        AttributeType.StringSeries when value.Bytes.Length > Limits.StringValueBytesMax =>
            IngestCode.StringValueExceedsSizeLimit,
        AttributeType.HistogramSeries => value.TryReadHistogram(out _, out _, out _),
        AttributeType.FileRefSeries => value.TryReadFile(out _, out _, out _),
        _ => IngestCode.Ok,
    };

    int Define(ReadOnlySpan<byte> path, AttributeType type)
    {
        var number = _attributes.Add(path, type);
        _block.Definitions.Add(new DefinitionRow(_attributes.Path(number), type));
        return number;
    }

    IngestCode AppendFloat(ref AttributeState state, int number, double value, in SnapshotHead head, long time)
    {
        var step = head.Step!.Value;
        if (head.IsPreview)
        {
            if (state.Summary.Points > 0 && step.Micros <= state.Summary.LastStep)
                return IngestCode.SeriesPreviewStepNotAfterLastCommittedStep;

            state.PreviewStep = Math.Max(state.PreviewStep, step.Micros);
            _block.Previews.Add(new PreviewRow(
                _attributes.NumberSeries(ref state), step.Micros, time, value, head.Completion, _offset));
            MarkChanged(number, ref state);
            return IngestCode.Ok;
        }

        var isRepeat = BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(state.LastValue);
        var verdict = JudgeNext(state, step, time, isRepeat);
        if (verdict != IngestCode.Ok) return verdict;

        _block.Points.Add(_attributes.NumberSeries(ref state), step.Micros, time, value, _offset);
        state.LastValue = value;
        Accept(ref state, number, step, time, value);
        if (++state.Unchunked >= Chunk.CoarsePoints)
        {
            state.Unchunked = 0;
            _block.LongSeries.Add(state.Series);
        }

        return IngestCode.Ok;
    }

    IngestCode AppendString(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        if (value.Bytes.Length > Limits.StringValueBytesMax) return IngestCode.StringValueExceedsSizeLimit;

        var text = value.Text();
        var hash = BitConverter.UInt64BitsToDouble(XxHash3.HashToUInt64(text));
        var verdict = JudgeNext(state, head.Step!.Value, time, SameBits(hash, state.LastValue));
        if (verdict != IngestCode.Ok) return verdict;

        _block.Strings.Add(new StringRow(_attributes.NumberSeries(ref state), head.Step.Value.Micros, time, text, _offset));
        state.LastValue = hash;
        _lastStrings[number] = text;
        Accept(ref state, number, head.Step.Value, time, double.NaN);
        return IngestCode.Ok;
    }

    IngestCode AppendHistogram(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        var verdict = value.TryReadHistogram(out var edges, out var values, out var isDensity);
        if (verdict != IngestCode.Ok) return verdict;

        var hash = BitConverter.UInt64BitsToDouble(HashOf(edges, values, isDensity));
        verdict = JudgeNext(state, head.Step!.Value, time, SameBits(hash, state.LastValue));
        if (verdict != IngestCode.Ok) return verdict;

        _block.Histograms.Add(new HistogramRow(
            _attributes.NumberSeries(ref state), head.Step.Value.Micros, time, isDensity, edges, values, _offset));
        state.LastValue = hash;
        Accept(ref state, number, head.Step.Value, time, double.NaN);
        return IngestCode.Ok;
    }

    /// <summary>File series take any order of steps and keep repeats.</summary>
    IngestCode AppendFile(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        var verdict = value.TryReadFile(out var path, out var size, out var mime);
        if (verdict != IngestCode.Ok) return verdict;

        var step = head.Step!.Value;
        _block.Files.Add(new FileRow(
            _attributes.NumberSeries(ref state), step.Micros, time, path, size, mime, _offset, _fileSequence++));
        NoteStep(step);
        if (state.Summary.Points == 0 || step.Micros >= state.Summary.LastStep) _lastFiles[number] = (path, size, mime);
        else step = new Step(state.Summary.LastStep);
        Accept(ref state, number, step, time, double.NaN);
        return IngestCode.Ok;
    }

    /// <summary>Own points are judged against own points; what is inherited, perhaps later, lies at or before the fork.</summary>
    IngestCode JudgeNext(in AttributeState state, Step step, long time, bool isRepeat) =>
        run.Fork is { } fork && state.Summary.LastStep <= fork.Step.Micros
            ? IngestCode.Ok
            : state.Summary.Judge(step, time, isRepeat);

    void Accept(ref AttributeState state, int number, Step step, long time, double value)
    {
        state.Summary.Add(value);
        state.Summary.LastStep = step.Micros;
        state.Summary.LastTime = time;
        Points++;
        if (step.Micros > LastStep) LastStep = step.Micros;
        NoteStep(step);
        MarkChanged(number, ref state);
    }

    void NoteStep(Step step) => _block.FirstStep = Math.Min(_block.FirstStep, step.Micros);

    // Points that are no numbers are large beside their summary, which goes with them; of numbers it is the larger part.
    void MarkChanged(int number, ref AttributeState state)
    {
        if (state.Type != AttributeType.FloatSeries)
        {
            MakeDue(number, ref state);
            return;
        }

        if (state.IsDirty) return;

        state.IsDirty = true;
        _dirty.Add(number);
    }

    void MakeDue(int number, ref AttributeState state)
    {
        if (state.IsDue) return;

        state.IsDue = true;
        _due.Add(number);
    }

    void Assign(ReadOnlySpan<byte> path, in WireValue value, bool isEdit)
    {
        AttributeRow row = default;
        List<string>? set = null;
        var verdict = IngestCode.Ok;
        var type = AttributeType.None;
        switch (value.Kind)
        {
            case WireValue.Float64:
                type = AttributeType.Float;
                row = Row(type, floating: value.Double);
                break;
            case WireValue.Int64:
                type = AttributeType.Int;
                row = Row(type, integer: (long)value.Bits);
                break;
            case WireValue.Bool:
                type = AttributeType.Bool;
                row = Row(type, integer: value.Bits == 0 ? 0 : 1);
                break;
            case WireValue.String:
                type = AttributeType.String;
                if (value.Bytes.Length > Limits.StringValueBytesMax) verdict = IngestCode.StringValueExceedsSizeLimit;
                else row = Row(type) with { String = value.Text() };
                break;
            case WireValue.Timestamp:
                type = AttributeType.Datetime;
                if (!SnapshotHead.TryReadTime(value.Bytes, out var time, out verdict)) verdict = IngestCode.Internal;
                row = Row(type, integer: time ?? 0);
                break;
            case WireValue.StringSet:
                type = AttributeType.StringSet;
                verdict = value.TryReadSet(out set);
                row = Row(type);
                break;
            case WireValue.FileRef:
                type = AttributeType.FileRef;
                verdict = value.TryReadFile(out var file, out var size, out var mime);
                row = Row(type, integer: size) with { String = Encoding.UTF8.GetBytes(file), Mime = mime };
                break;
        }

        if (type == AttributeType.None) verdict = IngestCode.FieldTypeUnsupported;
        if (Place(path, type, isEdit, verdict) is not (>= 0 and var number)) return;

        if (set is not null) row = row with { Set = [.. _sets[number] = new SortedSet<string>(set, StringComparer.Ordinal)] };
        _atoms[number] = row with { Path = _attributes.Path(number) };
    }

    void ApplySetChange(ReadOnlySpan<byte> entry, bool isEdit)
    {
        if (!SetChange.TryRead(entry, out var path, out var added, out var removed))
        {
            ReportBroken();
            return;
        }

        var known = _attributes.Find(path);
        var current = known >= 0 ? _sets.GetValueOrDefault(known) : null;
        var next = new SortedSet<string>(current ?? [], StringComparer.Ordinal);
        next.ExceptWith(removed);
        next.UnionWith(added);
        var bytes = next.Sum(Encoding.UTF8.GetByteCount);
        var verdict = bytes > Limits.StringSetBytesMax ? IngestCode.StringSetExceedsSizeLimit : IngestCode.Ok;
        if (Place(path, AttributeType.StringSet, isEdit, verdict) is not (>= 0 and var number)) return;

        _sets[number] = next;
        _atoms[number] = Row(AttributeType.StringSet) with { Path = _attributes.Path(number), Set = [.. next] };
    }

    /// <summary>Finds or makes the attribute that a value goes to; reports why not.</summary>
    /// <param name="verdict">On the value itself.</param>
    /// <returns>Its number, or -1.</returns>
    int Place(ReadOnlySpan<byte> path, AttributeType type, bool isEdit, IngestCode verdict)
    {
        var onPath = _attributes.Judge(path, type, isEdit, out var number);
        if (onPath != IngestCode.Ok) verdict = onPath;
        if (verdict != IngestCode.Ok)
        {
            Reject(path, verdict);
            return -1;
        }

        if (number < 0) number = Define(path, type);
        if (SysPaths.IsInherited(path)) _block.ChangesInherited = true;
        return number;
    }

    AttributeRow Row(AttributeType type, long integer = 0, double floating = 0) => new()
    {
        Path = [], Type = type, Int = integer, Float = floating, Offset = _offset, Version = _offset,
    };

    AttributeRow SeriesRow(int number)
    {
        ref var state = ref _attributes[number];
        var file = state.Type == AttributeType.FileRefSeries ? _lastFiles.GetValueOrDefault(number) : default;
        return new AttributeRow
        {
            Path = _attributes.Path(number),
            Type = state.Type,
            Series = state.Series,
            Float = state.Type == AttributeType.FloatSeries ? state.LastValue : 0,
            Int = state.Type switch
            {
                AttributeType.FloatSeries => 0,
                AttributeType.FileRefSeries => file.Size,
                _ => BitConverter.DoubleToInt64Bits(state.LastValue),
            },
            String = state.Type == AttributeType.StringSeries ? _lastStrings.GetValueOrDefault(number) ?? []
                : state.Type == AttributeType.FileRefSeries ? Encoding.UTF8.GetBytes(file.Path ?? "")
                : [],
            Mime = file.Mime ?? "",
            Summary = state.Summary with { HasPreview = state.HasPreview },
            Offset = _offset,
            Version = _offset,
        };
    }

    void WriteDue()
    {
        if (_heard && _attributes.Peek(SysPaths.Id) >= 0)
        {
            if (_block.Definitions.Count > 0) WriteActivity();
            WritePing();
        }

        _heard = false;
        foreach (var row in _atoms.Values) _block.Attributes.Add(row);
        _atoms.Clear();
        var dirty = _dirty.Count;
        foreach (var number in _due)
        {
            ref var state = ref _attributes[number];
            _block.Attributes.Add(SeriesRow(number));
            if (state.IsDirty) dirty--;
            state.IsDirty = state.IsDue = false;
        }

        _due.Clear();
        if (dirty == 0) _dirty.Clear();
        else if (dirty < _dirty.Count) _dirty.RemoveAll(number => !_attributes[number].IsDirty);
        _block.DirtySeries = _dirty.Count + (_touched ? 1 : 0);
    }

    /// <summary>
    /// The one attribute whose row is written with each turn, so that recovery is exact: beside the time it carries the
    /// bytes (as points), the points (as finite), the offset of the last checkpoint (as last_step) and the client's own time (as
    /// last_ts).
    /// </summary>
    void WritePing() => Set(SysPaths.PingTime, AttributeType.Datetime, Row(AttributeType.Datetime, LastReceivedMs) with
    {
        Summary = new SeriesSummary { Points = Bytes, Finite = Points, LastStep = _checkpoint, LastTime = LastLoggedMs },
    });

    void WriteActivity()
    {
        // What is written the first time counts as an attribute itself.
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
        foreach (var row in Activity().ToList()) Set(row.Path, row.Type, row);
    }

    IEnumerable<AttributeRow> Activity()
    {
        yield return Row(AttributeType.Datetime, LastReceivedMs) with { Path = SysPaths.ModificationTime };
        var seconds = (LastLoggedMs - run.CreationTime.ToUnixTimeMilliseconds()) / 1000.0;
        yield return Row(AttributeType.Float, floating: seconds) with { Path = SysPaths.RunningTime };
        if (run.Experiment is not null)
            yield return Row(AttributeType.Float, floating: EarlierSeconds + seconds) with { Path = SysPaths.ExperimentRunningTime };
        yield return Row(AttributeType.Int, Bytes) with { Path = SysPaths.Size };
        yield return Row(AttributeType.Int, Points) with { Path = SysPaths.TotalPoints };
        foreach (var type in SysPaths.CountedTypes)
            if (_attributes.CountOf(type) is > 0 and var count)
                yield return Row(AttributeType.Int, count) with { Path = SysPaths.CountOf(type)! };
        yield return Row(AttributeType.Int, _attributes.Count) with { Path = SysPaths.TotalCount };
    }

    void Reject(ReadOnlySpan<byte> path, IngestCode code) =>
        _errors.Add(code, Encoding.UTF8.GetString(path[..Math.Min(path.Length, Limits.AttributePathBytesMax)]),
            IngestMessages.Of(code));

    void ReportBroken() => _errors.Add(
        IngestCode.Internal, "", "The protobuf encoding of this part of the request is broken; it was not stored.");

    static bool SameBits(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    public static ulong HashOf(double[] edges, double[] values, bool isDensity)
    {
        var hash = new XxHash3(isDensity ? 1 : 0);
        hash.Append(MemoryMarshal.AsBytes(edges.AsSpan()));
        hash.Append(MemoryMarshal.AsBytes(values.AsSpan()));
        return hash.GetCurrentHashAsUInt64();
    }
}
