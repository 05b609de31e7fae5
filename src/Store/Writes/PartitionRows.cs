using System.Text;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Store.Writes;

/// <summary>What the store has of the records of one partition of the log.</summary>
public sealed class PartitionRows(ClickHouse store)
{
    /// <summary>
    /// The tables whose rows are told apart by the offset of their record: all whose rows no newer version replaces.
    /// </summary>
    public static readonly IReadOnlyList<string> TablesByOffset =
        ["points", "previews", "strings", "histograms", "files", "ingest_errors"];

    /// <summary>How far the partition is.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<PartitionProgress> ProgressAsync(int partition, CancellationToken cancellationToken)
    {
        var columns = await store.QueryAsync(
            $$"""
            SELECT {{PartitionProgress.ColumnNames}} FROM run_attributes FINAL WHERE run = 0 AND path = {path:String}
            """,
            new SqlArguments().Add("path", PartitionProgress.PathOf(partition)), cancellationToken);
        return columns.Rows == 0 ? PartitionProgress.None : PartitionProgress.Read(columns, 0);
    }

    /// <summary>The highest offset that any row has, if it is <paramref name="from"/> or more; else
    /// <c>null</c>.</summary>
    public async Task<long?> HighestOffsetAsync(int partition, long from, CancellationToken cancellationToken) =>
        await HighestOffsetsAsync(partition, from, cancellationToken) is { Count: > 0 } highest ? highest.Values.Max() : null;

    /// <summary>
    /// By table, the highest offset of its rows, where that is <paramref name="from"/> or more. A flush that was cut
    /// short leaves rows beyond the progress.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, long>> HighestOffsetsAsync(
        int partition, long from, CancellationToken cancellationToken)
    {
        var highest = new Dictionary<string, long>();
        foreach (var table in TablesByOffset)
        {
            var columns = await store.QueryAsync(
                $"SELECT max(off) AS last, count() AS rows FROM {table} WHERE part = {{part:UInt32}} AND off >= {{from:UInt64}}",
                new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)from), cancellationToken);
            if (columns.Values<ulong>("rows")[0] > 0) highest[table] = (long)columns.Values<ulong>("last")[0];
        }

        return highest;
    }

    /// <summary>
    /// The runs that logged after what checkpoints cover, in the order of their numbers, and about how many attributes
    /// each has.
    /// </summary>
    public async Task<IReadOnlyList<(ulong Run, long Attributes)>> RunsBehindAsync(
        int partition, PartitionProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Summarized >= progress.Stored) return [];

        // Each turn of a run writes the row of its activity, which has the offset of the last checkpoint. The
        // checkpoint is read from the table that is written last: an interrupted flush may have stored the other one's
        // rows alone.
        const string sql = $$"""
            SELECT run, maxIf(int_value, path = {count:String}) AS attributes FROM run_attributes
            WHERE path IN ('{{SystemPaths.PingTime}}', {count:String}) AND part = {part:UInt32} AND run IN (
                SELECT run FROM attributes WHERE path = '{{SystemPaths.PingTime}}' AND part = {part:UInt32} AND off >= {from:UInt64})
            GROUP BY run
            HAVING maxIf(off, path = '{{SystemPaths.PingTime}}')
                > maxIf({{RunActivity.CheckpointColumn}}, path = '{{SystemPaths.PingTime}}')
            ORDER BY run
            """;
        var columns = await store.QueryAsync(
            sql, new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)(progress.Summarized + 1))
                .Add("count", Encoding.UTF8.GetString(SystemAttributes.TotalCount)),
            cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows)
            .Select(i => (columns.Values<ulong>("run")[i], columns.Values<long>("attributes")[i]))];
    }

    /// <summary>The runs with rows whose effects on forks may not have been told yet, and whether they are new
    /// there.</summary>
    public async Task<IReadOnlyList<(ulong Run, bool IsNew)>> RunsUnnoticedAsync(
        int partition, PartitionProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Noticed >= progress.Stored) return [];

        const string sql = $$"""
            SELECT run, max(path = '{{SystemPaths.Id}}') AS is_new FROM attributes
            WHERE path IN ('{{SystemPaths.PingTime}}', '{{SystemPaths.Id}}') AND part = {part:UInt32} AND off >= {from:UInt64}
            GROUP BY run ORDER BY run
            """;
        var columns = await store.QueryAsync(
            sql, new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)(progress.Noticed + 1)), cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows)
            .Select(i => (columns.Values<ulong>("run")[i], columns.Values<byte>("is_new")[i] != 0))];
    }
}
