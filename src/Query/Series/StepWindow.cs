using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;

namespace NeptuneAlt.Query.Series;

/// <summary>A range of steps, both ends included; <c>null</c> is no end. A step is in it if the number that it reads as is.</summary>
/// <exception cref="BadQueryException">An end is NaN, which is in no order with steps.</exception>
public readonly record struct StepWindow(double? From, double? To)
{
    public double? From { get; } = End(From, "from");

    public double? To { get; } = End(To, "to");

    /// <summary>The part of a slice that lies in the window.</summary>
    public SeriesSlice Clip(SeriesSlice slice) => slice with
    {
        After = From is { } from ? Math.Max(slice.After, Step.FirstAt(from).Micros - 1) : slice.After,
        To = To is { } to ? Math.Min(slice.To, Step.LastAt(to).Micros) : slice.To,
    };

    /// <summary>The part of a slice that comes behind a step, in the direction of reading.</summary>
    public static SeriesSlice Behind(SeriesSlice slice, long step, bool isDescending) => isDescending
        ? slice with { To = Math.Min(slice.To, step - 1) }
        : slice with { After = Math.Max(slice.After, step) };

    static double? End(double? end, string name) => end is double.NaN
        ? throw new BadQueryException($"stepRange.{name} is a number, not NaN.")
        : end;
}
