using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Formula;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Series;
using Ast = NeptuneAlt.Model.Formula;

namespace NeptuneAlt.Unit.Query.Charts;

/// <summary>Buckets by their definition: the oracle for the SQL.</summary>
static class NaiveBuckets
{
    public static (double X, double Y, float? Completion)[] Line(SeriesWorld world, BucketExpression expression, BucketView view)
    {
        var y = FormulaParser.Parse(expression.Y);
        var x = view.X is null ? null : FormulaParser.Parse(view.X);
        var run = expression.Run!;
        var root = expression.Scope == LineageScope.Full ? RootOf(world, run, _ => true)
            : expression.Scope == LineageScope.Experiment ? RootOf(world, run, parent => parent.Experiment == run.Experiment)
            : run;
        var series = y.Paths.Union(x?.Paths ?? []).ToDictionary(path => path, path => world
            .Expected(run, path, expression.Scope, expression.IncludePreview)
            .Where(point => view.Steps.From is not { } from || point.Step >= from * Step.MicrosPerStep)
            .ToDictionary(point => point.Step));
        var steps = series.Values.Select(points => points.Keys.AsEnumerable()).Aggregate((a, b) => a.Intersect(b)).Order();
        return [.. steps.Select(step =>
        {
            double ValueOf(string path) => series[path][step].Value;
            var timestamp = series.Values.First()[step].Timestamp;
            var at = view.Axis switch
            {
                BucketAxis.Steps => step / 1e6,
                BucketAxis.EpochMillis => timestamp,
                BucketAxis.RelativeTime => timestamp - root.CreationTime.ToUnixTimeMilliseconds(),
                _ => Value(x!, ValueOf),
            };
            var previews = series.Values.Select(points => points[step].Completion).OfType<float>().ToArray();
            return (at, Value(y, ValueOf), previews.Length > 0 ? previews.Min() : (float?)null);
        }).Where(point => double.IsFinite(point.at))];
    }

    static Run RootOf(SeriesWorld world, Run run, Func<Run, bool> includes) =>
        run.Fork is { Parent: { } number } && world.Runs.Single(one => one.Number == number) is var parent && includes(parent)
            ? RootOf(world, parent, includes)
            : run;

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

    /// <summary>Sums depend on their order in the last bits. Without finite points the figures mean nothing.</summary>
    public static Bucket Rounded(Bucket bucket) => bucket.Finite == 0
        ? new Bucket(0, bucket.Index, 0, bucket.NaN, bucket.PositiveInfinity, bucket.NegativeInfinity, 0, 0, 0, 0, 0, 0, 0,
            Previews: bucket.Previews, Completion: bucket.Completion)
        : bucket with { Line = 0, Sum = Math.Round(bucket.Sum.Value, 9), FirstStep = 0, LastStep = 0 };

    static double Value(Ast formula, Func<string, double> series) => formula switch
    {
        Ast.Number number => number.Value,
        Ast.Series one => series(one.Path),
        Ast.Operation { Operator: FormulaOperator.Subtract } one => Value(one.Left, series) - Value(one.Right, series),
        Ast.Operation { Operator: FormulaOperator.Multiply } one => Value(one.Left, series) * Value(one.Right, series),
        Ast.Call { Function: FormulaFunction.Max } call =>
            call.Arguments.Select(argument => Value(argument, series)).Aggregate(Math.Max),
        _ => throw new NotSupportedException(),
    };
}
