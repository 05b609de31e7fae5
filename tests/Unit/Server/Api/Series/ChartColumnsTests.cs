using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using NeptuneAlt.Query.Charts;
using NeptuneAlt.Server.Api.Series;
using NeptuneAlt.Store.Reads;
using Xunit;

namespace NeptuneAlt.Unit.Server.Api.Series;

public class ChartColumnsTests
{
    static readonly Bucket Some = new(
        Line: 0, Index: 1, Finite: 4, NaN: 1, PositiveInfinity: 2, NegativeInfinity: 3, FirstX: 10, FirstY: 0.5, LastX: 19,
        LastY: 0.25, Min: -1, Max: 5, Sum: 6);
    static readonly Bucket OnlyNaN = new(
        Line: 0, Index: 2, Finite: 0, NaN: 7, PositiveInfinity: 0, NegativeInfinity: 0, FirstX: 0, FirstY: 0, LastX: 0, LastY: 0,
        Min: 0, Max: 0, Sum: 0);
    static readonly BucketGrid Grid = new(0, 100, 11);
    static readonly BucketView View = new(null, null, default, 11, BucketAxis.Steps, null, IsLogarithmic: false);

    [Fact]
    public void Columns_follow_one_another_from_a_multiple_of_eight_on()
    {
        var answer = ChartColumns.Of(["a", "b\"", "c"], new BucketChart(Grid, [[Some, OnlyNaN], [], [Some]]), View);

        var (head, values) = Parts(answer);
        Assert.Equal(
            [("a", 2), ("b\"", 0), ("c", 1)],
            head.GetProperty("series").EnumerateArray().Select(one =>
                (one.GetProperty("customId").GetString()!, one.GetProperty("length").GetInt32())));
        var columns = head.GetProperty("columns").EnumerateArray().Select(name => name.GetString()).ToArray();
        Assert.Equal(["x", "xTo", "mean", "first", "last", "min", "max", "count", "nan", "posInf", "negInf"], columns);
        Assert.Equal(3 * columns.Length, values.Length);
        double[] first = [10, 19, 1.5, 0.5, 0.25, -1, 5, 4, 1, 2, 3];
        Assert.Equal(first, values[..22].Where((_, at) => at % 2 == 0));
        Assert.Equal(first, values[22..]);
        var grid = head.GetProperty("grid");
        Assert.Equal((0, 10), (grid.GetProperty("from").GetDouble(), grid.GetProperty("width").GetDouble()));
    }

    [Fact]
    public void A_bucket_without_finite_points_has_a_place_and_no_figures()
    {
        var (_, values) = Parts(ChartColumns.Of(["a"], new BucketChart(Grid, [[OnlyNaN]]), View));

        Assert.Equal([15, 15, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0, 7, 0, 0], values);
    }

    [Fact]
    public void Previews_are_told_of_only_if_there_are_some()
    {
        var preview = Some with { Index = 2, Previews = 3, Completion = 0.25f };
        var (head, values) = Parts(ChartColumns.Of(
            ["a", "b"], new BucketChart(Grid, [[Some, preview], [Some]]), View));

        var columns = head.GetProperty("columns").EnumerateArray().Select(name => name.GetString()).ToArray();
        Assert.Equal(["previews", "completion"], columns[^2..]);
        Assert.Equal([0, 3, 1, 0.25], values[(2 * columns.Length - 4)..(2 * columns.Length)]);
        Assert.Equal([0, 1], values[^2..]);
    }

    [Fact]
    public void Deviations_are_told_if_they_were_asked_for()
    {
        var (head, values) = Parts(ChartColumns.Of(
            ["a"], new BucketChart(Grid, [[Some with { SquaredDeviations = 36 }, OnlyNaN]]), View with { WithDeviations = true }));

        Assert.Equal("std", head.GetProperty("columns").EnumerateArray().Last().GetString());
        Assert.Equal([3, double.NaN], values[^2..]);
    }

    [Fact]
    public void Steps_are_told_where_they_are_not_along_x()
    {
        var bucket = Some with { FirstStep = 1_500_000, LastStep = 7_000_000 };
        foreach (var axis in new[] { BucketAxis.EpochMillis, BucketAxis.RelativeTime, BucketAxis.Custom })
        {
            var (head, values) = Parts(ChartColumns.Of(
                ["a"], new BucketChart(Grid, [[bucket, OnlyNaN]]), View with { Axis = axis }));

            Assert.Equal(["step", "stepTo"], head.GetProperty("columns").EnumerateArray().Select(name => name.GetString()).TakeLast(2));
            Assert.Equal([1.5, double.NaN, 7, double.NaN], values[^4..]);
        }
    }

    [Fact]
    public void A_logarithmic_axis_is_told_in_its_own_values()
    {
        var (_, values) = Parts(ChartColumns.Of(
            ["a"], new BucketChart(Grid, [[Some with { FirstX = Math.Log(8), LastX = Math.Log(32) }]]), View with { IsLogarithmic = true }));

        Assert.Equal(8, values[0], 9);
        Assert.Equal(32, values[1], 9);
    }

    static (JsonElement Head, double[] Values) Parts(byte[] answer)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(answer);
        Assert.Equal(0, (length + sizeof(int)) % sizeof(double));
        var head = JsonDocument.Parse(answer.AsMemory(sizeof(int), length)).RootElement;
        return (head, MemoryMarshal.Cast<byte, double>(answer.AsSpan(sizeof(int) + length)).ToArray());
    }
}
