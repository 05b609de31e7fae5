using NeptuneAlt.Query.Series;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Charts;

/// <summary>All points of a stretch of a series that were stored when its last one was. Never changed.</summary>
sealed class CachedPoints
{
    CachedPoints(SeriesSlice stretch, SeriesPoints points, ushort partition, ulong offset) =>
        (Stretch, Points, Partition, Offset) = (stretch, points, partition, offset);

    /// <param name="read">At least one point of the slice, perhaps also the one on its open end.</param>
    public CachedPoints(SeriesSlice stretch, FloatPoints read, int slice)
        : this(stretch, Of(read, slice), read.Partitions(slice)[^1], read.Offsets(slice)[^1]) { }

    public SeriesSlice Stretch { get; }

    public SeriesPoints Points { get; }

    /// <summary>Of the log.</summary>
    public ushort Partition { get; }

    /// <summary>Of the last point. Points are stored in the order of the log, a flush whole or not at all: what is not here yet
    /// is behind it.</summary>
    public ulong Offset { get; }

    public int Count => Points.Steps.Length;

    public long LastStep => Points.Steps.Span[^1];

    /// <summary>Whether they are of use for a slice: none that begins further on, as all up to there would have to be read.
    /// </summary>
    public bool Covers(SeriesSlice slice) =>
        slice.After >= Stretch.After && slice.After <= LastStep && slice.To <= Stretch.To;

    /// <summary>With what came since; of that, some may be here already.</summary>
    public CachedPoints With(FloatPoints newer, int slice)
    {
        var from = SeriesPoints.CountUpTo(newer.Steps(slice), LastStep);
        return from == newer.Count(slice) ? this : new CachedPoints(
            Stretch,
            new SeriesPoints(
                Joined(Points.Steps, newer.Steps(slice)[from..]), Joined(Points.Times, newer.Timestamps(slice)[from..]),
                Joined(Points.Values, newer.Values(slice)[from..])),
            newer.Partitions(slice)[^1], newer.Offsets(slice)[^1]);
    }

    /// <summary>With those of a stretch that begins before this one and reaches it.</summary>
    public CachedPoints Behind(CachedPoints earlier)
    {
        var count = SeriesPoints.CountUpTo(earlier.Points.Steps.Span, Points.Steps.Span[0] - 1);
        return new CachedPoints(
            Stretch with { After = earlier.Stretch.After },
            new SeriesPoints(
                Joined(earlier.Points.Steps[..count], Points.Steps.Span), Joined(earlier.Points.Times[..count], Points.Times.Span),
                Joined(earlier.Points.Values[..count], Points.Values.Span)),
            Partition, Offset);
    }

    /// <summary>The last so many points.</summary>
    public CachedPoints End(int count)
    {
        var stretch = Stretch with { After = Points.Steps.Span[^(count + 1)] };
        var end = Points.Between(stretch.After, long.MaxValue);
        return new CachedPoints(
            stretch, new SeriesPoints(end.Steps.ToArray(), end.Times.ToArray(), end.Values.ToArray()), Partition, Offset);
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
