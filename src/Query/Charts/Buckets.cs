using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Run"><c>null</c>: it is not there, and the line is empty.</param>
/// <param name="Y">A formula, such as <c>${metrics/loss}</c>.</param>
public sealed record BucketExpression(Run? Run, string Y, LineageScope Scope, bool IncludePreview)
{
    /// <summary>
    /// If given, all points up to this step belong to the line's first bucket, wherever they lie; <c>null</c>: the
    /// edges of the view decide. With it, a line that is known up to a step can be asked for its rest alone.
    /// </summary>
    public Step? After { get; init; }

    /// <summary>The line is divided by its first finite value.</summary>
    public bool Normalize { get; init; }

    /// <summary>Only those points, without the ones after them.</summary>
    internal bool IsBefore { get; init; }

    /// <summary>The part of what the line is made of that is asked for.</summary>
    internal LineSource Clip(LineSource source) => After is not { } step ? source : source with
    {
        Line = source.Line with
        {
            Points = [.. source.Line.Points.Select(slice => Clip(slice, step))],
            Previews = [.. source.Line.Previews.Select(slice => Clip(slice, step))],
        },
    };

    SeriesSlice Clip(SeriesSlice slice, Step step) => IsBefore
        ? slice with { To = Math.Min(slice.To, step.Micros) }
        : slice with { After = Math.Max(slice.After, step.Micros) };
}

/// <summary>How the x axis is cut.</summary>
/// <param name="From">With <paramref name="To"/> the range of x; <c>null</c>: that of all points of all lines.</param>
/// <param name="Steps">Only points in this window count.</param>
/// <param name="X">The formula of a custom axis.</param>
/// <param name="IsSnapped">Edges may move to where rollups of points end, by less than a bucket: a long series then
/// costs what is drawn of it. What a bucket holds lies between its first and its last x.</param>
public sealed record BucketView(
    double? From, double? To, StepWindow Steps, int BucketsMax, BucketAxis Axis, string? X, bool IsLogarithmic,
    bool IsSnapped = false)
{
    internal bool HasRange => From is not null && To is not null;
}

/// <param name="Lines">The buckets with points, of each expression in the order asked.</param>
public sealed record BucketChart(BucketGrid Grid, IReadOnlyList<IReadOnlyList<Bucket>> Lines)
{
    /// <summary>Why lines are empty, by place.</summary>
    public IReadOnlyDictionary<int, FormulaDiagnostic> Missing { get; init; } = new Dictionary<int, FormulaDiagnostic>();

    /// <summary>What normalized lines were divided by, by place.</summary>
    public IReadOnlyDictionary<int, double> Firsts { get; init; } = new Dictionary<int, double>();
}

/// <summary>Cuts lines into buckets.</summary>
public sealed class Buckets(
    SeriesResolver resolver, FloatReads floats, PointCache cache, BucketReads reads, RollupReader longLines, FormulaLines formulas)
{
    public const int ExpressionsMax = 1000;
    const int BucketsMax = 20_000;

    readonly LineSources _sources = new(resolver, floats);

    /// <exception cref="FormulaException">A formula is wrong.</exception>
    /// <exception cref="BadQueryException">The request cannot be answered as asked.</exception>
    public async Task<BucketChart> ReadAsync(
        IReadOnlyList<BucketExpression> expressions, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        Check(expressions, view);
        return await ReadAsync(BucketLines.Of(expressions, view, withScaled: true), view, setting, cancellationToken)
            ?? await ReadAsync(BucketLines.Of(expressions, view, withScaled: false), view, setting, cancellationToken)
            ?? throw new System.Diagnostics.UnreachableException();
    }

    /// <returns><c>null</c>: a scaled series is beyond the range of doubles.</returns>
    async Task<BucketChart?> ReadAsync(
        BucketLines lines, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var chart = await BucketsAsync(lines, view, setting, cancellationToken);
        Placed[] cut = [.. lines.Plain.Where(line => line.Expression.After is not null)];
        if (chart is null || cut.Length == 0) return chart;

        // What lies before is a line of its own, of which only the sum is told: edges that rollups fit into cost least.
        var sum = view with { From = null, To = null, BucketsMax = 2, IsSnapped = true };
        var before = await BucketsAsync(
            new BucketLines(
                cut.Length,
                [.. cut.Select((line, place) => line with { Expression = line.Expression with { IsBefore = true }, Place = place })],
                [], null),
            sum, setting, cancellationToken);
        if (before is null) return null;

        var headed = chart.Lines.ToArray();
        foreach (var (line, head) in cut.Zip(before.Lines))
            headed[line.Place] = BucketMerge.WithPrefixBucket(head, headed[line.Place]);
        return chart with
        {
            Lines = headed, Missing = chart.Missing.Where(one => headed[one.Key].Count == 0).ToDictionary(),
        };
    }

    async Task<BucketChart?> BucketsAsync(
        BucketLines lines, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var found = await _sources.FindAsync(
            [.. lines.Plain.Select(line => (line.Expression, line.Path))], view.Steps, cancellationToken);
        // What is no series is a formula, too: one number a run, or nothing and why.
        var areSeries = found.Select(source => source.Type == AttributeType.FloatSeries).ToArray();
        Placed[] series = [.. lines.Plain.Where((_, number) => areSeries[number])];
        var sources = found.Where(source => source.Type == AttributeType.FloatSeries)
            .Zip(series, (source, line) => line.Expression.Clip(source)).ToArray();
        var computed = await FormulasAsync(
            [.. lines.Formulas, .. lines.Plain.Where((_, number) => !areSeries[number])], lines, view, setting, cancellationToken);

        // Series can be read as rollups, or point by point.
        RollupLine[] plain = [.. sources.Select((source, place) => RollupLine.Of(place, source, view))];
        await longLines.CoverAsync(plain, view, cancellationToken);
        var points = await LinePoints.RestAsync(plain, cache, cancellationToken);

        var rests = plain.Select(line => line.Rest).ToArray();
        foreach (var line in points?.Lines ?? []) rests[line.Place] = line.With([], []);
        (double, double)?[] ranges = [.. plain.Select(line => line.Range()), points?.Range(), await computed.RangeAsync(cancellationToken)];
        var shape = new BucketShape(view.Axis, view.IsLogarithmic);
        var chart = new BucketMerge();
        var grid = await GridAsync(shape, rests, ranges, view, cancellationToken);
        if (grid is { } known)
        {
            var gaps = await longLines.FitAsync(plain, known, view, chart, cancellationToken);
            foreach (var line in plain.Where(line => line.IsReset)) rests[line.Place] = line.Rest;
            points?.AddTo(chart, known);
            (int Place, BucketLine Line)[][] rounds =
                [[.. rests.Select((line, place) => (place, line))], .. Rounds(gaps)];
            foreach (var round in rounds)
                foreach (var bucket in await reads.ReadAsync(shape, [.. round.Select(one => one.Line)], known, cancellationToken))
                    chart.Add(round[bucket.Line].Place, bucket);
            foreach (var line in plain) line.AddTo(chart, known);
        }

        var answers = new IReadOnlyList<Bucket>[lines.Count];
        Array.Fill(answers, []);
        for (var place = 0; place < series.Length; place++)
        {
            if (Scaled(chart.Line(place), series[place].Scaled) is not { } line) return null;
            answers[series[place].Place] = line;
        }

        foreach (var (place, line) in await computed.LinesAsync(grid, cancellationToken)) answers[place] = line;
        return new BucketChart(grid ?? new BucketGrid(0, 0, 2), answers)
        {
            Missing = Missing(series, answers, computed.Missing), Firsts = computed.Firsts,
        };
    }

    /// <returns><c>null</c>: a value is beyond the range of doubles.</returns>
    static IReadOnlyList<Bucket>? Scaled(IReadOnlyList<Bucket> line, ScaledSeries? formula)
    {
        if (formula is null) return line;

        var scaled = new List<Bucket>(line.Count);
        foreach (var bucket in line)
        {
            if (formula.Of(bucket) is not { } one) return null;
            scaled.Add(one);
        }

        return scaled;
    }

    async Task<FormulaChart> FormulasAsync(
        Placed[] placed, BucketLines lines, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var bound = await formulas.BindAsync(
            [.. placed.Select(line => new FormulaLine(
                line.Expression.Run!, line.Formula, lines.X, line.Expression.Scope, line.Expression.IncludePreview))], // Runs are there.
            setting, view.Steps, cancellationToken);
        return new FormulaChart(
            formulas, bound, [.. placed.Select(line => line.Expression)], [.. placed.Select(line => line.Place)], view);
    }

    static Dictionary<int, FormulaDiagnostic> Missing(
        Placed[] series, IReadOnlyList<Bucket>[] answers, Dictionary<int, FormulaDiagnostic> computed)
    {
        var missing = new Dictionary<int, FormulaDiagnostic>(computed.Where(one => answers[one.Key].Count == 0));
        foreach (var line in series)
            if (answers[line.Place].Count == 0)
                missing[line.Place] = new FormulaDiagnostic(default, FormulaCodes.NoPoints,
                    $"{FormulaPrinter.Reference(line.Path)} has no point in this run, or none in the range that is shown.");
        return missing;
    }

    /// <summary>Reads that come in addition to the lines' rests, in rounds that ask each line for a series only
    /// once.</summary>
    static IEnumerable<(int Place, BucketLine Line)[]> Rounds(List<(RollupLine Line, SeriesSlice Slice)> gaps)
    {
        var bySeries = gaps.GroupBy(gap => (gap.Line.Place, gap.Slice.Run, gap.Slice.Series))
            .SelectMany(series => series.Select((gap, round) => (gap, round)));
        return bySeries.GroupBy(one => one.round, one => one.gap).OrderBy(round => round.Key)
            .Select(round => round.GroupBy(gap => gap.Line).Select(line =>
                (line.Key.Place, line.Key.With([.. line.Select(gap => gap.Slice)], []))).ToArray());
    }

    static void Check(IReadOnlyList<BucketExpression> expressions, BucketView view)
    {
        if (expressions.Count > ExpressionsMax)
            throw new BadQueryException($"A chart can have {ExpressionsMax} lines, not {expressions.Count}.");
        if (view.BucketsMax > BucketsMax)
            throw new BadQueryException($"A chart can have {BucketsMax} buckets, not {view.BucketsMax}.");
        if (view is { From: { } from, To: { } to } && !(from <= to && double.IsFinite(from) && double.IsFinite(to)))
            throw new BadQueryException("The view's range must go from a number to a greater one.");
        if (view is { IsLogarithmic: true, From: <= 0 })
            throw new BadQueryException("The view's range must be above 0 on a logarithmic axis.");
    }

    async Task<BucketGrid?> GridAsync(
        BucketShape shape, BucketLine[] lines, (double From, double To)?[] known, BucketView view, CancellationToken cancellationToken)
    {
        var count = Math.Max(2, view.BucketsMax);
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        if (view is { From: { } from, To: { } to }) return new BucketGrid(Along(from), Along(to), count);

        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var range in known.Append(await reads.RangeAsync(shape, lines, cancellationToken)))
            if (range is var (least, greatest)) (low, high) = (Math.Min(low, least), Math.Max(high, greatest));
        if (low > high) return null;

        return new BucketGrid(
            view.From is { } begin ? Along(begin) : low, view.To is { } end ? Along(end) : high, count) is var grid
            && grid.From <= grid.To ? grid : null;
    }

    /// <param name="Scaled">Of a line that is a series scaled and moved.</param>
    sealed record Placed(BucketExpression Expression, int Place, FormulaTree Formula, ScaledSeries? Scaled)
    {
        /// <summary>Of a line that is an attribute as it is, or scaled.</summary>
        public string Path => Formula.BarePath ?? Scaled?.Path ?? "";
    }

    /// <summary>The lines of a chart whose runs are there.</summary>
    /// <param name="Plain">Those that are an attribute as it is, or scaled, on an axis that grows with the step.</param>
    /// <param name="X">Of a custom axis.</param>
    sealed record BucketLines(int Count, IReadOnlyList<Placed> Plain, IReadOnlyList<Placed> Formulas, FormulaTree? X)
    {
        /// <exception cref="FormulaException">A formula is wrong.</exception>
        public static BucketLines Of(IReadOnlyList<BucketExpression> expressions, BucketView view, bool withScaled)
        {
            var trees = new Dictionary<string, FormulaTree>();
            FormulaTree Tree(string text) => trees.TryGetValue(text, out var known) ? known : trees[text] = FormulaParser.Parse(text);

            var x = view.Axis == BucketAxis.Custom ? Tree(view.X ?? "") : null;
            var all = expressions.Select((expression, place) => (Tree: Tree(expression.Y), expression, place))
                .Where(line => line.expression.Run is not null)
                .Select(line => new Placed(
                    line.expression, line.place, line.Tree, withScaled ? ScaledSeries.Of(line.Tree) : null)).ToArray();
            var isPlain = all.ToLookup(line => x is null && !line.Expression.Normalize && line.Path.Length > 0);
            return new BucketLines(expressions.Count, [.. isPlain[true]], [.. isPlain[false]], x);
        }
    }
}
