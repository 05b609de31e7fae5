namespace NeptuneAlt.Store.Schema;

/// <summary>What statements ask of a cluster, so that its tables behave as those of one server.</summary>
static class ClusterSettings
{
    /// <summary>For all statements.</summary>
    public static readonly IReadOnlyDictionary<string, object> Common = new Dictionary<string, object>
    {
        // A subquery over a table of the cluster is answered once, by all shards.
        ["distributed_product_mode"] = "global",
        // Readers and writers meet at the same replica, as long as it serves: what was written is read at once.
        ["load_balancing"] = "in_order",
        ["prefer_localhost_replica"] = 0,
        // A partition's rows are asked of its shard alone.
        ["optimize_skip_unused_shards"] = 1,
    };

    /// <summary>For inserts: they return once most replicas of the shard have the block.</summary>
    public static readonly IReadOnlyDictionary<string, object> Inserts = new Dictionary<string, object>(Common)
    {
        ["distributed_foreground_insert"] = 1,
        ["insert_quorum"] = "auto",
    };
}
