using System.Globalization;
using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Model;
using NeptuneAlt.Store;

namespace NeptuneAlt.Ingest.Grains;

/// <summary>The mailbox around a <see cref="RunState"/>: loads it, feeds it, and creates the run in the catalog.</summary>
/// <remarks>Lives where it is called first, which is where its partition is pumped: its records then cross no network.</remarks>
[Orleans.Placement.PreferLocalPlacement]
sealed class RunGrain(ICatalog catalog, RunLoader loader, RunCreator creator, ILogger<RunGrain> logger)
    : Grain, IRunGrain
{
    RunState? _state;
    RunKey _key;
    long _epoch = -1;
    long _lastOffset = -1;

    public static string KeyOf(RunKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Project}/{key.RunId}");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        _key = new RunKey(uint.Parse(key.AsSpan(0, slash), CultureInfo.InvariantCulture), key[(slash + 1)..]);
        return Task.CompletedTask;
    }

    public async Task<RunBlock> ApplyAsync(RunRecords records)
    {
        await EnterAsync(records);
        var block = new RunBlock { Project = _key.Project, Run = _state?.Run.Number ?? 0 };
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
                Telemetry.RecordFailed(logger, bug, _key.RunId, records.Offsets[i]);
                ErrorLog errors = default;
                errors.Add(IngestCode.Internal, "", IngestMessages.Of(IngestCode.Internal));
                errors.Flush(block, records.Offsets[i]);
            }
        }

        _state?.EndTurn();
        if (records.Offsets.Count > 0) _lastOffset = records.Offsets[^1];
        return block;
    }

    public Task<RunBlock> CheckpointAsync(long epoch)
    {
        var block = new RunBlock { Project = _key.Project, Run = _state?.Run.Number ?? 0 };
        if (epoch == _epoch) _state?.Checkpoint(block);
        return Task.FromResult(block);
    }

    public Task NoteChildAsync(long forkStep)
    {
        if (_state is not null) _state.ChildForkStep = Math.Max(_state.ChildForkStep, forkStep);
        else if (_epoch < 0) DeactivateOnIdle(); // Perhaps on the wrong silo; it finds its children when it loads.
        return Task.CompletedTask;
    }

    public Task LeaveAsync(long epoch)
    {
        if (_epoch <= epoch) DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <summary>Makes sure that the state is the one before these records.</summary>
    async Task EnterAsync(RunRecords records)
    {
        if (records.Epoch < _epoch)
            throw new StaleEpochException($"Epoch {records.Epoch} of run {_key.RunId} ended: {_epoch} runs now.");
        if (records.Epoch == _epoch && records.PreviousOffset == _lastOffset) return;
        if (records.PreviousOffset > records.StoredOffset)
            throw new StateLostException($"Run {_key.RunId} lost its records up to {records.PreviousOffset}.");

        _epoch = -1;
        var run = await catalog.FindRunAsync(_key, CancellationToken.None);
        _state = run is null ? null : await loader.LoadAsync(run, records.AsOf, CancellationToken.None);
        _epoch = records.Epoch;
        _lastOffset = records.PreviousOffset;
    }

    async Task ApplyAsync(ReadOnlyMemory<byte> record, long offset, RunBlock block)
    {
        var route = Route(record.Span);
        if (route.IsCreate) await CreateAsync(record, offset, block);
        else if (route.Kind == LogRecordKind.Inherit) await InheritAsync(record, offset);
        else Update(record.Span, offset, block);
    }

    async Task CreateAsync(ReadOnlyMemory<byte> bytes, long offset, RunBlock block)
    {
        var (created, state) = await creator.CreateAsync(_key, bytes, offset, _state, block, CancellationToken.None);
        _state = state;
        if (!created || state?.Run.Fork?.Parent is null) return;

        foreach (var ancestor in (await catalog.AncestryAsync([state.Run.Number], CancellationToken.None))[state.Run.Number].Skip(1))
            await GrainFactory.GetGrain<IRunGrain>(KeyOf(new RunKey(ancestor.Project, ancestor.RunId)))
                .NoteChildAsync(state.Run.Fork.Step.Micros);
    }

    async Task InheritAsync(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (_state is null) return;

        // The parent may have been linked since the state was made.
        var run = await catalog.FindRunAsync(_key, CancellationToken.None);
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
        exception is StoreUnavailableException or CatalogUnavailableException or OperationCanceledException;

    static (LogRecordKind Kind, bool IsCreate) Route(ReadOnlySpan<byte> bytes)
    {
        if (!LogRecord.TryParse(bytes, out var record)) return default;

        var fields = new ProtoReader(record.Body);
        while (fields.Next())
            if (fields.IsBytes(6)) return (record.Kind, true);
        return (record.Kind, false);
    }
}
