using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>Puts the points of formulas into the buckets of a chart.</summary>
/// <param name="places">The place of each line among those of the chart.</param>
sealed class FormulaChart(
    FormulaLines reader, BoundFormulas bound, IReadOnlyList<BucketExpression> expressions, IReadOnlyList<int> places,
    BucketView view)
{
    /// <summary>Rows that are kept while the range of x is not known, about 24 bytes each; what is more is computed twice.</summary>
    const long RowsKeptMax = 3_000_000;

    readonly Dictionary<int, FormulaResult> _kept = [];
    readonly Dictionary<int, double> _levels = [];

    public IReadOnlyList<int> Places => places;

    /// <summary>Why lines are empty, by place in the chart.</summary>
    public Dictionary<int, FormulaDiagnostic> Missing { get; } = [];

    /// <summary>The values that lines were divided by, by place in the chart.</summary>
    public Dictionary<int, double> Firsts { get; } = [];

    bool NeedsTimes => view.Axis is BucketAxis.EpochMillis or BucketAxis.RelativeTime;

    /// <summary>The least and the greatest x, unless the view has its own; <c>null</c> if there is no point.</summary>
    public async Task<(double From, double To)?> RangeAsync(CancellationToken cancellationToken)
    {
        if (view.HasRange) return null;

        var (low, high, rows) = (double.PositiveInfinity, double.NegativeInfinity, 0L);
        await foreach (var (place, result) in reader.ReadAsync(bound, All, NeedsTimes, cancellationToken))
        {
            for (var row = FirstRow(place, result); row < result.Rows; row++)
            {
                var x = X(place, result, row);
                if (HasPlace(x)) (low, high) = (Math.Min(low, x), Math.Max(high, x));
            }

            if ((rows += result.Rows) <= RowsKeptMax) _kept[place] = result;
        }

        return low > high ? null : (low, high);
    }

    /// <summary>Adds the buckets of all lines.</summary>
    /// <param name="grid"><c>null</c>: no line has a point behind where it is asked for.</param>
    public async Task AddAsync(BucketMerge chart, BucketGrid? grid, CancellationToken cancellationToken)
    {
        foreach (var (place, result) in _kept) Add(chart, grid, place, result);
        int[] rest = [.. All.Where(place => !_kept.ContainsKey(place))];
        await foreach (var (place, result) in reader.ReadAsync(bound, rest, NeedsTimes, cancellationToken))
            Add(chart, grid, place, result);

        foreach (var (place, value) in _levels) AddLevel(chart, grid, place, value);
    }

    int[] All => [.. Enumerable.Range(0, places.Count)];

    void Add(BucketMerge chart, BucketGrid? grid, int place, FormulaResult result)
    {
        if (result.Why is not null) Missing[places[place]] = result.Why;
        if (result.Scalar is { } scalar)
        {
            _levels[place] = scalar;
            if (expressions[place].Normalize && double.IsFinite(scalar)) Firsts[places[place]] = scalar;
        }

        var first = expressions[place].Normalize ? First(result) : null;
        if (first is { } value) Firsts[places[place]] = value;
        var rows = new BucketRows(places[place], chart);
        var next = FirstRow(place, result);
        for (var row = 0; row < result.Rows; row++)
        {
            var x = X(place, result, row);
            if (!HasPlace(x)) continue;

            var y = first is { } one ? result.Y[row] / one : result.Y[row];
            var completion = result.Axis!.Completion?[row] ?? StepAxis.Committed; // It has rows.
            if (row < next) rows.Add(BucketMerge.PrefixIndex, x, y, result.Axis.Steps[row], completion);
            else if (grid is { } known && !known.Excludes(x))
                rows.Add(known.IndexOf(x), x, y, result.Axis.Steps[row], completion);
        }

        rows.End();
        if (result is { Rows: 0, Scalar: null, Why: null })
            Missing[places[place]] = new FormulaDiagnostic(default, FormulaCodes.NoPoints, "The formula has no point in this run.");
    }

    /// <summary>A number is drawn from one end of the chart to the other.</summary>
    void AddLevel(BucketMerge chart, BucketGrid? grid, int place, double value)
    {
        // It has no points that could lie before a step.
        if (expressions[place].IsBefore) return;
        if (grid is not { } known)
        {
            Missing[places[place]] = new FormulaDiagnostic(default, FormulaCodes.NoPoints,
                "It is one number a run: show it beside a metric, which gives it a range, or as a single value.");
            return;
        }

        var y = expressions[place].Normalize ? value / value : value;
        var rows = new BucketRows(places[place], chart);
        rows.Add(known.IndexOf(known.From), known.From, y, 0, StepAxis.Committed);
        if (known.To > known.From) rows.Add(known.IndexOf(known.To), known.To, y, 1, StepAxis.Committed);
        rows.End();
    }

    /// <summary>The first row that is not all in the first bucket.</summary>
    int FirstRow(int place, FormulaResult result) => expressions[place].After is { } step && result.Axis is { } axis
        ? SeriesPoints.CountUpTo(axis.Steps, step.Micros)
        : 0;

    static double? First(FormulaResult result)
    {
        foreach (var value in result.Y)
            if (double.IsFinite(value)) return value;
        return null;
    }

    bool HasPlace(double x) => double.IsFinite(x) || !(view.IsLogarithmic || view.Axis == BucketAxis.Custom);

    double X(int place, FormulaResult result, int row)
    {
        double x = view.Axis switch
        {
            BucketAxis.Steps => new Step(result.Axis!.Steps[row]).ToDouble(), // It has rows.
            BucketAxis.EpochMillis => result.Axis!.Times![row], // Read for that.
            BucketAxis.RelativeTime => result.Axis!.Times![row] - bound.Plans[place].OriginMillis, // As above.
            _ => result.X![row], // A custom axis has a formula.
        };
        return view.IsLogarithmic ? Math.Log(x) : x;
    }

    /// <summary>Sums up rows of one line that come in the order of steps, and most of them in that of x.</summary>
    sealed class BucketRows(int line, BucketMerge chart)
    {
        Bucket _open;
        bool _isOpen;

        public void Add(long index, double x, double y, long step, float completion)
        {
            if (_isOpen && _open.Index != index) End();
            var isPreview = completion < StepAxis.Committed;
            var one = double.IsFinite(y)
                ? new Bucket(line, index, 1, 0, 0, 0, x, y, x, y, y, y, y, step, step)
                : new Bucket(
                    line, index, 0, double.IsNaN(y) ? 1 : 0, double.IsPositiveInfinity(y) ? 1 : 0, double.IsNegativeInfinity(y) ? 1 : 0,
                    0, 0, 0, 0, 0, 0, 0);
            if (isPreview) one = one with { Previews = 1, Completion = completion };
            (_open, _isOpen) = (_isOpen ? _open.With(one) : one, true);
        }

        public void End()
        {
            if (_isOpen) chart.Add(line, _open);
            _isOpen = false;
        }
    }
}
