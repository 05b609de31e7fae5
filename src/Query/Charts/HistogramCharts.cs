using NeptuneAlt.Model;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <param name="IsDensity">The values are densities, else counts.</param>
/// <param name="Lines">The buckets with histograms, of each series in the order asked.</param>
public sealed record HistogramChart(
    IReadOnlyList<double> Edges, bool IsDensity, IReadOnlyList<IReadOnlyList<HistogramBucket>> Lines)
{
    /// <summary>Why lines of formulas are empty, by place.</summary>
    public IReadOnlyDictionary<int, FormulaDiagnostic> Missing { get; init; } = new Dictionary<int, FormulaDiagnostic>();
}

/// <summary>What one line of a histogram view shows.</summary>
/// <param name="Formula">Of a histogram series, or of a series of numbers, its bare reference.</param>
public sealed record HistogramLine(Run Run, string Formula, LineageScope Scope);

/// <summary>The mean of the histograms of one bucket of x.</summary>
/// <param name="Count">How many these are.</param>
/// <param name="X">Of the first of them.</param>
/// <param name="Values">One a bin.</param>
public readonly record struct HistogramBucket(long Index, int Count, double X, double[] Values);

/// <summary>Draws histogram series over x, and how the values of formulas are spread, with bins that all have in common.</summary>
public sealed class HistogramCharts(SeriesResolver resolver, HistogramReads reads, Distributions distributions)
{
    public const int LinesMax = 100;
    const int BucketsMax = 2000;
    const long BytesMax = 64 << 20;

    /// <summary>
    /// If densities and counts are mixed, counts become densities. If there are more histograms than can be read for a
    /// picture, each bucket uses its first ones.
    /// </summary>
    /// <param name="lines">A missing run's line is empty.</param>
    /// <exception cref="BadQueryException">The request cannot be answered as asked.</exception>
    /// <exception cref="FormulaException">A formula is wrong, is one number a run, or reads too much.</exception>
    public async Task<HistogramChart> ReadAsync(
        IReadOnlyList<HistogramLine?> lines, BucketView view, int binsMax, FormulaSetting setting, CancellationToken cancellationToken)
    {
        Check(lines.Count, view, binsMax);
        var paths = lines.Select(line => line is null ? null : FormulaParser.Parse(line.Formula).BarePath).ToArray();
        int[] places = [.. Enumerable.Range(0, lines.Count).Where(line => paths[line] is not null)];
        var resolved = await resolver.ResolveAsync(
            [.. places.Select(at => new SeriesRequest(Line(at).Run, paths[at]!, Line(at).Scope))], cancellationToken); // Just seen.
        var parts = places.Zip(resolved).Where(one => one.Second.Type == AttributeType.HistogramSeries)
            .SelectMany(one => one.Second.Slices.Select(slice => (Line: one.First, Slice: new HistogramSlice(
                Clip(slice, view), one.Second.Root.CreationTime.ToUnixTimeMilliseconds())))).ToArray();
        HistogramSlice[] slices = [.. parts.Select(part => part.Slice)];

        int[] numbers =
        [
            .. Enumerable.Range(0, lines.Count).Where(line => lines[line] is not null && paths[line] is null),
            .. places.Zip(resolved).Where(one => one.Second.Type == AttributeType.FloatSeries).Select(one => one.First),
        ];
        var spread = await distributions.ReadAsync(
            [.. numbers.Select(at => new DistributionRequest(at, Line(at).Run, Line(at).Formula, Line(at).Scope))],
            view, setting, cancellationToken);
        var missing = spread.Where(one => one.Why is not null).ToDictionary(one => one.Place, one => one.Why!); // Just seen.

        var extents = await reads.ExtentsAsync(slices, cancellationToken);
        double[] ends = [.. Ends(slices, extents, view), .. spread.SelectMany(one => one.Ends)];
        if (Grid(ends, view) is not { } grid) return new HistogramChart([], false, Empty(lines.Count)) { Missing = missing };

        var found = await reads.ReadAsync(
            slices, view.Axis, view.IsLogarithmic, grid, PerBucket(extents, grid), cancellationToken);
        return Draw(
            found, spread, lines.Count, [.. parts.Select(part => part.Line), .. spread.Select(one => one.Place)], grid,
            view.IsLogarithmic, binsMax) with { Missing = missing };

        HistogramLine Line(int at) => lines[at]!; // Only those that are there are asked for.
    }

    static void Check(int lines, BucketView view, int binsMax)
    {
        if (lines > LinesMax) throw new BadQueryException($"Ask for at most {LinesMax} histogram series at once.");
        if (view.BucketsMax > BucketsMax) throw new BadQueryException($"A histogram view has at most {BucketsMax} buckets.");
        if (binsMax is < 1 or > Limits.HistogramBinsMax)
            throw new BadQueryException($"maxNumberOfBins must be from 1 to {Limits.HistogramBinsMax}.");
        if (view.Axis == BucketAxis.Custom)
            throw new BadQueryException("Histograms are drawn over steps or time; a custom x axis is for numbers only.");
        if (view is { From: { } from, To: { } to } && !(from <= to && double.IsFinite(from) && double.IsFinite(to)))
            throw new BadQueryException("The view's range must go from a number to a greater one.");
        if (view is { IsLogarithmic: true, From: <= 0 })
            throw new BadQueryException("The view's range must be above 0 on a logarithmic axis.");
    }

    static SeriesSlice Clip(SeriesSlice slice, BucketView view)
    {
        var within = view.Steps.Clip(slice);
        return view.Axis == BucketAxis.Steps ? new StepWindow(view.From, view.To).Clip(within) : within;
    }

    static IEnumerable<double> Ends(HistogramSlice[] slices, HistogramExtent[] extents, BucketView view)
    {
        for (var i = 0; i < slices.Length; i++)
        {
            if (extents[i].Points == 0) continue;

            var axis = new ChartAxis(view.Axis, view.IsLogarithmic, slices[i].OriginMillis);
            yield return axis.At(extents[i].FirstStep, extents[i].FirstTime);
            yield return axis.At(extents[i].LastStep, extents[i].LastTime);
        }
    }

    static BucketGrid? Grid(double[] ends, BucketView view)
    {
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var x in ends)
            if (double.IsFinite(x)) (low, high) = (Math.Min(low, x), Math.Max(high, x));

        // All points but the last may lie at or before 0; then the axis begins at the last point.
        if (low > high) return null;
        var grid = new BucketGrid(
            view.From is { } from ? Along(from) : low, view.To is { } to ? Along(to) : high, Math.Max(2, view.BucketsMax));
        return grid.From <= grid.To ? grid : null;
    }

    static long PerBucket(HistogramExtent[] extents, BucketGrid grid)
    {
        var bytes = extents.Sum(extent => extent.Bytes);
        if (bytes <= BytesMax) return long.MaxValue / 2;

        var each = bytes / extents.Sum(extent => extent.Points);
        var perBucket = BytesMax / (each * grid.Count * extents.Count(extent => extent.Points > 0));
        return perBucket > 0 ? perBucket : throw new BadQueryException(
            "These are more histograms than can be read at once. Ask for fewer series, or for fewer buckets (maxUniqueX).");
    }

    /// <param name="lineOf">The line of each slice, and then that of each formula.</param>
    static HistogramChart Draw(
        IReadOnlyList<HistogramAt> found, IReadOnlyList<Distribution> spread, int lines, int[] lineOf, BucketGrid grid,
        bool isLogarithmic, int binsMax)
    {
        var edges = HistogramBins.Common([.. found.Select(one => one.Edges), .. EdgesOf(spread, binsMax)], binsMax);
        if (edges.Length == 0) return new HistogramChart([], false, Empty(lines));

        var isDensity = found.Any(one => one.IsDensity);
        var buckets = new SortedDictionary<(int Line, long Index), Mean>();
        var first = lineOf.Length - spread.Count;
        foreach (var one in found.Concat(spread.SelectMany((line, at) => line.Histograms(first + at, edges, grid))))
        {
            var key = (lineOf[one.Slice], grid.IndexOf(one.X));
            if (!buckets.TryGetValue(key, out var mean)) buckets[key] = mean = new Mean(edges.Length - 1);
            mean.Add(one, edges, isDensity);
        }

        return new HistogramChart(
            edges, isDensity,
            [
                .. Enumerable.Range(0, lines).Select(line => buckets.Where(bucket => bucket.Key.Line == line)
                    .Select(bucket => bucket.Value.ToBucket(bucket.Key.Index, edges, isDensity, isLogarithmic)).ToArray()),
            ]);
    }

    /// <summary>Bins of equal width from the least value to the greatest.</summary>
    static IEnumerable<double[]> EdgesOf(IReadOnlyList<Distribution> spread, int binsMax)
    {
        double[] least = [.. spread.Where(one => one.Values.Length > 0).Select(one => one.Values.Min())];
        if (least.Length == 0) yield break;

        var (low, high) = (least.Min(), spread.Where(one => one.Values.Length > 0).Max(one => one.Values.Max()));
        // Values that are all the same need a bin with a width, too.
        var half = low < high ? 0 : Math.Max(0.5, Math.Abs(low) * 1e-6);
        yield return HistogramBins.Even(low - half, high + half, low < high ? binsMax : 1);
    }

    static IReadOnlyList<HistogramBucket>[] Empty(int lines)
    {
        var empty = new IReadOnlyList<HistogramBucket>[lines];
        Array.Fill(empty, []);
        return empty;
    }

    sealed class Mean(int bins)
    {
        readonly double[] _mass = new double[bins];
        int _count;
        double _x = double.PositiveInfinity;

        public void Add(HistogramAt one, double[] edges, bool isDensity)
        {
            _count++;
            _x = Math.Min(_x, one.X);
            HistogramBins.Add(_mass, edges, one.Edges, isDensity ? Shares(one) : one.Values);
        }

        public HistogramBucket ToBucket(long index, double[] edges, bool isDensity, bool isLogarithmic)
        {
            for (var bin = 0; bin < _mass.Length; bin++)
            {
                _mass[bin] /= _count;
                if (isDensity) _mass[bin] /= 2 * HistogramBins.Width(edges[bin], edges[bin + 1]);
            }

            return new HistogramBucket(index, _count, isLogarithmic ? Math.Exp(_x) : _x, _mass);
        }

        /// <summary>Each bin's share of the area, or of the total count.</summary>
        static double[] Shares(HistogramAt one)
        {
            var total = one.IsDensity ? 1 : one.Values.Where(double.IsFinite).Sum();
            return
            [
                .. one.Values.Select((value, bin) => total == 0 ? 0
                    : one.IsDensity ? value * 2 * HistogramBins.Width(one.Edges[bin], one.Edges[bin + 1])
                    : value / total),
            ];
        }
    }
}
