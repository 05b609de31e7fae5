using CsCheck;
using NeptuneAlt.Catalog;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Catalog;

/// <summary>Runs that fork one another, and the order in which they are created.</summary>
sealed record ForkForest(ForkForest.Node[] Nodes, int[] Order)
{
    /// <summary>A run forks the node of a lower index, or none. Steps are few, so that they often collide.</summary>
    internal sealed record Node(int? Parent, int ForkStep);

    public static readonly Gen<ForkForest> Gen =
        from count in CsCheck.Gen.Int[1, 40]
        from nodes in CsCheck.Gen.Select(CsCheck.Gen.Int[1, 4], CsCheck.Gen.Int[0, 9], CsCheck.Gen.Int[0, 12])
            .Array[count]
        from order in CsCheck.Gen.Shuffle(Enumerable.Range(0, count).ToArray())
        select new ForkForest(
            // Mostly the run just before, so that chains grow long; one in ten is a root.
            [.. nodes.Select((node, i) => new Node(
                i == 0 || node.Item2 == 0 ? null : Math.Max(0, i - node.Item1), node.Item3))],
            order);

    public async Task CheckAsync(CatalogRuns runs, Project project, DateTimeOffset now)
    {
        var created = new Dictionary<int, ulong>();
        foreach (var node in Order)
        {
            var pending = created.Keys.Where(i => IsFork(i) && Parent(i, created) is null).ToList();
            var creation = await runs.CreateAsync(
                new NewRun(
                    new RunKey(project.Number, Id(node)), null, null,
                    IsFork(node) ? Id(Nodes[node].Parent!.Value) : null,
                    new Step(Nodes[node].ForkStep), now),
                TestContext.Current.CancellationToken);
            created.Add(node, creation.Run.Number);

            Assert.Equal(RunCreationOutcome.Created, creation.Outcome);
            Assert.Equal(
                pending.Where(i => Parent(i, created) is not null).Select(Id).Order(),
                creation.Adopted.Select(run => run.RunId).Order());
        }

        await CheckLinesAsync(runs, created);
    }

    async Task CheckLinesAsync(CatalogRuns runs, Dictionary<int, ulong> created)
    {
        var lines = await runs.AncestryAsync(created.Values, TestContext.Current.CancellationToken);
        foreach (var (node, number) in created)
        {
            var expected = new List<string>();
            for (int? i = node; i is not null; i = IsFork(i.Value) ? Parent(i.Value, created) : null)
                expected.Add(Id(i.Value));
            Assert.Equal(expected, lines[number].Select(run => run.RunId));

            // What the parent gives must be what the requested one shows: brute force over each step.
            for (var step = 0; step <= 14; step++)
                Assert.Equal(Id(OwnerOf(node, step)), OwnerOf(lines[number], step));
        }
    }

    /// <summary>The run that a point at that step comes from, from what the users asked for.</summary>
    int OwnerOf(int node, int step) =>
        IsFork(node) && step <= Nodes[node].ForkStep ? OwnerOf(Nodes[node].Parent!.Value, step) : node;

    static string OwnerOf(IReadOnlyList<Run> line, int step)
    {
        var i = 0;
        while (line[i].Fork is { } fork && step <= fork.Step.Micros) i++;
        return line[i].RunId;
    }

    int? Parent(int node, Dictionary<int, ulong> present)
    {
        for (var parent = Nodes[node].Parent!.Value; ; parent = Nodes[parent].Parent!.Value)
        {
            if (!present.ContainsKey(parent)) return null;
            if (!IsFork(parent) || Nodes[node].ForkStep > Nodes[parent].ForkStep) return parent;
        }
    }

    bool IsFork(int node) => Nodes[node].Parent is not null;

    static string Id(int node) => $"run-{node}";
}
