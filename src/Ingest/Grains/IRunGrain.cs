using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Grains;

/// <summary>
/// Orders all writes to one run and holds what judging them needs. Key: <c>project number/run id</c>. Called only by the
/// owner of the run's partition, on its own silo.
/// </summary>
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Applies a stretch of the run's records, in order; none at all just brings the state up.</summary>
    /// <returns>Their rows, for the caller to store.</returns>
    /// <exception cref="StaleEpochException">The caller no longer owns the partition.</exception>
    /// <exception cref="StateLostException">Records of this epoch are missing in the grain: start a new epoch.</exception>
    /// <exception cref="StoreUnavailableException">The state could not be read back.</exception>
    /// <exception cref="CatalogUnavailableException">The run could not be created or found.</exception>
    Task<RunBlock> ApplyAsync(RunRecords records);

    /// <summary>The summaries that the store lacks, as of the last record applied in this epoch.</summary>
    Task<RunBlock> CheckpointAsync(long epoch);

    /// <summary>The caller of that epoch no longer consumes the partition.</summary>
    [Orleans.Concurrency.OneWay]
    Task LeaveAsync(long epoch);
}

/// <summary>Records of one run, as read from one partition.</summary>
[GenerateSerializer, Immutable]
public sealed class RunRecords
{
    /// <summary>Grows each time the partition starts afresh: a grain with an older one rebuilds its state.</summary>
    [Id(0)] public required long Epoch { get; init; }

    /// <summary>Offset of the record of this run sent before in this epoch; -1 if these are the first.</summary>
    [Id(1)] public required long PreviousOffset { get; init; }

    /// <summary>All records of the partition up to here are in the store.</summary>
    [Id(2)] public required long StoredOffset { get; init; }

    /// <summary>The offset before the first of these records: state read back from the store is as of here.</summary>
    [Id(5)] public required long AsOf { get; init; }
    [Id(3)] public List<long> Offsets { get; } = [];

    /// <summary>Whole log records; see <see cref="LogRecord"/>.</summary>
    [Id(4)] public List<ReadOnlyMemory<byte>> Records { get; } = [];
}

/// <summary>A call from a former owner of the partition.</summary>
[GenerateSerializer]
public sealed class StaleEpochException(string message) : Exception(message);

/// <summary>The grain does not have what it was sent before, and the store does not have it yet.</summary>
[GenerateSerializer]
public sealed class StateLostException(string message) : Exception(message);
