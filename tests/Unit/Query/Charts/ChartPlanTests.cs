using CsCheck;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Store.Rollups;
using Xunit;

namespace NeptuneAlt.Unit.Query.Charts;

public class ChartPlanTests
{
    const int FinePoints = 4;
    const int CoarsePoints = 4 * FinePoints;

    static readonly Gen<Shape> Shapes = Gen.Select(
        Gen.Long[1, 3_000_000].Array[0, 200], Gen.Int[0, 200], Gen.Int[0, 200], Gen.Bool.Array[4],
        Gen.Select(Gen.Double[-10, 300], Gen.Double[-10, 300]), Gen.Int[2, 40])
        .Select((gaps, from, to, flags, range, buckets) => new Shape(gaps, from, to, flags, range, buckets));

    [Fact]
    public void Takes_each_point_from_one_place() => Shapes.Sample(shape =>
    {
        var (cover, grid) = (shape.Cover(), shape.Grid);
        var steps = shape.Steps.Where(step => step > shape.Slice.After && step <= shape.Slice.To).ToArray();
        var plan = LinePlan.Of(cover, shape.IsRead, grid, shape.IsSnapped);
        foreach (var each in new[] { plan, plan.WithoutEdges() })
        {
            SeriesSlice[] places =
            [
                .. each.Coarse.Concat(each.Fine).Select(row => row.Slice), .. each.Rest.Points, .. each.Opened,
                .. each.Edges?.Ranges ?? [], .. each.TakesRead ? cover.Gaps : [],
            ];
            Assert.All(steps, step => Assert.Single(places, place => step > place.After && step <= place.To));
        }
    });

    [Fact]
    public void Takes_no_rollup_that_does_not_fit_the_grid() => Shapes.Sample(shape =>
    {
        var cover = shape.Cover();
        var plan = LinePlan.Of(cover, shape.IsRead, shape.Grid, shape.IsSnapped);
        Assert.All(plan.Coarse.Concat(plan.Fine), row => Assert.False(shape.IsSnapped
            ? cover.Line.IsTooWide(row.Rollup, shape.Grid)
            : cover.Line.IsAcrossEdge(row.Rollup, shape.Grid)));
    });

    [Fact]
    public void Leaves_all_of_a_line_to_the_store_whose_rollups_cannot_lie_between_edges()
    {
        var shape = new Shape([.. Enumerable.Repeat(Step.MicrosPerStep, 100)], 0, 100, [false, false, true, true], (0, 100), 10);
        var cover = shape.Cover();
        Assert.True(cover.HasRollups);

        var plan = ChartPlan.Of([cover], new HashSet<int> { 0 }, shape.Grid, shape.View);
        var line = Assert.Single(plan.Lines);
        Assert.False(line.TakesRead);
        Assert.Equal((0, 0, 0), (line.Coarse.Length, line.Fine.Length, line.Opened.Count));
        Assert.Equal(cover.Line.Source, line.Rest);
    }

    /// <param name="Gaps">Between the steps of points.</param>
    /// <param name="From">Of the points that the line shows, with <paramref name="To"/>.</param>
    sealed record Shape(long[] Gaps, int From, int To, bool[] Flags, (double A, double B) Range, int Buckets)
    {
        public bool IsSnapped => Flags[0];

        public bool IsRead => Flags[1];

        public long[] Steps { get; } = [.. Gaps.Aggregate(new List<long>(), (steps, gap) => [.. steps, steps.LastOrDefault() + gap])];

        public SeriesSlice Slice => new(
            1, 1, Math.Min(From, To) < Steps.Length ? Steps[Math.Min(From, To)] - 1 : -1,
            Math.Max(From, To) < Steps.Length ? Steps[Math.Max(From, To)] : long.MaxValue);

        public BucketView View => new(
            Math.Min(Range.A, Range.B), Math.Max(Range.A, Range.B), default, Buckets, BucketAxis.Steps, null, false, IsSnapped);

        public BucketGrid Grid => new(Math.Min(Range.A, Range.B), Math.Max(Range.A, Range.B), Buckets);

        public LineCover Cover()
        {
            var cover = LineCover.Of(new ChartLine(
                0, new BucketLine([Slice], [], 0), Steps.Length, new ChartAxis(BucketAxis.Steps, false, 0)));
            if (Flags[2]) cover = cover.With(2, Rollups(2, CoarsePoints));
            if (Flags[3]) cover = cover.With(1, Rollups(1, FinePoints));
            return cover.Refined(Grid, cover.TooWide(Grid), Rollups(1, FinePoints));
        }

        Dictionary<(ulong, uint), IReadOnlyList<RollupRow>> Rollups(byte level, int points)
        {
            var rows = new List<RollupRow>();
            for (var from = 0; from + points <= Steps.Length / CoarsePoints * CoarsePoints; from += points)
            {
                var rollup = default(Rollup);
                foreach (var step in Steps.AsSpan(from, points)) rollup.Add(step, step / 1000, step % 7);
                rows.Add(new RollupRow(1, 1, level, (uint)rows.Count, rollup));
            }

            return new() { [(1, 1)] = rows };
        }
    }
}
