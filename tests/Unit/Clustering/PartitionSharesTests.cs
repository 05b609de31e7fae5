using CsCheck;
using NeptuneAlt.Server.Clustering;
using Xunit;

namespace NeptuneAlt.Unit.Clustering;

public sealed class PartitionSharesTests
{
    static readonly Gen<(int Partitions, string[] Silos)> Cluster =
        from partitions in Gen.Int[1, 64]
        from count in Gen.Int[1, 12]
        from start in Gen.Int[1, 1000]
        select (partitions, Enumerable.Range(start, count).Select(i => $"10.0.0.{i}:11111@{i * 7}").ToArray());

    [Fact]
    public void Gives_each_partition_to_one_silo_and_no_silo_more_than_one_more_than_another() =>
        Cluster.Sample((partitions, silos) =>
        {
            var owners = PartitionShares.Of(partitions, silos);
            var counts = silos.Select(silo => owners.Count(owner => owner == silo)).ToList();
            return owners.Length == partitions && counts.Sum() == partitions && counts.Max() - counts.Min() <= 1;
        });

    [Fact]
    public void Does_not_depend_on_the_order_of_silos() =>
        Cluster.Sample((partitions, silos) =>
            PartitionShares.Of(partitions, silos).SequenceEqual(PartitionShares.Of(partitions, [.. silos.Reverse()])));

    [Fact]
    public void Leaves_most_partitions_where_they_are_when_a_silo_goes()
    {
        var silos = Enumerable.Range(1, 8).Select(i => $"silo-{i}").ToArray();
        var before = PartitionShares.Of(64, silos);
        var after = PartitionShares.Of(64, silos[1..]);

        var moved = Enumerable.Range(0, 64).Count(i => before[i] != silos[0] && before[i] != after[i]);
        Assert.InRange(moved, 0, 24);
    }

    [Fact]
    public void Gives_nothing_to_nobody() => Assert.Empty(PartitionShares.Of(8, []));
}
