using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Query.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Run"><c>null</c>: it is not there, and the line is empty.</param>
/// <param name="Y">A formula, such as <c>${metrics/loss}</c>.</param>
public sealed record BucketExpression(Run? Run, string Y, LineageScope Scope, bool IncludePreview)
{
    /// <summary>All points up to this step are in the line's first bucket, wherever they lie; <c>null</c>: the view's edges
    /// decide. So a line that is known up to there is asked for its rest, whatever the other lines are asked for.</summary>
    public Step? After { get; init; }

    /// <summary>Only those points, and not the ones behind.</summary>
    internal bool IsBefore { get; init; }

    /// <summary>The part of what the line is made of that is asked for.</summary>
    internal LineSource Clip(LineSource source) => After is not { } step ? source : source with
    {
        Line = source.Line with
        {
            Operands = [.. source.Line.Operands.Select(operand => new BucketOperand(
                [.. operand.Points.Select(slice => Clip(slice, step))],
                [.. operand.Previews.Select(slice => Clip(slice, step))]))],
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
/// <param name="IsSnapped">Edges may move to where rollups of points end, by less than a bucket: a long series then costs
/// what is drawn of it. What a bucket holds lies between its first and its last x.</param>
public sealed record BucketView(
    double? From, double? To, StepWindow Steps, int BucketsMax, BucketAxis Axis, string? X, bool IsLogarithmic,
    bool IsSnapped = false)
{
    internal bool HasRange => From is not null && To is not null;
}

/// <param name="Lines">The buckets with points, of each expression in the order asked.</param>
public sealed record BucketChart(BucketGrid Grid, IReadOnlyList<IReadOnlyList<Bucket>> Lines);

/// <summary>Cuts lines into buckets.</summary>
public sealed class Buckets(
    SeriesResolver resolver, FloatReads floats, PointCache cache, BucketReads reads, RollupReader longLines)
{
    public const int ExpressionsMax = 1000;
    const int BucketsMax = 20_000;

    readonly LineSources _sources = new(resolver, floats);

    /// <exception cref="FormulaException">A formula is wrong.</exception>
    /// <exception cref="BadQueryException">The request cannot be answered as asked.</exception>
    public async Task<BucketChart> ReadAsync(
        IReadOnlyList<BucketExpression> expressions, BucketView view, CancellationToken cancellationToken)
    {
        Check(expressions, view);
        var cut = Enumerable.Range(0, expressions.Count).Where(place => expressions[place].After is not null).ToArray();
        if (cut.Length == 0) return await BucketsAsync(expressions, view, cancellationToken);

        var chart = await BucketsAsync(expressions, view, cancellationToken);
        // What lies before is a line of its own, of which only the sum is told: edges that rollups fit into cost least.
        var sum = view with { From = null, To = null, BucketsMax = 2, IsSnapped = true };
        var before = await BucketsAsync(
            [.. cut.Select(place => expressions[place] with { IsBefore = true })], sum, cancellationToken);
        var lines = chart.Lines.ToArray();
        foreach (var (place, head) in cut.Zip(before.Lines)) lines[place] = BucketMerge.Headed(head, lines[place]);
        return chart with { Lines = lines };
    }

    async Task<BucketChart> BucketsAsync(
        IReadOnlyList<BucketExpression> expressions, BucketView view, CancellationToken cancellationToken)
    {
        var x = view.Axis == BucketAxis.Custom ? FormulaParser.Parse(view.X ?? "") : null;
        var lines = expressions.Select((expression, number) => LineFormula.Of(expression, number, x))
            .Where(line => line.Expression.Run is not null).ToArray();
        var sources = (await _sources.FindAsync(lines, view.Steps, cancellationToken))
            .Zip(lines, (source, line) => line.Expression.Clip(source)).ToArray();

        // Lines that are series as they are can be read as rollups, or point by point; formulas are left to the store.
        RollupLine[] plain = x is not null ? [] : [.. Enumerable.Range(0, lines.Length)
            .Where(place => lines[place].Y is Ast.Series).Select(place => RollupLine.Of(place, sources[place], view))];
        await longLines.CoverAsync(plain, view, cancellationToken);
        var points = await LinePoints.RestAsync(plain, cache, cancellationToken);

        var rests = sources.Select(source => source.Line).ToArray();
        foreach (var line in plain) rests[line.Place] = line.Rest;
        foreach (var line in points?.Lines ?? []) rests[line.Place] = line.With([], []);
        (double, double)?[] ranges = [.. plain.Select(line => line.Range()), points?.Range()];
        if (await GridAsync(Groups(lines, view, Placed(rests)), ranges, view, cancellationToken) is not { } grid)
            return new BucketChart(new BucketGrid(0, 0, 2), [.. expressions.Select(_ => (IReadOnlyList<Bucket>)[])]);

        var chart = new BucketMerge();
        var gaps = await longLines.FitAsync(plain, grid, view, chart, cancellationToken);
        foreach (var line in plain.Where(line => line.IsReset)) rests[line.Place] = line.Rest;
        points?.AddTo(chart, grid);
        Group[] groups = [.. Groups(lines, view, Placed(rests)), .. Rounds(gaps).SelectMany(round => Groups(lines, view, round))];
        foreach (var group in groups)
            foreach (var bucket in await reads.ReadAsync(group.Shape, group.Lines, grid, cancellationToken))
                chart.Add(group.Places[bucket.Line], bucket);
        foreach (var line in plain) line.AddTo(chart, grid);

        var answers = new IReadOnlyList<Bucket>[expressions.Count];
        Array.Fill(answers, []);
        for (var place = 0; place < lines.Length; place++) answers[lines[place].Number] = chart.Line(place);
        return new BucketChart(grid, answers);
    }

    static (int, BucketLine)[] Placed(BucketLine[] lines) => [.. lines.Select((line, place) => (place, line))];

    /// <summary>What is read beside the lines' rests, in rounds that ask each line for a series only once.</summary>
    static IEnumerable<(int Place, BucketLine Line)[]> Rounds(List<(RollupLine Line, SeriesSlice Slice)> gaps)
    {
        var bySeries = gaps.GroupBy(gap => (gap.Line.Place, gap.Slice.Run, gap.Slice.Series))
            .SelectMany(series => series.Select((gap, round) => (gap, round)));
        return bySeries.GroupBy(one => one.round, one => one.gap).OrderBy(round => round.Key)
            .Select(round => round.GroupBy(gap => gap.Line).Select(line =>
                (line.Key.Place, line.Key.With([.. line.Select(gap => gap.Slice)], []))).ToArray());
    }

    static Group[] Groups(LineFormula[] lines, BucketView view, (int Place, BucketLine Line)[] sources) =>
    [
        .. sources.GroupBy(source => (lines[source.Place].Y, lines[source.Place].X)).Select(group => new Group(
            new BucketShape(group.Key.Y, view.Axis, group.Key.X, view.IsLogarithmic),
            [.. group.Select(source => source.Place)], [.. group.Select(source => source.Line)])),
    ];

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
        Group[] groups, (double From, double To)?[] known, BucketView view, CancellationToken cancellationToken)
    {
        var count = Math.Max(2, view.BucketsMax);
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        if (view is { From: { } from, To: { } to }) return new BucketGrid(Along(from), Along(to), count);

        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        void Include((double From, double To)? range)
        {
            if (range is var (least, greatest)) (low, high) = (Math.Min(low, least), Math.Max(high, greatest));
        }

        foreach (var range in known) Include(range);
        foreach (var group in groups) Include(await reads.RangeAsync(group.Shape, group.Lines, cancellationToken));
        if (low > high) return null;

        return new BucketGrid(
            view.From is { } begin ? Along(begin) : low, view.To is { } end ? Along(end) : high, count) is var grid
            && grid.From <= grid.To ? grid : null;
    }

    sealed record Group(BucketShape Shape, IReadOnlyList<int> Places, IReadOnlyList<BucketLine> Lines);
}
