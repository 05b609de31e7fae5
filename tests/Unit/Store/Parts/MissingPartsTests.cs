using NeptuneAlt.Store.Parts;
using Xunit;

namespace NeptuneAlt.Unit.Store.Parts;

public sealed class MissingPartsTests
{
    static readonly Dictionary<string, long> s_noDeletions = [];

    [Fact]
    public void Misses_a_part_that_is_in_no_other()
    {
        var missing = Assert.Single(Find(List(Part(1, 1, 10), Part(2, 2, 20)), [Part(1, 1, 10)]));

        Assert.Equal((20, null), (missing.Rows, missing.Folder));
    }

    [Fact]
    public void Does_not_miss_a_part_that_was_merged_into_another() =>
        Assert.Empty(Find(List(Part(1, 1, 10), Part(2, 2, 20)), [Part(1, 2, 25)]));

    [Fact]
    public void Does_not_miss_a_broken_part_whose_sources_are_back_in_its_place() =>
        Assert.Empty(Find(List(Part(1, 3, 28)), [Part(1, 1, 10), Part(3, 3, 20)], [Aside(Part(1, 3, 28))]));

    [Fact]
    public void Misses_the_rows_that_the_sources_do_not_make_up_for()
    {
        var missing = Assert.Single(Find(List(Part(1, 3, 28)), [Part(1, 1, 10)], [Aside(Part(1, 3, 28))]));

        Assert.Equal((18, "aside"), (missing.Rows, missing.Folder));
    }

    [Fact]
    public void Goes_on_missing_a_part_when_its_neighbors_are_merged_over_it() =>
        Assert.Single(Find(List(Part(1, 1, 10), Part(2, 2, 20) with { IsMissing = true }), [Part(1, 3, 40)]));

    [Fact]
    public void Does_not_take_a_later_part_of_the_same_name_for_it()
    {
        Assert.Single(Find(List(Part(2, 2, 20) with { Hash = "a" }), [Part(2, 2, 20) with { Hash = "b" }]));
        Assert.Single(Find(List(Part(2, 2, 20) with { Hash = "a", IsMissing = true }), [Part(2, 2, 20) with { Hash = "b" }]));
    }

    [Fact]
    public void Does_not_miss_a_part_that_is_back() =>
        Assert.Empty(Find(List(Part(2, 2, 20) with { IsMissing = true }), [Part(2, 2, 20)]));

    [Fact]
    public void Does_not_miss_what_a_deletion_may_have_emptied()
    {
        var deletions = new Dictionary<string, long> { ["points"] = 5 };

        Assert.Empty(MissingParts.Find(List(Part(2, 2, 20)), [], [], deletions));
        Assert.Single(MissingParts.Find(List(Part(2, 2, 20) with { Version = 5 }), [], [], deletions));
    }

    [Fact]
    public void Misses_what_was_set_aside_and_is_on_no_list()
    {
        Assert.Single(Find(List(), [Part(1, 1, 10)], [Aside(Part(2, 2, 20))]));
        Assert.Single(Find(List(), [Part(1, 1, 10)], [Aside(Part(2, 2, -1))]));
        Assert.Empty(Find(List(), [Part(1, 3, 10)], [Aside(Part(2, 2, 20))]));
    }

    [Fact]
    public void Does_not_miss_what_was_set_aside_before_it_was_reported_as_stored() =>
        Assert.Empty(Find(List() with { Unfinished = ["aside"] }, [], [Aside(Part(2, 2, 20))]));

    [Fact]
    public void Tells_tables_apart() =>
        Assert.Single(Find(List(Part(1, 1, 10)), [Part(1, 1, 10) with { Table = "strings" }]));

    [Fact]
    public void Tells_rows_and_runs_and_the_cure()
    {
        var part = Part(2, 2, 3600) with { FirstRun = 7, LastRun = 9 };

        var damage = Assert.Single(MissingRows.Describe("/data/store", [new MissingPart(part, 3600, null)]));

        Assert.Equal(
            "The part all_2_2_0 of the table points is gone: 3,600 rows of runs with numbers from 7 to 9 cannot be read.", damage.What);
        Assert.Contains("/data/store/parts.json", damage.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_of_many_parts_at_once()
    {
        var damage = Assert.Single(MissingRows.Describe(
            "/data/store", [.. Enumerable.Range(1, 100).Select(block => new MissingPart(Part(block, block, 10), 10, null))]));

        Assert.StartsWith("100 parts of the table points are gone", damage.What, StringComparison.Ordinal);
        Assert.Contains("1,000 rows", damage.What, StringComparison.Ordinal);
    }

    static List<MissingPart> Find(PartList list, StoredPart[] present, SetAsidePart[]? setAside = null) =>
        MissingParts.Find(list, present, setAside ?? [], s_noDeletions);

    static PartList List(params StoredPart[] parts) => new([], parts, []);

    static SetAsidePart Aside(StoredPart part) => new(part with { Name = $"broken-on-start_{part.Name}" }, "aside");

    static StoredPart Part(long first, long last, long rows) =>
        new("points", "all", $"all_{first}_{last}_{(first == last ? 0 : 1)}", first, last, first, rows);
}
