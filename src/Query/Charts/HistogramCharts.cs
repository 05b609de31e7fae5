using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <param name="IsDensity">The values are densities, else counts.</param>
/// <param name="Lines">The buckets with histograms, of each series in the order asked.</param>
public sealed record HistogramChart(
    IReadOnlyList<double> Edges, bool IsDensity, IReadOnlyList<IReadOnlyList<HistogramBucket>> Lines);

/// <summary>The mean of the histograms of one bucket of x.</summary>
/// <param name="Count">How many these are.</param>
/// <param name="X">Of the first of them.</param>
/// <param name="Values">One a bin.</param>
public readonly record struct HistogramBucket(long Index, int Count, double X, double[] Values);

/// <summary>Draws histogram series over x with bins that all have in common.</summary>
public sealed class HistogramCharts(SeriesResolver resolver, HistogramReads reads)
{
    public const int LinesMax = 100;
    const int BucketsMax = 2000;
    const long BytesMax = 64 << 20;

    /// <summary>Where densities meet counts, counts become densities. Of more histograms than can be read for a picture,
    /// each bucket takes its first ones.</summary>
    /// <param name="lines">A missing run's line is empty.</param>
    /// <exception cref="BadQueryException">The request cannot be answered as asked.</exception>
    public async Task<HistogramChart> ReadAsync(
        IReadOnlyList<SeriesRequest?> lines, BucketView view, int binsMax, CancellationToken cancellationToken)
    {
        Check(lines.Count, view, binsMax);
        var places = Enumerable.Range(0, lines.Count).Where(line => lines[line] is not null).ToArray();
        var resolved = await resolver.ResolveAsync([.. places.Select(line => lines[line]!.Value)], cancellationToken);
        var parts = places.Zip(resolved).Where(one => one.Second.Type == AttributeType.HistogramSeries)
            .SelectMany(one => one.Second.Slices.Select(slice => (Line: one.First, Slice: new HistogramSlice(
                Clip(slice, view), one.Second.Root.CreationTime.ToUnixTimeMilliseconds())))).ToArray();
        HistogramSlice[] slices = [.. parts.Select(part => part.Slice)];

        var extents = await reads.ExtentsAsync(slices, cancellationToken);
        if (Grid(slices, extents, view) is not { } grid) return new HistogramChart([], false, Empty(lines.Count));

        var found = await reads.ReadAsync(
            slices, view.Axis, view.IsLogarithmic, grid, PerBucket(extents, grid), cancellationToken);
        return Draw(found, lines.Count, [.. parts.Select(part => part.Line)], grid, view.IsLogarithmic, binsMax);
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

    static BucketGrid? Grid(HistogramSlice[] slices, HistogramExtent[] extents, BucketView view)
    {
        double Along(double x) => view.IsLogarithmic ? Math.Log(x) : x;
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < slices.Length; i++)
        {
            if (extents[i].Points == 0) continue;

            var axis = new ChartAxis(view.Axis, view.IsLogarithmic, slices[i].OriginMillis);
            foreach (var x in (double[])
                [axis.At(extents[i].FirstStep, extents[i].FirstTime), axis.At(extents[i].LastStep, extents[i].LastTime)])
            {
                if (double.IsFinite(x)) (low, high) = (Math.Min(low, x), Math.Max(high, x));
            }
        }

        // All of a series may lie at or before 0 but for the last point: then the axis begins there.
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

    static HistogramChart Draw(
        IReadOnlyList<HistogramAt> found, int lines, int[] lineOf, BucketGrid grid, bool isLogarithmic, int binsMax)
    {
        var edges = HistogramBins.Common(found.Select(one => one.Edges), binsMax);
        var isDensity = found.Any(one => one.IsDensity);
        var buckets = new SortedDictionary<(int Line, long Index), Mean>();
        foreach (var one in found)
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

        /// <summary>What each bin holds of the area, or of all that was counted.</summary>
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
