using NeptuneAlt.Model;
using NeptuneAlt.Query.Series;
using Xunit;

namespace NeptuneAlt.Unit.Query.Series;

public class LineageTests
{
    static Run Run(ulong number, string? experiment, long? forkStep) => new(
        number, Guid.Empty, 1, $"r{number}", $"P-{number}", experiment, null,
        forkStep is { } step ? new Fork("p", new Step(step), number - 1) : null, default);

    // Root, child and grandchild; the grandchild forks at 20 off the child, which forked at 10.
    static readonly Run[] Ancestry = [Run(3, "a", 20), Run(2, "a", 10), Run(1, "b", null)];

    static string Text(IEnumerable<LineageSegment> segments) =>
        string.Join(' ', segments.Select(one => $"{one.Run}:{one.After.Micros}-{one.To.Micros}"));

    [Fact]
    public void Follows_the_whole_lineage() =>
        Assert.Equal($"1:-1-10 2:10-20 3:20-{long.MaxValue}", Text(Lineage.Segments(Ancestry, LineageScope.Full)));

    [Fact]
    public void Stops_at_the_first_ancestor_of_another_experiment() =>
        Assert.Equal($"2:10-20 3:20-{long.MaxValue}", Text(Lineage.Segments(Ancestry, LineageScope.Experiment)));

    [Fact]
    public void Shows_only_the_run_itself() =>
        Assert.Equal($"3:20-{long.MaxValue}", Text(Lineage.Segments(Ancestry, LineageScope.Run)));

    [Fact]
    public void A_fork_whose_parent_is_missing_starts_at_the_beginning() =>
        Assert.Equal($"3:-1-{long.MaxValue}", Text(Lineage.Segments([Run(3, "a", 20)], LineageScope.Full)));
}
