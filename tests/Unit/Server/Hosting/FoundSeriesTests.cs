using CsCheck;
using NeptuneAlt.Server.Hosting.Commands.Imports.Trackers;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

/// <summary>Points of other trackers, put in order.</summary>
public class FoundSeriesTests
{
    [Fact]
    public void The_last_point_of_each_step_stays_in_the_order_of_steps_and_others_are_counted()
    {
        Gen.Select(Gen.Long[0, 20], Gen.Double[0, 1]).Array.Sample(points =>
        {
            var series = new FoundSeries("x", SeriesKind.Float);
            foreach (var (step, value) in points) series.Add(step, time: 1, value);
            series.Settle();

            var last = new SortedDictionary<long, double>();
            foreach (var (step, value) in points) last[step] = value;
            return series.Points.Select(point => (point.Step / 1_000_000, point.Number)).SequenceEqual(last.Select(one => (one.Key, one.Value)))
                && series.Replaced == points.Length - last.Count;
        });
    }

    [Fact]
    public void What_was_logged_from_a_step_on_is_dropped_and_counted()
    {
        var series = new FoundSeries("x", SeriesKind.Float);
        foreach (var step in new long[] { 0, 5, 3, 9 }) series.Add(step, time: 1, step);
        series.DropFrom(5);
        series.Add(6, time: 2, 6);
        series.Settle();

        Assert.Equal([0.0, 3.0, 6.0], series.Points.Select(point => point.Number));
        Assert.Equal(2, series.Replaced);
    }

    [Fact]
    public void Steps_below_0_are_counted()
    {
        var series = new FoundSeries("x", SeriesKind.Float);
        series.Add(-1, time: 1, 1);
        series.Add(long.MaxValue, time: 1, 1);

        Assert.Equal((0, 2), (series.Points.Count, series.Negative));
    }
}
