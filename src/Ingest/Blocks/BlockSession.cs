using System.Globalization;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Blocks;

/// <summary>The writing of one partition's blocks through one epoch.</summary>
/// <param name="ahead">By table, the last offset that it holds already, where that is beyond the progress.</param>
sealed class BlockSession(
    ClickHouse store, PartitionRows rows, int partition, PartitionProgress progress, IReadOnlyDictionary<string, long> ahead)
{
    readonly Guid _session = Guid.NewGuid();
    readonly KnownDefinitions _known = new();

    /// <summary>What is surely stored in all tables.</summary>
    public PartitionProgress Progress { get; private set; } = progress;

    /// <inheritdoc cref="PartitionRows.RunsBehindAsync"/>
    public Task<IReadOnlyList<(ulong Run, long Attributes)>> RunsBehindAsync(CancellationToken cancellationToken) =>
        rows.RunsBehindAsync(partition, Progress, cancellationToken);

    /// <inheritdoc cref="PartitionRows.RunsUnnoticedAsync"/>
    public Task<IReadOnlyList<(ulong Run, bool IsNew)>> RunsUnnoticedAsync(CancellationToken cancellationToken) =>
        rows.RunsUnnoticedAsync(partition, Progress, cancellationToken);

    /// <summary>Stores a block, then moves the progress: a recovery sees all of the block or starts before
    /// it.</summary>
    /// <exception cref="StoreUnavailableException">Perhaps stored in part: open a new session before writing
    /// on.</exception>
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
        attributes.AddProgress(next);
        await InsertAsync("run_attributes", attributes.ToBlock(), next, cancellationToken);
        Progress = next;
    }

    async Task InsertAsync(string table, NativeBlock block, PartitionProgress next, CancellationToken cancellationToken)
    {
        using (block)
        {
            if (block.Rows == 0) return;

            // Which summaries and definitions go along is a matter of time, so a repeated stretch of the log may come
            // with others: their tokens are this session's own. What rows of points a stretch has is always the same.
            var session = table is "attributes" or "run_attributes" or "definitions" ? _session : Guid.Empty;
            var token = string.Create(
                CultureInfo.InvariantCulture,
                $"{table}/{partition}/{Progress.Stored}-{next.Stored}/{next.Flushes}/{session:N}");
            await store.InsertAsync(table, block, token, cancellationToken);
        }
    }
}
