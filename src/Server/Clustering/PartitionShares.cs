using System.IO.Hashing;
using System.Text;

namespace NeptuneAlt.Server.Clustering;

/// <summary>
/// Which silo should own which partition of the log. Each silo computes this by itself, and all get the same result as
/// soon as they agree on the members. Until then, and while a former owner gives its partitions back, the lease
/// decides.
/// </summary>
static class PartitionShares
{
    /// <summary>
    /// Distributes evenly: no silo has more than one partition more than another. Each partition goes to the silo that
    /// draws the highest number for it and still has room, so that a silo that comes or goes moves few of the others'
    /// partitions.
    /// </summary>
    /// <param name="silos">In any order, each once.</param>
    /// <returns>The silo of each partition; empty without silos.</returns>
    public static string[] Of(int partitions, IReadOnlyCollection<string> silos)
    {
        if (silos.Count == 0) return [];

        var share = partitions / silos.Count;
        var larger = partitions % silos.Count;
        var owned = silos.ToDictionary(silo => silo, _ => 0, StringComparer.Ordinal);
        var owners = new string[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            var owner = silos
                .Where(silo => owned[silo] < share || owned[silo] == share && larger > 0)
                .OrderByDescending(silo => Draw(silo, partition)).ThenBy(silo => silo, StringComparer.Ordinal)
                .First();
            owners[partition] = owner;
            if (owned[owner]++ == share) larger--;
        }

        return owners;
    }

    static ulong Draw(string silo, int partition) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(silo), partition);
}
