using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>The services that consuming needs, shared by all partitions of a process.</summary>
sealed record ConsumerServices(
    ILog Log, CatalogRuns Runs, PartitionRows Rows, BlockWriter Writer, RequestBoard Board, GrainCalls Grains, RunLoader Loader,
    DuplicateSearch Duplicates, RunCreator Creator, RollupService Rollups, LiveRuns Live, IngestOptions Options,
    TimeProvider Time, ILogger<IngestService> Logger);
