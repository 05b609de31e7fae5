using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Ingest.Runs;

// Points that are taken out of a series.
sealed partial class RunState
{
    /// <summary>Series that got another number, and the one before, by which they are read until all is stored: then
    /// 0.</summary>
    readonly Dictionary<int, uint> _replaced = [];

    /// <summary>Replaces a series by its remaining points, as of the current record.</summary>
    /// <param name="inherited">Its row with the inherited points; <c>null</c> if it inherits no points.</param>
    public void Replace(int number, in AttributeRow? inherited, PointRemoval.KeptRows kept)
    {
        lock (_gate) ReplaceSeries(number, inherited, kept);
    }

    void ReplaceSeries(int number, in AttributeRow? inherited, PointRemoval.KeptRows kept)
    {
        ref var state = ref _attributes[number];
        var old = state.Series;
        _block.Retired.Add(old);
        _replaced[number] = old;
        state = new AttributeState { Type = state.Type, IsDirty = state.IsDirty, IsDue = state.IsDue };
        _attributes.NumberSeries(ref state);
        _previews.Remove(number);
        _lastStrings.Remove(number);
        _lastFiles.Remove(number);
        if (inherited is { } row)
        {
            state.Summary = row.Summary;
            if (row.Type == AttributeType.FloatSeries) state.LastValue = row.Float;
            RestoreLast(number, row);
        }

        var own = kept.Points.Count + kept.Strings.Count + kept.Histograms.Count + kept.Files.Count;
        Points -= kept.RemovedPoints + own; // The remaining points are counted again.
        WriteAgain(ref state, number, kept);
        if (own >= Rollup.CoarsePoints && state.Type == AttributeType.FloatSeries)
        {
            state.WithoutRollups = (ushort)(own % Rollup.CoarsePoints);
            _block.LongSeries.Add(state.Series);
        }

        _block.FirstStep = Math.Min(_block.FirstStep, kept.FirstRemovedStep);
        _isSettling = true;
        MakeDue(number, ref state);
        ForgetEnds(kept.LastRemovedTime);
        WriteActivity();
    }

    void WriteAgain(ref AttributeState state, int number, PointRemoval.KeptRows kept)
    {
        foreach (var (step, time, value) in kept.Points)
        {
            _block.Points.Add(state.Series, step, time, value, _offset);
            state.LastValue = value;
            Accept(ref state, number, new Step(step), time, value);
        }

        foreach (var (step, time, text) in kept.Strings)
        {
            _block.Strings.Add(new StringRow(state.Series, step, time, text, _offset));
            state.LastValue = BitConverter.UInt64BitsToDouble(Doubt.BitsOf(text));
            _lastStrings[number] = text;
            Accept(ref state, number, new Step(step), time, double.NaN);
        }

        foreach (var (step, time, isDensity, edges, values) in kept.Histograms)
        {
            _block.Histograms.Add(new HistogramRow(state.Series, step, time, isDensity, edges, values, _offset));
            state.LastValue = BitConverter.UInt64BitsToDouble(Doubt.BitsOf(edges, values, isDensity));
            Accept(ref state, number, new Step(step), time, double.NaN);
        }

        foreach (var (step, time, path, size, mime) in kept.Files)
            TakeFile(ref state, number, new Step(step), time, path, size, mime);

        foreach (var (step, time, value, completion) in kept.Previews)
        {
            NotePreview(number, step);
            _block.Previews.Add(new PreviewRow(state.Series, step, time, value, completion, _offset));
        }
    }

    /// <summary>The furthest step and time may have been those of removed points.</summary>
    void ForgetEnds(long removedTime)
    {
        var (step, time) = (-1L, run.CreationTime.ToUnixTimeMilliseconds());
        for (var i = 0; i < _attributes.Count; i++)
        {
            if (_attributes[i] is not { Series: > 0, Summary.Points: > 0 } series) continue;

            step = Math.Max(step, series.Summary.LastStep);
            time = Math.Max(time, series.Summary.LastTime);
        }

        LastStep = step;
        if (removedTime >= LastLoggedMs) LastLoggedMs = time;
    }
}
