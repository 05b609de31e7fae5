namespace NeptuneAlt.Server.Clustering;

/// <summary>The partitions that this silo should own, given the active silos of the cluster.</summary>
sealed class OwnPartitions(int partitions, ISiloStatusOracle silos)
{
    readonly Lock _lock = new();
    string _seen = "";
    string[] _owners = [];

    public bool Contains(int partition)
    {
        var self = silos.SiloAddress.ToParsableString();
        lock (_lock)
        {
            var active = silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(Ingests)
                .Select(silo => silo.ToParsableString()).Order(StringComparer.Ordinal).ToList();
            var seen = string.Join(' ', active);
            if (seen != _seen) (_seen, _owners) = (seen, PartitionShares.Of(partitions, active));
            return _owners.Length > 0 && _owners[partition] == self;
        }
    }

    bool Ingests(SiloAddress silo) => silos.TryGetSiloName(silo, out var name) && SiloNames.Ingests(name);
}
