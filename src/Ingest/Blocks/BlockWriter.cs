using System.Globalization;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>
/// Writes blocks of rows to the store, and tells how far a partition is in it. A flush is one insert a table, each
/// atomic; <c>run_attributes</c> comes last and carries the partition's progress, so what that table shows as stored is
/// stored everywhere.
/// </summary>
public sealed class BlockWriter(ClickHouse store)
{
    /// <summary>How far a partition is, as the store says.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<PartitionProgress> ReadProgressAsync(int partition, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT off, int_value, version, last_step FROM run_attributes FINAL WHERE run = 0 AND path = {path:String}
            """;
        var columns = await store.QueryAsync(
            sql, new SqlArguments().Add("path", MarkerPath(partition)), cancellationToken);
        return columns.Rows == 0 ? new PartitionProgress(-1, -1, 0) : new PartitionProgress(
            (long)columns.Values<ulong>("off")[0], columns.Values<long>("int_value")[0],
            (long)columns.Values<ulong>("version")[0], columns.Values<long>("last_step")[0]);
    }

    /// <summary>The tables whose rows have the offset of their record.</summary>
    public static IReadOnlyList<string> TablesByOffset => BlockTables.ByOffset;

    /// <summary>The highest offset of a partition that any row has from an offset on; <c>null</c> if there is none. A flush that
    /// was cut short leaves rows behind the progress.</summary>
    public async Task<long?> HighestOffsetAsync(int partition, long from, CancellationToken cancellationToken) =>
        await AheadAsync(partition, from, cancellationToken) is { Count: > 0 } ahead ? ahead.Values.Max() : null;

    /// <summary>Prepares to go on after that progress: rows that a cut-short flush left behind it are not written again.</summary>
    internal async Task<BlockSession> OpenAsync(
        int partition, PartitionProgress progress, CancellationToken cancellationToken)
    {
        var ahead = await AheadAsync(partition, progress.Stored + 1, cancellationToken);
        return new BlockSession(store, partition, progress, ahead);
    }

    /// <summary>By table, the last offset that it has from that offset on.</summary>
    async Task<Dictionary<string, long>> AheadAsync(int partition, long from, CancellationToken cancellationToken)
    {
        var ahead = new Dictionary<string, long>();
        foreach (var table in BlockTables.ByOffset)
        {
            var columns = await store.QueryAsync(
                $"SELECT max(off) AS last, count() AS rows FROM {table} WHERE part = {{part:UInt32}} AND off >= {{from:UInt64}}",
                new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)from), cancellationToken);
            if (columns.Values<ulong>("rows")[0] > 0) ahead[table] = (long)columns.Values<ulong>("last")[0];
        }

        return ahead;
    }

    internal static string MarkerPath(int partition) => string.Create(CultureInfo.InvariantCulture, $"partition/{partition}");
}
