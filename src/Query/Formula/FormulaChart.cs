using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula.Evaluation;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Formula;

/// <summary>Puts the points of formulas into the buckets of a chart. What is known of a line from before is not computed again.</summary>
/// <param name="places">The place of each line among those of the chart.</param>
sealed class FormulaChart(
    FormulaLines reader, BoundFormulas bound, IReadOnlyList<BucketExpression> expressions, IReadOnlyList<int> places,
    BucketView view)
{
    /// <summary>Rows that are kept while the range of x is not known, about 24 bytes each; what is more is computed twice.</summary>
    const long RowsKeptMax = 3_000_000;

    readonly FormulaLineEntries[] _entries =
        [.. bound.Plans.Select((plan, line) => FormulaLineEntries.Of(plan, bound, line, expressions[line], view))];
    readonly Dictionary<int, KeptHead> _heads = [];
    readonly Dictionary<int, FormulaResult> _computed = [];
    readonly Dictionary<int, double> _levels = [];

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
        var unknown = new List<int>();
        for (var line = 0; line < places.Count; line++)
        {
            if (reader.Cache.Find(_entries[line].Range) is { } known) (low, high) = (Math.Min(low, known.From), Math.Max(high, known.To));
            else unknown.Add(line);
        }

        await foreach (var (line, result) in ReadAsync(unknown, cancellationToken))
        {
            var range = RangeOf(line, result);
            (low, high) = (Math.Min(low, range.From), Math.Max(high, range.To));
            if (result.Scalar is null) reader.Cache.Keep(_entries[line].Range, range);
            if ((rows += result.Rows) <= RowsKeptMax) _computed[line] = result;
        }

        return low > high ? null : (low, high);
    }

    /// <summary>The buckets of all lines, by place in the chart.</summary>
    /// <param name="grid"><c>null</c>: no line has a point behind where it is asked for.</param>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<Bucket>>> LinesAsync(
        BucketGrid? grid, CancellationToken cancellationToken)
    {
        var lines = new Dictionary<int, IReadOnlyList<Bucket>>();
        foreach (var (line, result) in _computed) Take(lines, line, LineOf(line, result, grid));
        var rest = new List<int>();
        for (var line = 0; line < places.Count; line++)
        {
            if (_computed.ContainsKey(line)) continue;
            if (reader.Cache.Find(_entries[line].Line(grid)) is { } known) Take(lines, line, known);
            else rest.Add(line);
        }

        await foreach (var (line, result) in ReadAsync(rest, cancellationToken)) Take(lines, line, LineOf(line, result, grid));
        foreach (var (line, value) in _levels) lines[places[line]] = LevelOf(line, value, grid);
        return lines;
    }

    /// <summary>Lines whose beginnings are known are read behind these.</summary>
    IAsyncEnumerable<(int Place, FormulaResult Result)> ReadAsync(List<int> lines, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
            if (expressions[line].After is { } after && reader.Cache.Find(_entries[line].Head) is { } head && head.Step <= after.Micros)
                _heads.TryAdd(line, head);
        return reader.ReadAsync(
            bound, lines, NeedsTimes, lines.Where(_heads.ContainsKey).ToDictionary(line => line, line => _heads[line].Step),
            cancellationToken);
    }

    void Take(Dictionary<int, IReadOnlyList<Bucket>> lines, int line, KeptLine known)
    {
        lines[places[line]] = known.Buckets;
        if (known.First is { } first) Firsts[places[line]] = first;
        if (known.Why is { } why) Missing[places[line]] = why;
    }

    KeptRange RangeOf(int line, FormulaResult result)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var row = FirstRow(line, result); row < result.Rows; row++)
        {
            var x = X(line, result, row);
            if (HasPlace(x)) (low, high) = (Math.Min(low, x), Math.Max(high, x));
        }

        return new KeptRange(low, high);
    }

    KeptLine LineOf(int line, FormulaResult result, BucketGrid? grid)
    {
        var normalize = expressions[line].Normalize;
        if (result.Scalar is { } scalar)
        {
            _levels[line] = scalar;
            return new KeptLine([], normalize && double.IsFinite(scalar) ? scalar : null, null);
        }

        var head = _heads.GetValueOrDefault(line);
        var first = !normalize ? null : head?.First ?? First(result);
        var (begin, next) = (head is null ? 0 : RowBehind(result, head.Step), FirstRow(line, result));
        var committed = next;
        while (committed > begin && !result.Axis!.IsCommitted(committed - 1)) committed--; // It has rows.
        var sum = Sum(head?.Sum, line, result, begin..committed, first);
        if (sum is { } known && committed > begin && (!normalize || first is not null))
            reader.Cache.Keep(_entries[line].Head, new KeptHead(result.Axis!.Steps[committed - 1], known, first), 1); // As above.

        var chart = new BucketMerge();
        if (grid is { } cut) Add(chart, line, result, next, first, cut);
        IReadOnlyList<Bucket> before = Sum(sum, line, result, committed..next, first) is { } all ? [all] : [];
        var buckets = BucketMerge.WithPrefixBucket(before, chart.Line(0));
        var why = result.Why ?? (result.Rows > 0 || before.Count > 0 ? null
            : new FormulaDiagnostic(default, FormulaCodes.NoPoints, "The formula has no point in this run."));
        var found = new KeptLine(buckets, first, why);
        reader.Cache.Keep(_entries[line].Line(grid), found, buckets.Count);
        return found;
    }

    /// <summary>What some rows add up to, and what came before them.</summary>
    Bucket? Sum(Bucket? before, int line, FormulaResult result, Range rows, double? first)
    {
        for (var row = rows.Start.Value; row < rows.End.Value; row++)
        {
            var x = X(line, result, row);
            if (HasPlace(x)) before = before is { } sum ? sum.With(BucketOf(result, row, x, first)) : BucketOf(result, row, x, first);
        }

        return before;
    }

    /// <summary>Rows come in the order of steps, and most of them in that of x.</summary>
    void Add(BucketMerge chart, int line, FormulaResult result, int from, double? first, BucketGrid grid)
    {
        var (open, isOpen) = (default(Bucket), false);
        for (var row = from; row < result.Rows; row++)
        {
            var x = X(line, result, row);
            if (!HasPlace(x) || grid.Excludes(x)) continue;

            var one = BucketOf(result, row, x, first) with { Index = grid.IndexOf(x) };
            if (isOpen && open.Index != one.Index) chart.Add(0, open);
            (open, isOpen) = (isOpen && open.Index == one.Index ? open.With(one) : one, true);
        }

        if (isOpen) chart.Add(0, open);
    }

    Bucket BucketOf(FormulaResult result, int row, double x, double? first)
    {
        var (step, y) = (result.Axis!.Steps[row], first is { } one ? result.Y[row] / one : result.Y[row]); // It has rows.
        var bucket = double.IsFinite(y)
            ? new Bucket(0, 0, 1, 0, 0, 0, x, y, x, y, y, y, y, step, step) { SquaredDeviations = view.WithDeviations ? 0 : double.NaN }
            : new Bucket(
                0, 0, 0, double.IsNaN(y) ? 1 : 0, double.IsPositiveInfinity(y) ? 1 : 0, double.IsNegativeInfinity(y) ? 1 : 0,
                0, 0, 0, 0, 0, 0, 0);
        return result.Axis.IsCommitted(row) ? bucket : bucket with { Previews = 1, Completion = result.Axis.Completion![row] }; // A preview.
    }

    /// <summary>A number is drawn from one end of the chart to the other.</summary>
    IReadOnlyList<Bucket> LevelOf(int line, double value, BucketGrid? grid)
    {
        // It has no points that could lie before a step.
        if (expressions[line].IsBefore) return [];
        if (grid is not { } known)
        {
            Missing[places[line]] = new FormulaDiagnostic(default, FormulaCodes.NoPoints,
                "It is one number a run: show it beside a metric, which gives it a range, or as a single value.");
            return [];
        }

        var y = expressions[line].Normalize ? value / value : value;
        var ends = new StepAxis([0, 1], null, null);
        var level = new FormulaResult(ends, [y, y], null, null, null);
        var chart = new BucketMerge();
        chart.Add(0, BucketOf(level, 0, known.From, null) with { Index = known.IndexOf(known.From) });
        if (known.To > known.From) chart.Add(0, BucketOf(level, 1, known.To, null) with { Index = known.IndexOf(known.To) });
        return chart.Line(0);
    }

    /// <summary>The first row that is not all in the first bucket.</summary>
    int FirstRow(int line, FormulaResult result) => expressions[line].After is { } step ? RowBehind(result, step.Micros) : 0;

    static int RowBehind(FormulaResult result, long step) =>
        result.Axis is { } axis ? SeriesPoints.CountUpTo(axis.Steps, step) : 0;

    static double? First(FormulaResult result)
    {
        foreach (var value in result.Y)
            if (double.IsFinite(value)) return value;
        return null;
    }

    bool HasPlace(double x) => double.IsFinite(x) || !(view.IsLogarithmic || view.Axis == BucketAxis.Custom);

    double X(int line, FormulaResult result, int row)
    {
        double x = view.Axis switch
        {
            BucketAxis.Steps => new Step(result.Axis!.Steps[row]).ToDouble(), // It has rows.
            BucketAxis.EpochMillis => result.Axis!.Times![row], // Read for that.
            BucketAxis.RelativeTime => result.Axis!.Times![row] - bound.Plans[line].OriginMillis, // As above.
            _ => result.X![row], // A custom axis has a formula.
        };
        return view.IsLogarithmic ? Math.Log(x) : x;
    }
}
