using NeptuneAlt.Store.Chunks;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query;

/// <summary>Points of lines that are few enough to be summed up here: one statement instead of two.</summary>
/// <param name="Parts">Stretches of lines; the place of each is its index in <paramref name="Points"/>.</param>
sealed record LinePoints(IReadOnlyList<(ChunkedLine Line, SeriesSlice Slice)> Parts, FloatPoints Points)
{
    public const long Max = 400_000;

    /// <returns><c>null</c> if they are too many.</returns>
    public static async Task<LinePoints?> ReadAsync(
        IReadOnlyList<(ChunkedLine Line, SeriesSlice Slice)> parts, FloatReads floats, CancellationToken cancellationToken) =>
        await floats.FewAsync([.. parts.Select(part => part.Slice)], Max, cancellationToken) is { } points
            ? new LinePoints(parts, points)
            : null;

    /// <summary>The least and the greatest x; <c>null</c> if there is no point.</summary>
    public (double From, double To)? Range()
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var part = 0; part < Parts.Count; part++)
        {
            var steps = Points.Steps(part);
            var times = Points.Timestamps(part);
            for (var i = 0; i < steps.Length; i++)
            {
                var x = Parts[part].Line.Axis.At(steps[i], times[i]);
                if (!double.IsFinite(x)) continue;

                (low, high) = (Math.Min(low, x), Math.Max(high, x));
            }
        }

        return low > high ? null : (low, high);
    }

    public void AddTo(BucketMerge chart, BucketGrid grid)
    {
        for (var part = 0; part < Parts.Count; part++) Add(part, chart, grid);
    }

    void Add(int part, BucketMerge chart, BucketGrid grid)
    {
        var line = Parts[part].Line;
        var steps = Points.Steps(part);
        var times = Points.Timestamps(part);
        var values = Points.Values(part);
        var (open, index) = (default(Chunk), -1L);
        for (var i = 0; i < steps.Length; i++)
        {
            var x = line.Axis.At(steps[i], times[i]);
            if (!double.IsFinite(x) || grid.Excludes(x)) continue;

            var at = grid.IndexOf(x);
            if (at != index)
            {
                if (open.Points > 0) chart.Add(line.Place, line.BucketOf(open, index));
                (open, index) = (default, at);
            }

            open.Add(steps[i], times[i], values[i]);
        }

        if (open.Points > 0) chart.Add(line.Place, line.BucketOf(open, index));
    }
}
