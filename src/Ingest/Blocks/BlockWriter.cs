using NeptuneAlt.Store;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>
/// Writes blocks of rows to the store. A flush is one insert a table, each atomic; <c>run_attributes</c> comes last and
/// carries the partition's progress, so what that table shows as stored is stored everywhere.
/// </summary>
sealed class BlockWriter(ClickHouse store, PartitionRows rows)
{
    /// <summary>
    /// Continues after that progress. Rows beyond it, left by a flush that was cut short, are not written again.
    /// </summary>
    public async Task<BlockSession> OpenAsync(int partition, PartitionProgress progress, CancellationToken cancellationToken) =>
        new(store, rows, partition, progress, await rows.HighestOffsetsAsync(partition, progress.Stored + 1, cancellationToken));
}
