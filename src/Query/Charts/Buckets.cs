using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>Cuts lines into buckets.</summary>
public sealed class Buckets(
    SeriesResolver resolver, FloatReads floats, PointCache cache, BucketReads reads, RollupReader rollups, PlanReader planned,
    FormulaLines formulas)
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
        var lines = BucketLines.Of(expressions, view);
        var scaled = await lines.WithScaledAsync(formulas, view, setting, cancellationToken);
        return await ReadAsync(scaled, view, setting, cancellationToken)
            ?? await ReadAsync(lines, view, setting, cancellationToken)
            ?? throw new System.Diagnostics.UnreachableException();
    }

    /// <returns><c>null</c>: a scaled series is beyond the range of doubles.</returns>
    async Task<BucketChart?> ReadAsync(
        BucketLines lines, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        var chart = await BucketsAsync(lines, view, setting, cancellationToken);
        PlacedLine[] cut = [.. lines.Plain.Where(line => line.Expression.After is not null)];
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
        PlacedLine[] series = [.. lines.Plain.Where((_, number) => areSeries[number])];
        var sources = found.Where(source => source.Type == AttributeType.FloatSeries)
            .Zip(series, (source, line) => line.Expression.Clip(source)).ToArray();
        var computed = await FormulasAsync(
            lines, [.. lines.Plain.Where((_, number) => !areSeries[number])], view, setting, cancellationToken);

        // Series can be read as rollups, or point by point.
        var covers = await rollups.CoverAsync(
            [.. sources.Select((source, place) => ChartLine.Of(place, source, view))], view, cancellationToken);
        var points = await LinePoints.RestAsync(covers, cache, cancellationToken);
        var areRead = points?.Places ?? new HashSet<int>();

        (double, double)?[] ranges =
            [.. covers.Select(cover => cover.Range()), points?.Range(), await computed.RangeAsync(cancellationToken)];
        var shape = new BucketShape(view.Axis, view.IsLogarithmic, view.WithDeviations);
        var rests = covers.Where(cover => !areRead.Contains(cover.Line.Place)).Select(cover => cover.Rest);
        var grid = await GridAsync(shape, [.. rests], ranges, view, cancellationToken);
        var chart = new BucketMerge();
        if (grid is { } known)
        {
            var plan = ChartPlan.Of(await rollups.RefineAsync(covers, known, view, cancellationToken), areRead, known, view);
            chart = await planned.ReadAsync(plan, points, shape, known, cancellationToken);
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

    /// <param name="others">Lines that are no series.</param>
    async Task<FormulaChart> FormulasAsync(
        BucketLines lines, PlacedLine[] others, BucketView view, FormulaSetting setting, CancellationToken cancellationToken)
    {
        PlacedLine[] placed = [.. lines.Formulas, .. others];
        var bound = lines.Bound is { } known && others.Length == 0
            ? known.Affordable()
            : await formulas.BindAsync([.. placed.Select(line => line.Line(lines.X))], setting, view.Steps, cancellationToken);
        return new FormulaChart(
            formulas, bound, [.. placed.Select(line => line.Expression)], [.. placed.Select(line => line.Place)], view);
    }

    static Dictionary<int, FormulaDiagnostic> Missing(
        PlacedLine[] series, IReadOnlyList<Bucket>[] answers, Dictionary<int, FormulaDiagnostic> computed)
    {
        var missing = new Dictionary<int, FormulaDiagnostic>(computed.Where(one => answers[one.Key].Count == 0));
        foreach (var line in series)
            if (answers[line.Place].Count == 0)
                missing[line.Place] = new FormulaDiagnostic(default, FormulaCodes.NoPoints,
                    $"{FormulaPrinter.Reference(line.Path)} has no point in this run, or none in the range that is shown.");
        return missing;
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
}
