namespace NeptuneAlt.Query.Series;

/// <summary>Consecutive points of one series in columns of equal length, lowest step first.</summary>
/// <param name="Steps">Micro-steps.</param>
/// <param name="Times">Milliseconds since 1970.</param>
readonly record struct SeriesPoints(
    ReadOnlyMemory<long> Steps, ReadOnlyMemory<long> Times, ReadOnlyMemory<double> Values)
{
    /// <summary>Those behind one step, up to another.</summary>
    public SeriesPoints Between(long after, long to)
    {
        var from = CountUpTo(Steps.Span, after);
        var count = Math.Max(0, CountUpTo(Steps.Span, to) - from);
        return new SeriesPoints(Steps.Slice(from, count), Times.Slice(from, count), Values.Slice(from, count));
    }

    /// <summary>How many steps are not greater.</summary>
    public static int CountUpTo(ReadOnlySpan<long> steps, long step) =>
        steps.BinarySearch(step) is var place && place < 0 ? ~place : place + 1;
}
