using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Query;

/// <summary>One line of a chart.</summary>
/// <param name="Run"><c>null</c>: it is not there, and the line is empty.</param>
/// <param name="Y">A formula, such as <c>${metrics/loss}</c>.</param>
public sealed record BucketExpression(Run? Run, string Y, LineageScope Scope, bool IncludePreview);

/// <summary>How the x axis is cut.</summary>
/// <param name="From">With <paramref name="To"/> the range of x; <c>null</c>: that of all points of all lines.</param>
/// <param name="Steps">Only points in this window count.</param>
/// <param name="X">The formula of a custom axis.</param>
/// <param name="IsSnapped">Edges may move to where chunks of points end, by less than a bucket: a long series then costs
/// what is drawn of it. What a bucket holds lies between its first and its last x.</param>
public sealed record BucketView(
    double? From, double? To, StepWindow Steps, int BucketsMax, BucketAxis Axis, string? X, bool IsLogarithmic,
    bool IsSnapped = false);

/// <param name="Lines">The buckets with points, of each expression in the order asked.</param>
public sealed record BucketChart(BucketGrid Grid, IReadOnlyList<IReadOnlyList<Bucket>> Lines);

/// <summary>Cuts lines into buckets.</summary>
public sealed class Buckets(SeriesResolver resolver, FloatReads floats, BucketReads reads, LongLines longLines)
{
    public const int ExpressionsMax = 1000;
    const int BucketsMax = 20_000;

    /// <summary>From here on a line is worth a look for chunks: below, its points are read in no time.</summary>
    const long LongPoints = 2 * Chunk.CoarsePoints;

    /// <exception cref="FormulaException">A formula is wrong.</exception>
    /// <exception cref="BadQueryException">The request cannot be answered as asked.</exception>
    public async Task<BucketChart> ReadAsync(
        IReadOnlyList<BucketExpression> expressions, BucketView view, CancellationToken cancellationToken)
    {
        Check(expressions, view);
        var x = view.Axis == BucketAxis.Custom ? FormulaParser.Parse(view.X ?? "") : null;
        var lines = expressions.Select((expression, number) => LineFormula.Of(expression, number, x))
            .Where(line => line.Expression.Run is not null).ToArray();
        var sources = await SourcesAsync(lines, view.Steps, cancellationToken);
        var opened = view.IsSnapped && x is null ? await OpenAsync(lines, sources, view, cancellationToken) : [];
        var rests = sources.Select(source => source.Line).ToArray();
        foreach (var line in opened) rests[line.Place] = line.Rest;

        var groups = Groups(lines, view, [.. rests.Select((rest, place) => (place, rest))]);
        if (await GridAsync(groups, opened, view, cancellationToken) is not { } grid)
            return new BucketChart(new BucketGrid(0, 0, 2), [.. expressions.Select(_ => (IReadOnlyList<Bucket>)[])]);

        var chart = new BucketMerge();
        var refined = await longLines.RefineAsync(opened, grid, cancellationToken);
        foreach (var round in Rounds(opened, refined)) groups = [.. groups, .. Groups(lines, view, round)];
        foreach (var group in groups)
            foreach (var bucket in await reads.ReadAsync(group.Shape, group.Lines, grid, cancellationToken))
                chart.Add(group.Places[bucket.Line], bucket);
        foreach (var line in opened)
            foreach (var row in line.Coarse.Concat(line.Fine))
                chart.Add(line.Place, line.BucketOf(row.Chunk, grid));

        var answers = new IReadOnlyList<Bucket>[expressions.Count];
        Array.Fill(answers, []);
        for (var place = 0; place < lines.Length; place++) answers[lines[place].Number] = chart.Line(place);
        return new BucketChart(grid, answers);
    }

    /// <summary>The lines that are plain series with enough points to have chunks.</summary>
    Task<ChunkedLine[]> OpenAsync(
        LineFormula[] lines, (BucketLine Line, long Points)[] sources, BucketView view, CancellationToken cancellationToken)
    {
        int[] places = [.. Enumerable.Range(0, lines.Length)
            .Where(place => lines[place].Y is Ast.Series && sources[place].Points >= LongPoints)];
        var longest = places.Select(place => sources[place].Points).DefaultIfEmpty().Max();
        return longLines.OpenAsync(
            [.. places.Select(place => (place, sources[place].Line))], view, longest, cancellationToken);
    }

    /// <summary>What is read beside the lines' rests, in rounds that ask each line for a series only once.</summary>
    static IEnumerable<(int Place, BucketLine Line)[]> Rounds(ChunkedLine[] lines, List<SeriesSlice>[] gaps)
    {
        for (var round = 0; gaps.Any(list => list.Count > round); round++)
            yield return [.. lines.Zip(gaps).Where(pair => pair.Second.Count > round)
                .Select(pair => (pair.First.Place, pair.First.With([pair.Second[round]], [])))];
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
        Group[] groups, ChunkedLine[] opened, BucketView view, CancellationToken cancellationToken)
    {
        var count = Math.Max(2, view.BucketsMax);
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        if (view is { From: { } from, To: { } to }) return new BucketGrid(Along(from), Along(to), count);

        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var group in groups)
        {
            if (await reads.RangeAsync(group.Shape, group.Lines, cancellationToken) is not var (least, greatest)) continue;

            (low, high) = (Math.Min(low, least), Math.Max(high, greatest));
        }

        foreach (var line in opened)
        {
            if (line.Range() is not var (least, greatest)) continue;

            (low, high) = (Math.Min(low, least), Math.Max(high, greatest));
        }

        if (low > high) return null;

        return new BucketGrid(
            view.From is { } begin ? Along(begin) : low, view.To is { } end ? Along(end) : high, count) is var grid
            && grid.From <= grid.To ? grid : null;
    }

    /// <summary>Where the points of each line's series lie. Relative time counts from the creation of the run with which
    /// the line begins, so that a fork's time goes on where its parent's was.</summary>
    async Task<(BucketLine Line, long Points)[]> SourcesAsync(
        LineFormula[] lines, StepWindow window, CancellationToken cancellationToken)
    {
        var requests = lines.SelectMany(line => line.Paths.Select(path =>
            (line.Expression.IncludePreview, Series: new SeriesRequest(line.Expression.Run!, path, line.Expression.Scope))));
        var all = requests.ToArray();
        var resolved = await resolver.ResolveAsync([.. all.Select(request => request.Series)], cancellationToken);
        var slices = resolved.Select(series =>
            series.Type == AttributeType.FloatSeries ? series.Slices : []).ToArray();
        var previews = await PreviewsAsync(slices, [.. all.Select(one => one.IncludePreview)], cancellationToken);

        var operands = slices.Zip(previews, (points, tail) => new BucketOperand(
            [.. points.Select(window.Clip)], [.. tail.Select(window.Clip)])).ToArray();
        var next = 0;
        var sources = new (BucketLine, long)[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var origin = resolved[next].Root.CreationTime.ToUnixTimeMilliseconds();
            var points = resolved[next].Points;
            sources[i] = (new BucketLine(operands[next..(next += lines[i].Paths.Count)], origin), points);
        }

        return sources;
    }

    /// <summary>The stretches whose previews count: those behind the last committed point of the whole series.</summary>
    async Task<IReadOnlyList<SeriesSlice>[]> PreviewsAsync(
        IReadOnlyList<SeriesSlice>[] series, bool[] areWanted, CancellationToken cancellationToken)
    {
        var tails = new IReadOnlyList<SeriesSlice>[series.Length];
        Array.Fill(tails, []);
        var wanted = Enumerable.Range(0, series.Length).Where(number => areWanted[number])
            .SelectMany(number => series[number].Select(slice => (Number: number, Slice: slice))).ToArray();
        if (wanted.Length == 0) return tails;

        var found = await floats.PreviewsAsync([.. wanted.Select(one => one.Slice)], cancellationToken);
        var live = Enumerable.Range(0, wanted.Length).Where(part => found.Count(part) > 0)
            .Select(part => wanted[part].Number).Distinct().ToArray();
        if (live.Length == 0) return tails;

        var parts = live.SelectMany(number => series[number].Select(slice => (number, slice))).ToArray();
        var steps = await floats.LastStepsAsync([.. parts.Select(part => part.slice)], cancellationToken);
        foreach (var group in parts.Zip(steps).GroupBy(one => one.First.number))
        {
            var last = group.Max(one => one.Second);
            tails[group.Key] = [.. group.Select(one => one.First.slice with
            {
                After = Math.Max(one.First.slice.After, last),
            })];
        }

        return tails;
    }

    sealed record Group(BucketShape Shape, IReadOnlyList<int> Places, IReadOnlyList<BucketLine> Lines);
}
