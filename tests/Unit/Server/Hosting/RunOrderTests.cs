using CsCheck;
using NeptuneAlt.Server.Hosting.Commands.Imports;
using Xunit;

namespace NeptuneAlt.Unit.Server.Hosting;

/// <summary>In which order an import makes runs.</summary>
public class RunOrderTests
{
    [Fact]
    public void Parents_come_before_their_forks_and_heads_behind_their_experiment()
    {
        var order = RunOrder.Of(
        [
            Run("fork", day: 1, parent: "base"), Run("head", day: 2, "e", isHead: true), Run("orphan", day: 3, parent: "nobody"),
            Run("later", day: 5, "e"), Run("base", day: 4),
        ]);

        Assert.Equal(["base", "fork", "orphan", "later", "head"], order.Select(run => run.RunId));
    }

    [Fact]
    public void Each_run_comes_once_also_where_parents_go_in_circles() => Gen.Int[-1, 9].Array[1, 10].Sample(parents =>
    {
        var runs = parents.Select((parent, i) => Run($"{i}", i, parent: parent < 0 ? null : $"{parent}")).ToList();
        var order = RunOrder.Of(runs);

        Assert.Equal(runs.Select(run => run.RunId).Order(), order.Select(run => run.RunId).Order());
        var circle = parents.Select((_, i) => Enumerable.Range(0, 11).Aggregate(i, (at, _) => at < 0 || at >= parents.Length ? -1 : parents[at]) >= 0);
        if (circle.Any(one => one)) return;
        foreach (var run in order)
            if (order.FindIndex(one => one.RunId == run.Parent) is >= 0 and var place) Assert.True(place < order.IndexOf(run));
    });

    static ExportedRun Run(string id, int day, string? experiment = null, bool isHead = false, string? parent = null) =>
        new(new RunFiles("p", []), "w/p", id)
        {
            RunId = id, Experiment = experiment, IsHead = isHead, Parent = parent, Created = DateTimeOffset.UnixEpoch.AddDays(day),
        };
}
