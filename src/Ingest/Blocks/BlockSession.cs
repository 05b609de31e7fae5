using System.Globalization;
using System.Text;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>The writing of one partition's blocks through one epoch.</summary>
/// <param name="ahead">By table, the last offset that it holds already, where that is beyond the progress.</param>
sealed class BlockSession(ClickHouse store, int partition, PartitionProgress progress, IReadOnlyDictionary<string, long> ahead)
{
    readonly Guid _session = Guid.NewGuid();
    readonly KnownDefinitions _known = new();

    /// <summary>What is surely stored in all tables.</summary>
    public PartitionProgress Progress { get; private set; } = progress;

    /// <summary>The runs that logged behind what checkpoints cover, in order, and about how many attributes each has.</summary>
    public async Task<IReadOnlyList<(ulong Run, long Attributes)>> RunsBehindAsync(CancellationToken cancellationToken)
    {
        if (Progress.Summarized >= Progress.Stored) return [];

        // Each turn of a run writes the row of its ping, which has the offset of the last checkpoint as its last step.
        // The table that is written last is asked for it: an interrupted flush may have stored the other one's rows alone.
        const string sql = """
            SELECT run, maxIf(int_value, path = {count:String}) AS attributes FROM run_attributes
            WHERE path IN ('sys/ping_time', {count:String}) AND part = {part:UInt32} AND run IN (
                SELECT run FROM attributes WHERE path = 'sys/ping_time' AND part = {part:UInt32} AND off >= {from:UInt64})
            GROUP BY run
            HAVING maxIf(off, path = 'sys/ping_time') > maxIf(last_step, path = 'sys/ping_time') ORDER BY run
            """;
        var columns = await store.QueryAsync(
            sql, new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)(Progress.Summarized + 1))
                .Add("count", Encoding.UTF8.GetString(SysPaths.TotalCount)),
            cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows)
            .Select(i => (columns.Values<ulong>("run")[i], columns.Values<long>("attributes")[i]))];
    }

    /// <summary>The runs stored behind what notices to forks tell, and whether they are new there.</summary>
    public async Task<IReadOnlyList<(ulong Run, bool IsNew)>> RunsUnnoticedAsync(CancellationToken cancellationToken)
    {
        if (Progress.Noticed >= Progress.Stored) return [];

        const string sql = """
            SELECT run, max(path = 'sys/id') AS is_new FROM attributes
            WHERE path IN ('sys/ping_time', 'sys/id') AND part = {part:UInt32} AND off >= {from:UInt64}
            GROUP BY run ORDER BY run
            """;
        var columns = await store.QueryAsync(
            sql, new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)(Progress.Noticed + 1)),
            cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows)
            .Select(i => (columns.Values<ulong>("run")[i], columns.Values<byte>("is_new")[i] != 0))];
    }

    /// <summary>Stores a block and moves the progress, all or nothing for whoever recovers from what is stored.</summary>
    /// <exception cref="StoreUnavailableException">Perhaps stored in part: open a new session before writing on.</exception>
    public async Task WriteAsync(PendingBlock block, PartitionProgress next, CancellationToken cancellationToken)
    {
        // Stable: of two rows of one version the later one wins.
        var tables = new BlockTables([.. block.Runs.OrderBy(run => run.Run)], (ushort)partition, ahead, _known);
        await Task.WhenAll(tables.Independent().Where(insert => insert.Rows.Rows > 0)
            .Select(insert => InsertAsync(insert.Table, insert.Rows, next, cancellationToken)));
        var attributes = tables.Attributes();
        await InsertAsync("attributes", attributes.ToBlock(), next, cancellationToken);
        tables.AddByRun(attributes);
        foreach (var run in block.Runs)
            foreach (var series in run.Retired) attributes.AddRetired(run.Run, series);
        attributes.AddMarker(next);
        await InsertAsync("run_attributes", attributes.ToBlock(), next, cancellationToken);
        Progress = next;
    }

    async Task InsertAsync(string table, NativeBlock rows, PartitionProgress next, CancellationToken cancellationToken)
    {
        using (rows)
        {
            if (rows.Rows == 0) return;

            // Which summaries and definitions go along is a matter of time, so a repeated stretch of the log may come with
            // others: their tokens are this session's own. What rows of points a stretch has is always the same.
            var session = table is "attributes" or "run_attributes" or "definitions" ? _session : Guid.Empty;
            var token = string.Create(
                CultureInfo.InvariantCulture,
                $"{table}/{partition}/{Progress.Stored}-{next.Stored}/{next.Flushes}/{session:N}");
            await store.InsertAsync(table, rows, token, cancellationToken);
        }
    }
}
