using System.Globalization;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest;

/// <summary>The writing of one partition's blocks through one epoch.</summary>
/// <param name="ahead">By table, the last offset that it holds already, where that is beyond the progress.</param>
sealed class BlockSession(ClickHouse store, int partition, PartitionProgress progress, IReadOnlyDictionary<string, long> ahead)
{
    /// <summary>What is surely stored in all tables.</summary>
    public PartitionProgress Progress { get; private set; } = progress;

    /// <summary>Runs whose points are stored, but perhaps not their summaries.</summary>
    public async Task<IReadOnlyList<RunKey>> RunsBehindAsync(CancellationToken cancellationToken)
    {
        if (Progress.Summarised >= Progress.Stored) return [];

        const string sql = """
            SELECT project, string_value AS run_id FROM run_attributes FINAL
            WHERE path = 'sys/custom_run_id' AND run IN (
                SELECT run FROM points WHERE part = {part:UInt32} AND off >= {from:UInt64} AND off <= {to:UInt64}
                UNION DISTINCT SELECT run FROM previews WHERE part = {part:UInt32} AND off >= {from:UInt64} AND off <= {to:UInt64}
                UNION DISTINCT SELECT run FROM strings WHERE part = {part:UInt32} AND off >= {from:UInt64} AND off <= {to:UInt64}
                UNION DISTINCT SELECT run FROM histograms WHERE part = {part:UInt32} AND off >= {from:UInt64} AND off <= {to:UInt64}
                UNION DISTINCT SELECT run FROM files WHERE part = {part:UInt32} AND off >= {from:UInt64} AND off <= {to:UInt64})
            """;
        var columns = await store.QueryAsync(
            sql,
            new SqlArguments().Add("part", (uint)partition).Add("from", (ulong)(Progress.Summarised + 1))
                .Add("to", (ulong)Progress.Stored),
            cancellationToken);
        return [.. Enumerable.Range(0, columns.Rows)
            .Select(i => new RunKey(columns.Values<uint>("project")[i], columns.Strings("run_id").Text(i)))];
    }

    /// <summary>Stores a block and moves the progress, all or nothing for whoever recovers from what is stored.</summary>
    /// <exception cref="StoreUnavailableException">Perhaps stored in part: open a new session before writing on.</exception>
    public async Task WriteAsync(PendingBlock block, PartitionProgress next, CancellationToken cancellationToken)
    {
        block.Runs.Sort((a, b) => a.Run.CompareTo(b.Run));
        var tables = new BlockTables(block.Runs, (ushort)partition, ahead);
        await Task.WhenAll(tables.Independent().Where(insert => insert.Rows.Rows > 0)
            .Select(insert => InsertAsync(insert.Table, insert.Rows, next, cancellationToken)));
        await InsertAsync("attributes", tables.Attributes(marker: null), next, cancellationToken);
        await InsertAsync("run_attributes", tables.Attributes(next), next, cancellationToken);
        Progress = next;
    }

    async Task InsertAsync(string table, NativeBlock rows, PartitionProgress next, CancellationToken cancellationToken)
    {
        using (rows)
        {
            if (rows.Rows == 0) return;

            var token = string.Create(CultureInfo.InvariantCulture, $"{table}/{partition}/{Progress.Stored}-{next.Stored}/{next.Flushes}");
            await store.InsertAsync(table, rows, token, cancellationToken);
        }
    }
}
