using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Store.Rollups;

/// <summary>Points of cells as they came over the wire, those of one kind of value together.</summary>
/// <param name="isLarge">How their sums are counted.</param>
/// <param name="withDeviations">Whether these were asked for.</param>
readonly ref struct CellColumns(Columns columns, bool isLarge, bool withDeviations)
{
    readonly bool _isLarge = isLarge;
    readonly ReadOnlySpan<byte> _kind = columns.Values<byte>("kind");
    readonly ReadOnlySpan<ulong> _points = columns.Values<ulong>("points");
    readonly ReadOnlySpan<long> _firstStep = columns.Values<long>("first_step");
    readonly ReadOnlySpan<long> _lastStep = columns.Values<long>("last_step");
    readonly ReadOnlySpan<long> _firstTime = columns.Values<long>("first_ts");
    readonly ReadOnlySpan<long> _lastTime = columns.Values<long>("last_ts");
    readonly ReadOnlySpan<double> _first = columns.Values<double>("first_value");
    readonly ReadOnlySpan<double> _last = columns.Values<double>("last_value");
    readonly ReadOnlySpan<double> _min = columns.Values<double>("low");
    readonly ReadOnlySpan<double> _max = columns.Values<double>("high");
    readonly ReadOnlySpan<double> _sum = columns.Values<double>("total");
    readonly ReadOnlySpan<double> _squares = withDeviations ? columns.Values<double>("m2") : default;

    public Rollup this[int row]
    {
        get
        {
            var rollup = new Rollup
            {
                FirstStep = _firstStep[row], LastStep = _lastStep[row], FirstTime = _firstTime[row], LastTime = _lastTime[row],
            };
            var points = (long)_points[row];
            return _kind[row] switch
            {
                0 => rollup with
                {
                    Finite = points, HeadStep = rollup.FirstStep, HeadTime = rollup.FirstTime, Head = _first[row],
                    TailStep = rollup.LastStep, TailTime = rollup.LastTime, Tail = _last[row],
                    Min = _min[row], Max = _max[row], Sum = new FiniteSum(_sum[row], _isLarge),
                    SquaredDeviations = _squares.IsEmpty ? double.NaN : SumSql.Deviations(_squares[row]),
                },
                1 => rollup with { NaN = points },
                2 => rollup with { PositiveInfinity = points },
                _ => rollup with { NegativeInfinity = points },
            };
        }
    }
}
