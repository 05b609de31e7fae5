using Apache.Arrow;

namespace NeptuneAlt.Server.Hosting.Commands.Imports;

/// <summary>What is read back of the float series of some runs.</summary>
sealed class FloatProofs
{
    readonly List<(RunReport Report, SentSeries Series)> _series = [];
    readonly Dictionary<(string RunId, string Path), int> _places = [];
    readonly HashSet<string> _runs = new(StringComparer.Ordinal);
    SeriesProof[] _proofs = [];

    /// <summary>Those that have such series.</summary>
    public IReadOnlyCollection<string> Runs => _runs;

    public void Expect(RunReport report, SentSeries series)
    {
        _places.Add((report.Run.RunId, series.Path), _series.Count);
        _series.Add((report, series));
        _runs.Add(report.Run.RunId);
    }

    /// <summary>Counts points, each up to the last one of its series in the export: what was logged behind that is no difference.</summary>
    public void Take(RecordBatch batch)
    {
        if (_proofs.Length == 0) _proofs = new SeriesProof[_series.Count];

        var (runNames, pathNames) = ((DictionaryArray)batch.Column("run"), (DictionaryArray)batch.Column("attribute"));
        var (runs, paths) = ((StringArray)runNames.Dictionary, (StringArray)pathNames.Dictionary);
        var runOf = ((Int32Array)runNames.Indices).Values;
        var pathOf = ((Int32Array)pathNames.Indices).Values;
        var steps = ((Int64Array)batch.Column("step")).Values;
        var times = ((TimestampArray)batch.Column("time")).Values;
        var values = ((DoubleArray)batch.Column("value")).Values;
        for (int row = 0, at = -1; row < batch.Length; row++)
        {
            // Points of a series come together.
            if (row == 0 || pathOf[row] != pathOf[row - 1] || runOf[row] != runOf[row - 1])
                at = _places.GetValueOrDefault((runs.GetString(runOf[row]), paths.GetString(pathOf[row])), -1);
            if (at >= 0 && SeriesTable.Canonical(steps[row]) is var step && step <= _series[at].Series.Proof.LastStep)
                _proofs[at].Add(step, times[row], values[row]);
        }
    }

    public void ForEach(Compare compare)
    {
        for (var at = 0; at < _series.Count; at++)
            compare(_series[at].Report, _series[at].Series, at < _proofs.Length ? _proofs[at] : default);
    }

    public delegate void Compare(RunReport report, SentSeries series, in SeriesProof proof);
}
