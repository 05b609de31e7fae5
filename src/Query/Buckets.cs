using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store;
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
        var plain = x is null ? await OpenAsync(lines, sources, view, cancellationToken) : [];
        var points = await FewAsync(plain, sources, cancellationToken);

        var rests = sources.Select(source => source.Line).ToArray();
        foreach (var line in plain) rests[line.Place] = line.Rest;
        foreach (var (line, _) in points?.Parts ?? []) rests[line.Place] = line.With([], []);
        var groups = Groups(lines, view, [.. rests.Select((rest, place) => (place, rest))]);
        var longest = plain.Select(line => sources[line.Place].Points).DefaultIfEmpty().Max();
        var known = await RangesAsync(plain, rests, sources, view, longest, cancellationToken);
        var unknown = Groups(
            lines, view, [.. rests.Select((rest, place) => (place, rest)).Where(one => !known.ContainsKey(one.place))]);
        if (await GridAsync(unknown, [.. known.Values, .. plain.Select(line => line.Range()), points?.Range()], view, cancellationToken) is not { } grid)
            return new BucketChart(new BucketGrid(0, 0, 2), [.. expressions.Select(_ => (IReadOnlyList<Bucket>)[])]);

        var chart = new BucketMerge();
        points?.AddTo(chart, grid);
        var (gaps, count) = await longLines.RefineAsync(plain, grid, longest, cancellationToken);
        if (gaps.Count > 0 && count <= LinePoints.Max && await LinePoints.ReadAsync(gaps, floats, cancellationToken) is { } few)
            few.AddTo(chart, grid);
        else
            foreach (var round in Rounds(gaps)) groups = [.. groups, .. Groups(lines, view, round)];
        foreach (var group in groups)
            foreach (var bucket in await reads.ReadAsync(group.Shape, group.Lines, grid, cancellationToken))
                chart.Add(group.Places[bucket.Line], bucket);
        foreach (var line in plain) line.AddTo(chart, grid);

        var answers = new IReadOnlyList<Bucket>[expressions.Count];
        Array.Fill(answers, []);
        for (var place = 0; place < lines.Length; place++) answers[lines[place].Number] = chart.Line(place);
        return new BucketChart(grid, answers);
    }

    /// <summary>The lines that are series as they are; the long ones covered with chunks, if edges may move.</summary>
    async Task<ChunkedLine[]> OpenAsync(
        LineFormula[] lines, LineSource[] sources, BucketView view, CancellationToken cancellationToken)
    {
        ChunkedLine[] plain = [.. Enumerable.Range(0, lines.Length).Where(place => lines[place].Y is Ast.Series)
            .Select(place => ChunkedLine.Of(place, sources[place].Line, view))];
        if (!view.IsSnapped) return plain;

        ChunkedLine[] covered = [.. plain.Where(line => sources[line.Place].Points >= LongLines.PointsMin)];
        var longest = covered.Select(line => sources[line.Place].Points).DefaultIfEmpty().Max();
        await longLines.CoverAsync(covered, view, longest, cancellationToken);
        return plain;
    }

    /// <summary>
    /// The x of the first and the last point of long lines, without reading them all: the first chunk has the one, the
    /// run's summary the other. What is logged meanwhile lies behind the last edge.
    /// </summary>
    async Task<Dictionary<int, (double From, double To)?>> RangesAsync(
        ChunkedLine[] plain, BucketLine[] rests, LineSource[] sources, BucketView view, long longest,
        CancellationToken cancellationToken)
    {
        if (view is { From: not null, To: not null }) return [];

        ChunkedLine[] lines = [.. plain.Where(line => line.Coarse.Count + line.Fine.Count == 0
            && rests[line.Place].Operands[0].Points.Count > 0 && sources[line.Place] is { Points: >= LongLines.PointsMin, Last: not null })];
        var first = await longLines.BeginningsAsync(lines, longest, cancellationToken);
        return lines.Where(line => first.ContainsKey(line.Place)).Select(line => (line.Place, Range: (
                From: line.Axis.At(first[line.Place].Step, first[line.Place].Time),
                To: line.Axis.At(sources[line.Place].Last!.Value.Step, sources[line.Place].Last!.Value.Time))))
            .Where(line => double.IsFinite(line.Range.From))
            .ToDictionary(line => line.Place, ((double, double)? (line) => line.Range));
    }

    /// <summary>The points of plain lines that no chunk holds, if they seem to be few; without lines that have previews.
    /// </summary>
    async Task<LinePoints?> FewAsync(
        ChunkedLine[] plain, LineSource[] sources, CancellationToken cancellationToken)
    {
        long Left(ChunkedLine line) => line.Coarse.Count + line.Fine.Count == 0
            ? sources[line.Place].Points
            : Math.Min(sources[line.Place].Points, LongLines.PointsMin);
        (ChunkedLine Line, SeriesSlice Slice)[] parts = [.. plain.Where(line => line.Source.Operands[0].Previews.Count == 0)
            .SelectMany(line => line.Gaps.Where(slice => !slice.IsEmpty).Select(slice => (line, slice)))];
        return parts.Length > 0 && parts.Select(part => part.Line).DistinctBy(line => line.Place).Sum(Left) <= LinePoints.Max
            ? await LinePoints.ReadAsync(parts, floats, cancellationToken)
            : null;
    }

    /// <summary>What is read beside the lines' rests, in rounds that ask each line for a series only once.</summary>
    static IEnumerable<(int Place, BucketLine Line)[]> Rounds(List<(ChunkedLine Line, SeriesSlice Slice)> gaps)
    {
        var byLine = gaps.GroupBy(gap => gap.Line.Place).Select(line => line.ToArray()).ToArray();
        for (var round = 0; byLine.Any(line => line.Length > round); round++)
            yield return [.. byLine.Where(line => line.Length > round)
                .Select(line => (line[round].Line.Place, line[round].Line.With([line[round].Slice], [])))];
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
        Group[] groups, IEnumerable<(double From, double To)?> ranges, BucketView view, CancellationToken cancellationToken)
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

        foreach (var range in ranges)
        {
            if (range is not var (least, greatest)) continue;

            (low, high) = (Math.Min(low, least), Math.Max(high, greatest));
        }

        if (low > high) return null;

        return new BucketGrid(
            view.From is { } begin ? Along(begin) : low, view.To is { } end ? Along(end) : high, count) is var grid
            && grid.From <= grid.To ? grid : null;
    }

    /// <summary>Where the points of each line's series lie. Relative time counts from the creation of the run with which
    /// the line begins, so that a fork's time goes on where its parent's was.</summary>
    async Task<LineSource[]> SourcesAsync(
        LineFormula[] lines, StepWindow window, CancellationToken cancellationToken)
    {
        var requests = lines.SelectMany(line => line.Paths.Select(path =>
            (line.Expression.IncludePreview, Series: new SeriesRequest(line.Expression.Run!, path, line.Expression.Scope))));
        var all = requests.ToArray();
        var resolved = await resolver.ResolveAsync([.. all.Select(request => request.Series)], cancellationToken);
        var slices = resolved.Select(series =>
            series.Type == AttributeType.FloatSeries ? series.Slices : []).ToArray();
        var previews = await PreviewsAsync(slices, [.. all.Zip(resolved, (one, series) => one.IncludePreview && series.HadPreviews)], cancellationToken);

        var operands = slices.Zip(previews, (points, tail) => new BucketOperand(
            [.. points.Select(window.Clip)], [.. tail.Select(window.Clip)])).ToArray();
        var next = 0;
        var sources = new LineSource[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var origin = resolved[next].Root.CreationTime.ToUnixTimeMilliseconds();
            var (points, last) = (resolved[next].Points, resolved[next].Last);
            var isWhole = lines[i].Expression.Scope == LineageScope.Full && window == default && previews[next].Count == 0;
            sources[i] = new LineSource(
                new BucketLine(operands[next..(next += lines[i].Paths.Count)], origin), points, isWhole ? last : null);
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

    /// <param name="Points">About how many there are.</param>
    /// <param name="Last">Step and time of the last point, where nothing of the series is left out.</param>
    readonly record struct LineSource(BucketLine Line, long Points, (long Step, long Time)? Last);

    sealed record Group(BucketShape Shape, IReadOnlyList<int> Places, IReadOnlyList<BucketLine> Lines);
}
