using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>All points of a range of a series that were stored when its last one was. Immutable.</summary>
sealed class CachedPoints
{
    CachedPoints(SeriesSlice range, SeriesPoints points, ushort partition, ulong offset) =>
        (Range, Points, Partition, Offset) = (range, points, partition, offset);

    /// <param name="read">At least one point of the slice, possibly also the one on its open end.</param>
    public CachedPoints(SeriesSlice range, FloatPoints read, int slice)
        : this(range, Of(read, slice), read.Partitions(slice)[^1], read.Offsets(slice)[^1]) { }

    public SeriesSlice Range { get; }

    public SeriesPoints Points { get; }

    /// <summary>Partition of the log that the last point came from.</summary>
    public ushort Partition { get; }

    /// <summary>
    /// Offset of the record that brought the last point. Points are stored in the order of the log, and a flush is
    /// stored as a whole or not at all: newer points have higher offsets.
    /// </summary>
    public ulong Offset { get; }

    public int Count => Points.Steps.Length;

    public long LastStep => Points.Steps.Span[^1];

    /// <summary>
    /// Whether they help with a slice. They do not if they begin after its start, because all points up to there would
    /// have to be read.
    /// </summary>
    public bool Covers(SeriesSlice slice) =>
        slice.After >= Range.After && slice.After <= LastStep && slice.To <= Range.To;

    /// <summary>These points with newer ones appended, some of which may be here already.</summary>
    public CachedPoints With(FloatPoints newer, int slice)
    {
        var from = SeriesPoints.CountUpTo(newer.Steps(slice), LastStep);
        return from == newer.Count(slice) ? this : new CachedPoints(
            Range,
            new SeriesPoints(
                Joined(Points.Steps, newer.Steps(slice)[from..]), Joined(Points.Times, newer.Timestamps(slice)[from..]),
                Joined(Points.Values, newer.Values(slice)[from..])),
            newer.Partitions(slice)[^1], newer.Offsets(slice)[^1]);
    }

    /// <summary>These points with those of a range that begins earlier and reaches this one.</summary>
    public CachedPoints Behind(CachedPoints earlier)
    {
        var count = SeriesPoints.CountUpTo(earlier.Points.Steps.Span, Points.Steps.Span[0] - 1);
        return new CachedPoints(
            Range with { After = earlier.Range.After },
            new SeriesPoints(
                Joined(earlier.Points.Steps[..count], Points.Steps.Span), Joined(earlier.Points.Times[..count], Points.Times.Span),
                Joined(earlier.Points.Values[..count], Points.Values.Span)),
            Partition, Offset);
    }

    /// <summary>The given number of points at the end.</summary>
    public CachedPoints End(int count)
    {
        var range = Range with { After = Points.Steps.Span[^(count + 1)] };
        var end = Points.Between(range.After, long.MaxValue);
        return new CachedPoints(
            range, new SeriesPoints(end.Steps.ToArray(), end.Times.ToArray(), end.Values.ToArray()), Partition, Offset);
    }

    static SeriesPoints Of(FloatPoints read, int slice) =>
        new(read.Steps(slice).ToArray(), read.Timestamps(slice).ToArray(), read.Values(slice).ToArray());

    static T[] Joined<T>(ReadOnlyMemory<T> first, ReadOnlySpan<T> second)
    {
        var joined = new T[first.Length + second.Length];
        first.Span.CopyTo(joined);
        second.CopyTo(joined.AsSpan(first.Length));
        return joined;
    }
}
