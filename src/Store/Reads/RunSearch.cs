using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>Which runs of which projects, in which order.</summary>
/// <param name="HeadsOnly">Only the newest run of each experiment.</param>
public sealed record RunSearch(
    IReadOnlyCollection<uint> Projects, Filter Filter, bool HeadsOnly, RunOrder Order, int Limit, int Offset);

/// <summary>By the value of an attribute; runs without it come last, and equal ones by age.</summary>
public sealed record RunOrder(FilterAttribute Attribute, bool IsDescending)
{
    /// <summary>Newest first.</summary>
    public static RunOrder Newest { get; } = new(
        new FilterAttribute("sys/creation_time", AttributeType.Datetime, SeriesAggregate.Unstated), true);
}

/// <param name="Total">Of all that match, on any page.</param>
public sealed record RunPage(IReadOnlyList<FoundRun> Runs, long Total);

public readonly record struct FoundRun(uint Project, ulong Run);
