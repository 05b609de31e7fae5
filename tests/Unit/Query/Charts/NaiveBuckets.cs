using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Formula;
using NeptuneAlt.Unit.Query.Series;

namespace NeptuneAlt.Unit.Query.Charts;

/// <summary>Buckets by their definition: the oracle for charts.</summary>
static class NaiveBuckets
{
    public static (double X, double Y, float? Completion)[] Line(SeriesWorld world, BucketExpression expression, BucketView view)
    {
        var run = expression.Run!;
        Naive Of(string formula) => new NaiveFormula(
            world, FormulaParser.Parse(formula), expression.Scope, expression.IncludePreview, view.Steps, null, [run]).Of(run);
        var (y, x) = (Of(expression.Y), Of(view.X ?? "step"));
        var root = world.RootOf(run, expression.Scope).CreationTime.ToUnixTimeMilliseconds();
        // The run lacks what the formula names.
        if (NaiveFormula.Joined(y, x, (_, at) => at) is not { } along) return [];

        return [.. NaiveFormula.Joined(y, x, (value, _) => value)!.Select(point => (
            X: view.Axis switch
            {
                BucketAxis.EpochMillis => point.Value.Time,
                BucketAxis.RelativeTime => point.Value.Time - root,
                _ => along[point.Key].Value,
            },
            Y: point.Value.Value, point.Value.Completion)).Where(point => double.IsFinite(point.X))];
    }

    public static IReadOnlyList<Bucket>[] Chart((double X, double Y, float? Completion)[][] lines, BucketView view)
    {
        var xs = lines.SelectMany(line => line).Select(point => point.X).ToArray();
        var empty = lines.Select(_ => (IReadOnlyList<Bucket>)[]).ToArray();
        if (xs.Length == 0) return empty;

        var (from, to) = (view.From ?? xs.Min(), view.To ?? xs.Max());
        return [.. lines.Select(line => Buckets(line, from, to, view.BucketsMax))];
    }

    static Bucket[] Buckets((double X, double Y, float? Completion)[] line, double from, double to, int count)
    {
        var width = (to - from) / (count - 1);
        long IndexOf(double x)
        {
            if (from == to) return x >= from ? 0 : -1;

            for (var i = 0; i < count; i++)
            {
                if (x <= from + (width * i)) return i;
            }

            return count;
        }

        return [.. line.Select(point => (point.X, point.Y, point.Completion, Index: IndexOf(point.X))).Where(point => point.Index >= 0)
            .GroupBy(point => point.Index).OrderBy(group => group.Key).Select(group =>
            {
                var finite = group.Where(point => double.IsFinite(point.Y)).ToArray();
                return Rounded(new Bucket(
                    0, group.Key, finite.Length, group.Count(point => double.IsNaN(point.Y)),
                    group.Count(point => double.IsPositiveInfinity(point.Y)),
                    group.Count(point => double.IsNegativeInfinity(point.Y)),
                    finite.FirstOrDefault().X, finite.FirstOrDefault().Y, finite.LastOrDefault().X, finite.LastOrDefault().Y,
                    finite.Select(point => point.Y).DefaultIfEmpty().Min(),
                    finite.Select(point => point.Y).DefaultIfEmpty().Max(), finite.Sum(point => point.Y), 0, 0,
                    group.Count(point => point.Completion is not null), group.Min(point => point.Completion) ?? 1));
            })];
    }

    /// <summary>By its definition: the mean of squared deviations from the mean. Not for values beyond 10^150.</summary>
    public static double Variance(IReadOnlyCollection<double> finite)
    {
        if (finite.Count == 0) return double.NaN;

        var mean = finite.Average();
        return finite.Sum(value => (value - mean) * (value - mean)) / finite.Count;
    }

    /// <summary>Sums depend on their order in the last bits. Without finite points the figures mean nothing.</summary>
    public static Bucket Rounded(Bucket bucket) => bucket.Finite == 0
        ? new Bucket(0, bucket.Index, 0, bucket.NaN, bucket.PositiveInfinity, bucket.NegativeInfinity, 0, 0, 0, 0, 0, 0, 0,
            Previews: bucket.Previews, Completion: bucket.Completion)
        : bucket with { SquaredDeviations = double.NaN, Line = 0, Sum = Math.Round(bucket.Sum.Value, 9), FirstStep = 0, LastStep = 0 };
}
