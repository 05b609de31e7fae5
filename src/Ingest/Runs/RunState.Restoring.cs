using System.Text;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Runs;

// Changes that no record brought: inheritance, and what is read back from the store.
sealed partial class RunState
{
    /// <summary>Takes over an attribute of the parent, or fresher inherited values of a series.</summary>
    /// <param name="row">As it stands in the store for the parent; of a series, with the summary of the inherited
    /// points.</param>
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
        // A repeat is recognized by the run's own points only; rows made of several runs' points do not have that
        // value.
        if (row.Type == AttributeType.FloatSeries) state.LastValue = row.Float;
        RestoreLast(number, row);
        // The row must be written, because points do not tell what was inherited. Until then the store lacks even more.
        _isSettling |= state.IsDirty;
        MakeDue(number, ref state);
    }

    /// <summary>Empties series that neither the run nor an ancestor has points of any more.</summary>
    /// <param name="rows">Of all series that have points.</param>
    public void EmptyOthers(IReadOnlyList<AttributeRow> rows)
    {
        lock (_gate)
        {
            var known = rows.Select(row => _attributes.Peek(row.Path)).ToHashSet();
            for (var number = 0; number < _attributes.Count; number++)
            {
                ref var state = ref _attributes[number];
                if (!state.Type.IsSeries() || state.Summary.Points == 0 || known.Contains(number)) continue;

                (state.Summary, state.LastValue) = (default, 0);
                _lastStrings.Remove(number);
                _lastFiles.Remove(number);
                _isSettling |= state.IsDirty;
                MakeDue(number, ref state);
            }
        }
    }

    /// <summary>Takes over an attribute of the parent that the run lacks: one that is not there, or an empty
    /// set.</summary>
    public void InheritMissing(in AttributeRow row)
    {
        var number = _attributes.Find(row.Path);
        if (number < 0 || row.Type == AttributeType.StringSet && _sets.GetValueOrDefault(number) is { Count: 0 }) Inherit(row);
    }

    /// <summary>Takes back that a series has had no checkpoint yet.</summary>
    public void RestoreBirth(int number)
    {
        ref var state = ref _attributes[number];
        if (state.Type == AttributeType.FloatSeries) MarkChanged(number, ref state);
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
        // Folders of older versions may lack it; what is imported says for how long its run ran.
        if (!_knowsLoggedTime) LastLoggedMs = Math.Max(LastLoggedMs, time);
        MarkChanged(number, ref state);
    }

    /// <summary>Takes back the furthest preview of a series.</summary>
    /// <param name="isNew">The series' summary in the store does not know of it yet.</param>
    public void RestorePreview(int number, long step, bool isNew)
    {
        _previews[number] = step;
        if (isNew) MarkChanged(number, ref _attributes[number]);
    }

    /// <summary>Takes back the last value of a string or file series.</summary>
    public void RestoreLast(int number, in AttributeRow row)
    {
        if (row.Type == AttributeType.StringSeries) _lastStrings[number] = row.String;
        if (row.Type == AttributeType.FileRefSeries)
            _lastFiles[number] = (Encoding.UTF8.GetString(row.String), row.Int, row.Mime);
    }
}
