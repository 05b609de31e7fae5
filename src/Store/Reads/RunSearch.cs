using NeptuneAlt.Model;

namespace NeptuneAlt.Store.Reads;

/// <summary>A search predicate for runs, with their order and a page.</summary>
/// <param name="HeadsOnly">Only the newest run of each experiment.</param>
public sealed record RunSearch(
    IReadOnlyCollection<uint> Projects, Filter Filter, bool HeadsOnly, RunOrder Order, int Limit, int Offset)
{
    /// <summary>Only the runs of this group.</summary>
    public IReadOnlyList<RunGroupPart> Within { get; init; } = [];

    /// <summary>Not these runs.</summary>
    public IReadOnlyCollection<ulong> Without { get; init; } = [];

    /// <summary>Numbers of runs that are not stored. The order and the filter name them like attributes.</summary>
    public IReadOnlyList<ComputedValues> Computed { get; init; } = [];
}

/// <param name="Path">By which the search names them as an attribute of type float. No stored attribute has it.</param>
/// <param name="Values">Runs that are not among them lack the attribute.</param>
public sealed record ComputedValues(string Path, IReadOnlyList<(FoundRun Run, double Value)> Values);

/// <summary>
/// Orders by the value of an attribute. Runs without it come last, and runs with equal values are ordered by age.
/// </summary>
public sealed record RunOrder(FilterAttribute Attribute, bool IsDescending)
{
    /// <summary>Newest first.</summary>
    public static RunOrder Newest { get; } = new(
        new FilterAttribute(SystemPaths.CreationTime, AttributeType.Datetime, SeriesAggregate.Unstated), true);

    /// <summary>The order among runs that are equal by this one.</summary>
    public RunOrder? ThenBy { get; init; }

    internal IEnumerable<RunOrder> All()
    {
        for (var order = this; order is not null; order = order.ThenBy) yield return order;
    }
}

/// <param name="Total">Number of matching runs on all pages.</param>
public sealed record RunPage(IReadOnlyList<FoundRun> Runs, long Total);

public readonly record struct FoundRun(uint Project, ulong Run);

/// <summary>The value that the runs of a group share in one attribute.</summary>
/// <param name="Value">The attribute as text: numbers in their shortest form, a string set as a sorted JSON array, a
/// time as its day (UTC), texts cut to <see cref="RunGroupSql.TextLengthMax"/> characters; <c>null</c> if the runs lack
/// it.</param>
public sealed record RunGroupPart(FilterAttribute Attribute, string? Value);

/// <param name="FirstRun">The first of its runs in the order asked for.</param>
public sealed record FoundGroup(IReadOnlyList<RunGroupPart> Parts, long Count, ulong FirstRun);

/// <param name="Total">Number of groups on all pages.</param>
/// <param name="TotalRuns">Number of runs in all groups.</param>
public sealed record GroupPage(IReadOnlyList<FoundGroup> Groups, long Total, long TotalRuns);
