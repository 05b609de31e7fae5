using NeptuneAlt.Store.Rollups;

namespace NeptuneAlt.Ingest.Rollups;

/// <summary>A rollup of level 2 in the making, with the rollups of level 1 that it consists of.</summary>
/// <param name="rows">Where finished ones go.</param>
sealed class RollupGroup(List<RollupRow> rows)
{
    const int FineCount = Rollup.CoarsePoints / Rollup.FinePoints;

    readonly Rollup[] _fine = new Rollup[FineCount];
    readonly double[] _values = new double[Rollup.CoarsePoints];
    uint _index;
    int _points;

    public IReadOnlyList<RollupRow> Rows => rows;

    public (ulong Run, uint Series) Series { get; private set; }

    /// <summary>Goes on with another series; what was unfinished of the last is forgotten.</summary>
    /// <param name="index">Of its next rollup of level 2.</param>
    public void Begin((ulong Run, uint Series) series, uint index)
    {
        Series = series;
        _index = index;
        Clear();
    }

    public void Add(long step, long time, double value)
    {
        _values[_points] = value;
        _fine[_points++ / Rollup.FinePoints].Add(step, time, value);
        if (_points == Rollup.CoarsePoints) Finish();
    }

    void Finish()
    {
        var coarse = new Rollup();
        for (var i = 0; i < FineCount; i++)
        {
            _fine[i].Measure(_values.AsSpan(i * Rollup.FinePoints, Rollup.FinePoints));
            rows.Add(new RollupRow(Series.Run, Series.Series, 1, (_index * FineCount) + (uint)i, _fine[i]));
            coarse.Append(_fine[i]);
        }

        rows.Add(new RollupRow(Series.Run, Series.Series, 2, _index++, coarse));
        Clear();
    }

    void Clear()
    {
        Array.Clear(_fine);
        _points = 0;
    }
}
