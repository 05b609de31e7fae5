using System.Text;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Client;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// One run as its writer sees it: judges every value by Neptune's rules and turns the accepted ones into rows. Pure:
/// the same records from the same state give the same rows and verdicts, so that a replay of the log changes nothing.
/// </summary>
/// <remarks>
/// An attribute's row is written with the turn that makes or assigns it; of many new float series then only where they
/// are found by run, all else by a checkpoint, and until then reads ask here. One caller writes, which is the run's
/// grain; any thread may call <see cref="Read"/>. <see cref="RunLoader"/> rebuilds the state from the store.
/// </remarks>
sealed partial class RunState(Run run)
{
    /// <summary>
    /// Runs with at most this many new series in a turn write all rows at once, so reads need no live lookup for many
    /// small runs.
    /// </summary>
    const int NewSeriesFew = 100;

    readonly AttributeTable _attributes = new();
    readonly Lock _gate = new();
    readonly List<int> _dirty = [];
    readonly List<int> _due = [];

    /// <summary>Float series that got their numbers in this turn.</summary>
    readonly List<NewSeries> _newSeries = [];
    /// <param name="Path">For its row.</param>
    readonly record struct NewSeries(int Number, byte[] Path);

    readonly SortedDictionary<int, AttributeRow> _atoms = [];
    readonly Dictionary<int, SortedSet<string>> _sets = [];

    /// <summary>Furthest preview of each series that had one, in micro-steps.</summary>
    readonly Dictionary<int, long> _previews = [];
    readonly Dictionary<int, byte[]> _lastStrings = [];
    readonly Dictionary<int, (string Path, long Size, string Mime)> _lastFiles = [];
    RunBlock _block = new();
    ErrorLog _errors;

    /// <summary>The value that was refused last may be a repeat.</summary>
    Doubt? _doubt;
    long _offset;
    int _fileSequence;
    long _checkpoint;
    int _lastPoints;
    bool _touched;

    /// <summary>Rows that bring the store up to date may still be on their way.</summary>
    bool _isSettling;
    bool _heard;

    /// <summary>The record is what an importer brings of a run that ran elsewhere.</summary>
    bool _isImport;

    public Run Run => run;

    public AttributeTable Attributes => _attributes;

    public IDictionary<int, SortedSet<string>> Sets => _sets;

    /// <summary>Furthest own point of any series, in micro-steps: what a value without a step follows.</summary>
    public long LastStep { get; set; } = -1;

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
    public void Apply(in RoutedRecord record, long offset)
    {
        lock (_gate) ApplyRecord(record, offset);
    }

    void ApplyRecord(in RoutedRecord record, long offset)
    {
        BeginRecord(record, offset);
        var isEdit = record.Kind is LogRecordKind.Edit or LogRecordKind.Import;
        var fields = new ProtoReader(record.Body.Span);
        while (fields.Next())
        {
            if (fields.IsBytes(RunOperation.UpdateFieldNumber)) ApplySnapshot(fields.Bytes, isEdit);
            else if (fields.IsBytes(RunOperation.UpdateBatchFieldNumber)) ApplySnapshots(fields.Bytes, isEdit);
        }

        if (fields.Failed) ReportBroken();
        _errors.Flush(_block, _offset);
    }

    /// <summary>Counts a record in without updates, such as a creation: what the server writes next carries its
    /// offset.</summary>
    public void BeginRecord(in RoutedRecord record, long offset)
    {
        _offset = offset;
        _errors = default;
        _fileSequence = 0;
        _touched = _heard = true;
        _isImport = record.Kind == LogRecordKind.Import;
        // People and the server change runs that ended long ago: that is no sign of life.
        if (record.Kind == LogRecordKind.Operation) LastReceivedMs = Math.Max(LastReceivedMs, record.ReceivedMs);
        // An importer says itself when the run was changed, where it ran.
        if (record.Kind is not (LogRecordKind.Inherit or LogRecordKind.Import))
            LastChangedMs = Math.Max(LastChangedMs, record.ReceivedMs);
        Bytes += record.Body.Length;
    }

    /// <summary>Ends a turn: the rows that it owes go into the block.</summary>
    public void EndTurn()
    {
        lock (_gate) WriteDue();

        // Training logs about as much in each turn.
        _lastPoints = _block.Points.Count;
        LeaveBlock();
    }

    /// <summary>Rows of thousands of series are not to be held until the next turn.</summary>
    void LeaveBlock() => _block = new RunBlock();

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
            LeaveBlock();
        }
    }

    /// <summary>The rows of the last checkpoint are stored.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _isSettling = false;
            foreach (var number in _replaced.Keys) _replaced[number] = 0;
        }
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

                // Rows of other series are up to date, but reads that cached their numbers must see new ones.
                if (_attributes[number].Type == AttributeType.FloatSeries || !isBeforeStore && _replaced.ContainsKey(number))
                {
                    if (all || _attributes[number].IsDirty) values.Add(LiveRow(number, paths[i]).ToLive(run, i));
                }
                else if (SystemAttributes.IsActivity(paths[i]) && (all || _touched))
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

    /// <summary>Reports something about the run as a whole.</summary>
    public void Report(IngestCode code, string message)
    {
        _errors.Add(code, "", message);
        _errors.Flush(_block, _offset);
    }

    void MakeDue(int number, ref AttributeState state)
    {
        if (state.IsDue) return;

        state.IsDue = true;
        _due.Add(number);
    }

    AttributeRow Row(AttributeType type, long integer = 0, double floating = 0) => new()
    {
        Path = [], Type = type, Int = integer, Float = floating, Offset = _offset, Version = _offset,
    };

    AttributeRow SeriesRow(int number, byte[] path)
    {
        ref var state = ref _attributes[number];
        var file = state.Type == AttributeType.FileRefSeries ? _lastFiles.GetValueOrDefault(number) : default;
        return new AttributeRow
        {
            Path = path,
            Type = state.Type,
            Series = state.Series,
            Float = state.Type == AttributeType.FloatSeries ? state.LastValue : 0,
            Int = state.Type switch
            {
                AttributeType.FloatSeries => state.Summary.IsTotalLarge ? 1 : 0,
                AttributeType.FileRefSeries => file.Size,
                _ => BitConverter.DoubleToInt64Bits(state.LastValue),
            },
            String = state.Type == AttributeType.StringSeries ? _lastStrings.GetValueOrDefault(number) ?? []
                : state.Type == AttributeType.FileRefSeries ? Encoding.UTF8.GetBytes(file.Path ?? "")
                : [],
            Mime = file.Mime ?? "",
            Summary = state.Summary with { HasPreview = HasPreview(number, state) },
            Offset = _offset,
            Version = _offset,
        };
    }

    /// <summary>The row of a series as reads have to see it: rows under a new number may not be stored yet.</summary>
    AttributeRow LiveRow(int number, byte[] path)
    {
        var row = SeriesRow(number, path);
        return _replaced.GetValueOrDefault(number) is > 0 and var before ? row with { Series = before } : row;
    }

    bool HasPreview(int number, in AttributeState state) =>
        _previews.TryGetValue(number, out var step) && (state.Summary.Points == 0 || step > state.Summary.LastStep);

    /// <summary>What a run's first step needed is not kept for the others.</summary>
    static void Empty<T>(List<T> list)
    {
        const int kept = 1024;
        list.Clear();
        if (list.Capacity > kept) list.Capacity = kept;
    }

    void WriteDue()
    {
        if (_heard && _attributes.Peek(SystemAttributes.Id) >= 0)
        {
            if (_block.Definitions.Count > 0) WriteActivity();
            WritePing();
        }

        _heard = false;
        if (_newSeries.Count <= NewSeriesFew)
        {
            foreach (var (number, _) in _newSeries) MakeDue(number, ref _attributes[number]);
            Empty(_newSeries);
        }

        _block.Attributes.EnsureCapacity(_block.Attributes.Count + _atoms.Count + _due.Count + _newSeries.Count);
        foreach (var row in _atoms.Values) _block.Attributes.Add(row);
        _atoms.Clear();
        var dirty = _dirty.Count;
        foreach (var number in _due)
        {
            ref var state = ref _attributes[number];
            _block.Attributes.Add(SeriesRow(number, _attributes.Path(number)));
            if (state.IsDirty) dirty--;
            state.IsDirty = state.IsDue = false;
        }

        Empty(_due);
        // A series that is listed twice has a row already; of two equal rows the store keeps either.
        foreach (var (number, path) in _newSeries) _block.Attributes.Add(SeriesRow(number, path) with { IsByRunOnly = true });
        Empty(_newSeries);
        if (dirty == 0) Empty(_dirty);
        else if (dirty < _dirty.Count) _dirty.RemoveAll(number => !_attributes[number].IsDirty);
        _block.OwedRows = _dirty.Count + (_touched ? ActivityRows : 0);
    }

    void Reject(ReadOnlySpan<byte> path, IngestCode code, in Doubt? doubt = null)
    {
        var name = Encoding.UTF8.GetString(path[..Math.Min(path.Length, Limits.AttributePathBytesMax)]);
        if (doubt is { } open) _errors.Add(code, name, IngestMessages.Of(code), open);
        else _errors.Add(code, name, IngestMessages.Of(code));
    }

    void ReportBroken() => _errors.Add(
        IngestCode.Internal, "", "The protobuf encoding of this part of the request is broken; it was not stored.");
}
