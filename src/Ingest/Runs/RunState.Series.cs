using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Ingest.Runs;

// Points: what may follow what, and what becomes of it.
sealed partial class RunState
{
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
        // A refused value neither creates an attribute nor fixes its type.
        if (verdict == IngestCode.Ok && number < 0) verdict = JudgeFirst(type, value);
        if (verdict != IngestCode.Ok)
        {
            Reject(path, verdict);
            return;
        }

        var defined = number < 0 ? Define(path, type, out number) : null;
        ref var state = ref _attributes[number];
        var series = state.Series;
        verdict = type switch
        {
            AttributeType.FloatSeries => AppendFloat(ref state, number, value.Double, head, time),
            AttributeType.StringSeries => AppendString(ref state, number, value, head, time),
            AttributeType.HistogramSeries => AppendHistogram(ref state, number, value, head, time),
            _ => AppendFile(ref state, number, value, head, time),
        };
        if (verdict != IngestCode.Ok) Reject(path, verdict, _doubt);
        _doubt = null;
        // With many new series, the row that searches use waits for the checkpoint: a float series is dirty from its
        // first point.
        if (state.Series != series && type == AttributeType.FloatSeries) _newSeries.Add(new NewSeries(number, defined ?? path.ToArray()));
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

    IngestCode AppendFloat(ref AttributeState state, int number, double value, in SnapshotHead head, long time)
    {
        var step = head.Step!.Value;
        if (head.IsPreview)
        {
            if (state.Summary.Points > 0 && step.Micros <= state.Summary.LastStep)
            {
                _doubt = new Doubt(state.Type, true, state.Series, step.Micros, Doubt.BitsOf(value), 0, 0);
                return IngestCode.SeriesPreviewStepNotAfterLastCommittedStep;
            }

            NotePreview(number, step.Micros);
            _block.Previews.Add(new PreviewRow(
                _attributes.NumberSeries(ref state), step.Micros, time, value, head.Completion, _offset));
            MarkChanged(number, ref state);
            return IngestCode.Ok;
        }

        // Equal as numbers, so that 0 and -0 are; and NaN is.
        var verdict = JudgeNext(state, step, time, value.Equals(state.LastValue));
        if (verdict != IngestCode.Ok) return Refuse(verdict, state, step, Doubt.BitsOf(value));

        _block.Points.Add(_attributes.NumberSeries(ref state), step.Micros, time, value, _offset);
        state.LastValue = value;
        Accept(ref state, number, step, time, value);
        if (++state.WithoutRollups >= Rollup.CoarsePoints)
        {
            state.WithoutRollups = 0;
            _block.LongSeries.Add(state.Series);
        }

        return IngestCode.Ok;
    }

    void NotePreview(int number, long step) => _previews[number] = Math.Max(_previews.GetValueOrDefault(number, -1), step);

    IngestCode AppendString(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        if (value.Bytes.Length > Limits.StringValueBytesMax) return IngestCode.StringValueExceedsSizeLimit;

        var text = value.Text();
        var bits = Doubt.BitsOf(text);
        var verdict = JudgeNext(state, head.Step!.Value, time, bits == BitConverter.DoubleToUInt64Bits(state.LastValue));
        if (verdict != IngestCode.Ok) return Refuse(verdict, state, head.Step.Value, bits);

        _block.Strings.Add(new StringRow(_attributes.NumberSeries(ref state), head.Step.Value.Micros, time, text, _offset));
        state.LastValue = BitConverter.UInt64BitsToDouble(bits);
        _lastStrings[number] = text;
        Accept(ref state, number, head.Step.Value, time, double.NaN);
        return IngestCode.Ok;
    }

    IngestCode AppendHistogram(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        var verdict = value.TryReadHistogram(out var edges, out var values, out var isDensity);
        if (verdict != IngestCode.Ok) return verdict;

        var bits = Doubt.BitsOf(edges, values, isDensity);
        verdict = JudgeNext(state, head.Step!.Value, time, bits == BitConverter.DoubleToUInt64Bits(state.LastValue));
        if (verdict != IngestCode.Ok) return Refuse(verdict, state, head.Step.Value, bits);

        _block.Histograms.Add(new HistogramRow(
            _attributes.NumberSeries(ref state), head.Step.Value.Micros, time, isDensity, edges, values, _offset));
        state.LastValue = BitConverter.UInt64BitsToDouble(bits);
        Accept(ref state, number, head.Step.Value, time, double.NaN);
        return IngestCode.Ok;
    }

    /// <summary>File series take any order of steps and keep repeats.</summary>
    IngestCode AppendFile(ref AttributeState state, int number, in WireValue value, in SnapshotHead head, long time)
    {
        var verdict = value.TryReadFile(out var path, out var size, out var mime);
        if (verdict == IngestCode.Ok && _isImport) verdict = JudgeImportedFile(state, number, head.Step!.Value, path);
        if (verdict != IngestCode.Ok) return verdict;

        TakeFile(ref state, number, head.Step!.Value, time, path, size, mime);
        return IngestCode.Ok;
    }

    /// <summary>An import that goes over a series again must not store its files twice.</summary>
    IngestCode JudgeImportedFile(in AttributeState state, int number, Step step, string path) =>
        state.Summary.Points == 0 || step.Micros > state.Summary.LastStep ? IngestCode.Ok
        : step.Micros == state.Summary.LastStep && _lastFiles.GetValueOrDefault(number).Path == path
            ? IngestCode.SeriesPointDuplicate
        : IngestCode.SeriesStepNonIncreasing;

    void TakeFile(ref AttributeState state, int number, Step step, long time, string path, long size, string mime)
    {
        _block.Files.Add(new FileRow(
            _attributes.NumberSeries(ref state), step.Micros, time, path, size, mime, _offset, _fileSequence++));
        NoteStep(step);
        if (state.Summary.Points == 0 || step.Micros >= state.Summary.LastStep) _lastFiles[number] = (path, size, mime);
        else step = new Step(state.Summary.LastStep);
        Accept(ref state, number, step, time, double.NaN);
    }

    /// <summary>Own points are judged against own points; what is inherited, perhaps later, lies at or before the
    /// fork.</summary>
    IngestCode JudgeNext(in AttributeState state, Step step, long time, bool isRepeat) =>
        run.Fork is { } fork && state.Summary.LastStep <= fork.Step.Micros
            ? IngestCode.Ok
            // Clocks were set back while runs ran; what they logged then is history, and no mistake to be told of now.
            : state.Summary.Judge(step, _isImport ? long.MaxValue : time, isRepeat);

    /// <summary>
    /// Notes that a value before the last point may be a repeat. A repeat of the last point itself is known at once.
    /// </summary>
    IngestCode Refuse(IngestCode verdict, in AttributeState state, Step step, ulong bits)
    {
        if (verdict == IngestCode.SeriesStepNonIncreasing && step.Micros < state.Summary.LastStep)
            _doubt = new Doubt(state.Type, false, state.Series, step.Micros, bits, 0, 0);
        return verdict;
    }

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

    // For strings, histograms and files the summary is small, so it is written with the points. For floats it is the
    // bigger part, so it waits for a checkpoint.
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
}
