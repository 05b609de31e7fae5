using NeptuneAlt.Model;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.Store.Rollups;

/// <summary>Rows of <c>rollups</c> as they came over the wire.</summary>
readonly ref struct RollupColumns(Columns columns)
{
    readonly ReadOnlySpan<long> _firstStep = columns.Values<long>("first_step");
    readonly ReadOnlySpan<long> _lastStep = columns.Values<long>("last_step");
    readonly ReadOnlySpan<long> _firstTime = columns.Values<long>("first_ts");
    readonly ReadOnlySpan<long> _lastTime = columns.Values<long>("last_ts");
    readonly ReadOnlySpan<long> _headStep = columns.Values<long>("head_step");
    readonly ReadOnlySpan<long> _tailStep = columns.Values<long>("tail_step");
    readonly ReadOnlySpan<long> _headTime = columns.Values<long>("head_ts");
    readonly ReadOnlySpan<long> _tailTime = columns.Values<long>("tail_ts");
    readonly ReadOnlySpan<double> _head = columns.Values<double>("head_value");
    readonly ReadOnlySpan<double> _tail = columns.Values<double>("tail_value");
    readonly ReadOnlySpan<double> _min = columns.Values<double>("min_value");
    readonly ReadOnlySpan<double> _max = columns.Values<double>("max_value");
    readonly ReadOnlySpan<double> _sum = columns.Values<double>("total");
    readonly ReadOnlySpan<double> _squares = columns.Values<double>("m2");
    readonly ReadOnlySpan<byte> _large = columns.Values<byte>("large");
    readonly ReadOnlySpan<uint> _finite = columns.Values<uint>("finite");
    readonly ReadOnlySpan<uint> _nan = columns.Values<uint>("nan");
    readonly ReadOnlySpan<uint> _positive = columns.Values<uint>("positive");
    readonly ReadOnlySpan<uint> _negative = columns.Values<uint>("negative");

    public Rollup this[int row] => new()
    {
        FirstStep = _firstStep[row], LastStep = _lastStep[row], FirstTime = _firstTime[row], LastTime = _lastTime[row],
        HeadStep = _headStep[row], TailStep = _tailStep[row], HeadTime = _headTime[row], TailTime = _tailTime[row],
        Head = _head[row], Tail = _tail[row], Min = _min[row], Max = _max[row], Sum = new FiniteSum(_sum[row], _large[row] != 0),
        SquaredDeviations = _squares[row], Finite = _finite[row],
        NaN = _nan[row], PositiveInfinity = _positive[row], NegativeInfinity = _negative[row],
    };
}
