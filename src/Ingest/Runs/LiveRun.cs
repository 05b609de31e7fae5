using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Runs;

/// <summary>
/// A run that is being written: keeps its <see cref="RunState"/> in step with its partition's epochs, feeds it records,
/// and creates the run in the catalog. One call at a time; its grain sees to that.
/// </summary>
sealed class LiveRun(
    RunKey key, CatalogRuns registry, RunLoader loader, RunCreator creator, PointRemoval removal, LiveRuns runs, ILogger logger)
{
    RunState? _state;
    long _epoch = -1;
    long _lastOffset = -1;

    /// <inheritdoc cref="IRunGrain.ApplyAsync"/>
    public async Task<RunBlock> ApplyAsync(RunRecords records)
    {
        await EnterAsync(records);
        var block = new RunBlock { Project = key.Project, Run = _state?.Run.Number ?? 0 };
        _state?.BeginTurn(block);
        for (var i = 0; i < records.Offsets.Count; i++)
        {
            try
            {
                await ApplyAsync(records.Records[i], records.Offsets[i], block);
            }
            catch (Exception bug) when (!IsOutage(bug))
            {
                // One record must never stop its partition: it is reported as failed, and the others go on.
                Telemetry.RecordFailed(logger, bug, key.RunId, records.Offsets[i]);
                ErrorLog errors = default;
                errors.Add(IngestCode.Internal, "", IngestMessages.Of(IngestCode.Internal));
                errors.Flush(block, records.Offsets[i]);
            }
        }

        if (_state is not null)
        {
            _state.EndTurn();
            runs.Show(key, _state);
        }

        if (records.Offsets.Count > 0) _lastOffset = records.Offsets[^1];
        return block;
    }

    /// <inheritdoc cref="IRunGrain.CheckpointAsync"/>
    public RunBlock Checkpoint(long epoch)
    {
        // Without the state that owes it, the checkpoint would be taken for written.
        if (epoch != _epoch) throw new StateLostException($"Run {key.RunId} lost what it has to write of epoch {epoch}.");

        var block = new RunBlock { Project = key.Project, Run = _state?.Run.Number ?? 0 };
        _state?.Checkpoint(block);
        return block;
    }

    /// <summary>Whether that epoch is the newest one known here.</summary>
    public bool IsNewest(long epoch) => _epoch <= epoch;

    /// <summary>Makes sure that the state is the one before these records.</summary>
    async Task EnterAsync(RunRecords records)
    {
        if (records.Epoch < _epoch)
            throw new StaleEpochException($"Epoch {records.Epoch} of run {key.RunId} ended: {_epoch} runs now.");
        if (records.Epoch == _epoch && records.PreviousOffset == _lastOffset) return;
        if (records.PreviousOffset > records.StoredOffset)
            throw new StateLostException($"Run {key.RunId} lost its records up to {records.PreviousOffset}.");

        _epoch = -1;
        _state = await loader.LoadAsync(key, records.AsOf, CancellationToken.None);
        _epoch = records.Epoch;
        _lastOffset = records.PreviousOffset;
    }

    async Task ApplyAsync(ReadOnlyMemory<byte> record, long offset, RunBlock block)
    {
        var route = Route(record.Span);
        if (route.IsCreate) await CreateAsync(record, offset, block);
        else if (route.Kind == LogRecordKind.Inherit) await InheritAsync(record, offset);
        else if (route.Kind == LogRecordKind.Remove && _state is not null)
            await removal.ApplyAsync(_state, record, offset, CancellationToken.None);
        else Update(record.Span, offset, block);
    }

    async Task CreateAsync(ReadOnlyMemory<byte> bytes, long offset, RunBlock block)
    {
        (var isNew, _state) = await creator.CreateAsync(key, bytes, offset, _state, block, CancellationToken.None);
        if (isNew) block.FirstStep = -1;
    }

    async Task InheritAsync(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (_state is null) return;

        // The parent may have been linked since the state was made.
        var run = await registry.FindAsync(key, CancellationToken.None);
        if (run is not null) await creator.RefreshAsync(_state, run, bytes, offset, CancellationToken.None);
    }

    void Update(ReadOnlySpan<byte> bytes, long offset, RunBlock block)
    {
        if (!LogRecord.TryParse(bytes, out var record)) return;
        if (_state is not null)
        {
            _state.Apply(record, offset);
            return;
        }

        ErrorLog errors = default;
        errors.Add(IngestCode.RunNotFound, "", IngestMessages.Of(IngestCode.RunNotFound));
        errors.Flush(block, offset);
    }

    static bool IsOutage(Exception exception) =>
        exception is StoreUnavailableException or CatalogUnavailableException or LogUnavailableException
            or OperationCanceledException;

    static (LogRecordKind Kind, bool IsCreate) Route(ReadOnlySpan<byte> bytes)
    {
        if (!LogRecord.TryParse(bytes, out var record)) return default;

        var fields = new ProtoReader(record.Body);
        while (fields.Next())
            if (fields.IsBytes(6)) return (record.Kind, true);
        return (record.Kind, false);
    }
}
