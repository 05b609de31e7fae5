using Microsoft.Extensions.Logging;
using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Rollups;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Live;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log;
using NeptuneAlt.Model;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// One uninterrupted stretch of consuming. A single loop reads, dispatches, asks for checkpoints and starts flushes, so
/// that what a block holds and what the grains have seen never differ; at most one flush is under way beside it.
/// </summary>
sealed class PartitionEpoch(
    int partition, long epoch, BlockSession session, ILog log, RequestBoard board, GrainCalls grains,
    RunLoader loader, DuplicateSearch duplicates, ForkNotices forks, RollupService rollups, LiveRuns live, TimeProvider time,
    int runsKept, ILogger logger)
{
    const int FlushRows = 250_000;
    const int ReadBackRunsAtOnce = 5_000;
    const int ReadBackAttributesAtOnce = 50_000;
    static readonly TimeSpan FlushIntervalMin = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan FlushIntervalMax = TimeSpan.FromMilliseconds(400);

    /// <summary>Of the runs of this epoch, those at rest left out from time to time.</summary>
    readonly Dictionary<RunKey, long> _lastOffsets = [];
    int _keptLast;
    readonly DirtyRuns _dirty = new(time);
    PendingBlock _block = new();

    /// <summary>On its way to the store.</summary>
    PendingBlock _flushedBlock = new();
    Task _flush = Task.CompletedTask;
    long _gathered = session.Progress.Stored;
    long _flushedTo = session.Progress.Stored;
    long _summarizedTo = session.Progress.Summarized;
    long _lastFlush;
    TimeSpan _interval = FlushIntervalMin;
    CancellationToken _lost;
    readonly PendingRecords _pending = new();
    PendingRecords _flushing = new();
    ForkChanges _news = new();
    long _noticed = session.Progress.Noticed;
    readonly List<RunKey> _checkpoints = [];

    /// <summary>The block has all that the grains made of the records up to the last one gathered.</summary>
    bool _isWhole = true;

    /// <param name="lost">Cuts off a flush under way, which <paramref name="cancellationToken"/> lets end.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken lost)
    {
        _lost = lost;
        live.Forget(partition);
        foreach (var some in Portions(await session.RunsBehindAsync(cancellationToken)))
            await ReadBackAsync(some, cancellationToken);
        live.Ready(partition);
        board.CatchUp.Reach(partition, _flushedTo);
        await forks.CatchUpAsync(await session.RunsUnnoticedAsync(cancellationToken), cancellationToken);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var batches = log.ReadAsync(partition, session.Progress.Stored + 1, ended.Token)
            .GetAsyncEnumerator(ended.Token);
        var next = batches.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!next.IsCompleted) await WaitAsync(next, cancellationToken);
                if (next.IsCompleted)
                {
                    await next;
                    await TakeAsync(batches.Current, cancellationToken);
                    next = batches.MoveNextAsync().AsTask();
                }

                if (_block.Rows >= Limits.BlockRowsMax) await _flush;
                if (_flush.IsCompleted) await StartFlushAsync();
            }
        }
        finally
        {
            // The enumerator and the flush must be at rest before the epoch is over.
            ended.Cancel();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _flush.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                if (_flush.IsCompletedSuccessfully && _isWhole && !lost.IsCancellationRequested) await SettleAsync();
                grains.Leave(_lastOffsets.Keys, epoch);
            }

            _pending.Forget();
            _flushing.Forget();
        }
    }

    /// <summary>Many small runs together; a large one alone, as its state is large.</summary>
    static IEnumerable<IReadOnlyCollection<ulong>> Portions(IReadOnlyList<(ulong Run, long Attributes)> runs)
    {
        var portion = new List<ulong>();
        var attributes = 0L;
        foreach (var run in runs)
        {
            if (portion.Count >= ReadBackRunsAtOnce || portion.Count > 0 && attributes + run.Attributes > ReadBackAttributesAtOnce)
            {
                yield return portion;
                portion = [];
                attributes = 0;
            }

            portion.Add(run.Run);
            attributes += run.Attributes;
        }

        if (portion.Count > 0) yield return portion;
    }

    /// <summary>Brings up the grains of runs whose rows in the store lack what they logged last.</summary>
    async Task ReadBackAsync(IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken)
    {
        var keys = await loader.PrepareAsync(runs, _flushedTo, cancellationToken);
        try
        {
            await DispatchAsync([.. keys.Select(Touch)]);
        }
        finally
        {
            loader.Forget(keys, _flushedTo);
        }
    }

    /// <summary>Leaves nothing behind that the next owner would have to read back. It could: so a failure is no matter.</summary>
    async Task SettleAsync()
    {
        try
        {
            while (_dirty.Next() is { Count: > 0 } some)
            {
                await CheckpointAsync(some);
                BeginFlush();
                await _flush;
            }

            if (!HasRows) return;

            BeginFlush();
            await _flush;
        }
        catch (Exception failure)
        {
            Telemetry.LeftUnsettled(logger, partition, failure.Message);
        }
    }

    bool HasRows => _gathered > _flushedTo || !_block.IsEmpty || SummarizedTo > _summarizedTo;

    bool HasWork => HasRows || _dirty.Count > 0 || forks.Waiting > 0;

    /// <summary>Up to here all rows will be up to date, once those gathered so far are stored.</summary>
    long SummarizedTo => Math.Min(_gathered, _dirty.FirstOffset - 1);

    /// <summary>Sleeps until there are records, the flush under way is over, or the next one is due.</summary>
    async Task WaitAsync(Task next, CancellationToken cancellationToken)
    {
        if (!_flush.IsCompleted)
        {
            await Task.WhenAny(next, _flush);
            return;
        }

        if (!HasWork)
        {
            await Task.WhenAny(next);
            return;
        }

        var due = _interval - time.GetElapsedTime(_lastFlush);
        if (due <= TimeSpan.Zero && !HasRows) due = FlushIntervalMax;
        if (due <= TimeSpan.Zero) return;

        // Delays are cut to whole milliseconds: a shorter one would be a loop.
        if (due < FlushIntervalMin) due += TimeSpan.FromMilliseconds(1);
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(next, Task.Delay(due, time, timer.Token)).WaitAsync(cancellationToken);
        timer.Cancel();
    }

    /// <summary>Hands a batch of records to the grains, run by run.</summary>
    async Task TakeAsync(LogBatch batch, CancellationToken cancellationToken)
    {
        Telemetry.Records.Add(batch.Records.Count);
        var groups = new Dictionary<RunKey, RunRecords>();
        for (var i = 0; i < batch.Records.Count; i++)
        {
            var offset = batch.FirstOffset + i;
            var (key, needsStore) = Route(batch.Records[i].Span, offset);
            if (key is not { } run)
            {
                _gathered = offset;
                continue;
            }

            if (needsStore)
            {
                // It reads what other runs logged before it: all of that has to be in the store first.
                await DispatchAsync(groups);
                groups.Clear();
                _gathered = offset - 1;
                await DrainAsync(cancellationToken);
            }

            if (!groups.TryGetValue(run, out var records)) groups[run] = records = Begin(run, offset);
            records.Offsets.Add(offset);
            records.Records.Add(batch.Records[i]);
            if (!needsStore) continue;

            await DispatchAsync(groups);
            groups.Clear();
        }

        await DispatchAsync(groups);
        _gathered = batch.FirstOffset + batch.Records.Count - 1;
    }

    RunRecords Begin(RunKey run, long offset) => new()
    {
        Epoch = epoch, PreviousOffset = _lastOffsets.GetValueOrDefault(run, -1), StoredOffset = _flushedTo, AsOf = offset - 1,
    };

    KeyValuePair<RunKey, RunRecords> Touch(RunKey run) => new(run, new RunRecords
    {
        Epoch = epoch, PreviousOffset = -1, StoredOffset = _flushedTo, AsOf = _flushedTo,
    });

    async Task DispatchAsync(IReadOnlyCollection<KeyValuePair<RunKey, RunRecords>> groups)
    {
        if (groups.Count == 0) return;

        _isWhole = false;
        var blocks = await Task.WhenAll(groups.Select(group => grains.ApplyAsync(group.Key, group.Value)));
        await duplicates.SettleAsync(blocks, _flushedBlock.Runs.Concat(_block.Runs), _lost);
        foreach (var ((run, records), block) in groups.Zip(blocks))
        {
            if (records.Offsets.Count > 0) _lastOffsets[run] = records.Offsets[^1];
            Telemetry.Points.Add(block.Points.Count);
            if (block.Errors.Count > 0) Telemetry.Rejected.Add(block.Errors.Count);
            if (block.OwedRows > 0)
                _dirty.Mark(
                    run, records.Offsets.Count > 0 ? records.Offsets[0] : _summarizedTo + 1, block.OwedRows,
                    block.Points.Count);
            // Reads go on by the old numbers until the new ones are stored.
            if (block.Retired.Count > 0) _checkpoints.Add(run);
            _news.Add(run, block);
            _block.Add(block);
        }

        _isWhole = true;
    }

    /// <summary>Where a record goes, and whether it reads the store. Records without a run are answered here.</summary>
    (RunKey? Run, bool NeedsStore) Route(ReadOnlySpan<byte> bytes, long offset)
    {
        // What the server wrote itself names no project: it has the project's number.
        if (!LogRecord.TryParse(bytes, out var record)
            || record.Kind == LogRecordKind.Operation && RunOperationRoute.TryRead(record.Body, out _) is not null)
        {
            Reject(offset, IngestCode.Internal);
            return (null, false);
        }

        _pending.Add(bytes.Length, record.ReceivedMs);
        if (record.Kind == LogRecordKind.ProjectMissing)
        {
            _ = RunOperationRoute.TryRead(record.Body, out var route);
            Reject(offset, IsProjectName(route.Project) ? IngestCode.ProjectNotFound : IngestCode.ProjectInvalidName);
            return (null, false);
        }

        return (new RunKey(record.Project, RunOperationRoute.RunIdOf(record.Body)),
            record.Kind is LogRecordKind.Inherit or LogRecordKind.Remove || RunOperationRoute.IsFork(record.Body));
    }

    static bool IsProjectName(string identifier) =>
        Guid.TryParse(identifier, out _) || ProjectNames.Split(identifier, out _, out _) is null;

    void Reject(long offset, IngestCode code)
    {
        var block = new RunBlock();
        block.Errors.Add(new ErrorRow(offset, 0, "", code, 1, IngestMessages.Of(code)));
        _block.Add(block);
    }

    async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _flush;
        while (_gathered > _flushedTo || !_block.IsEmpty)
        {
            BeginFlush();
            cancellationToken.ThrowIfCancellationRequested();
            await _flush;
        }
    }

    async Task StartFlushAsync()
    {
        await _flush;
        var isDue = _block.Rows >= FlushRows || time.GetElapsedTime(_lastFlush) >= _interval;
        if (!isDue || !HasWork) return;

        if (_lastOffsets.Count > Math.Max(runsKept, 2 * _keptLast)) ForgetResting();
        await CheckpointAsync(_dirty.Due());
        if (HasRows) BeginFlush();
        else if (forks.Waiting > 0) _flush = SendNoticesAsync(_flushedTo, _lost);
    }

    /// <summary>Of runs that are wholly in the store nothing needs to be known: their grains are brought up from there.</summary>
    void ForgetResting()
    {
        foreach (var (run, offset) in _lastOffsets)
            if (offset <= _flushedTo && !_dirty.Contains(run)) _lastOffsets.Remove(run);
        _dirty.ForgetPauses();
        _keptLast = _lastOffsets.Count;
    }

    async Task CheckpointAsync(IReadOnlyList<RunKey> runs)
    {
        var blocks = await Task.WhenAll(runs.Select(run => grains.CheckpointAsync(run, epoch)));
        foreach (var block in blocks) _block.Add(block);
        foreach (var run in runs) _dirty.Clear(run);
        _checkpoints.AddRange(runs);
    }

    async Task SendNoticesAsync(long upTo, CancellationToken cancellationToken)
    {
        _lastFlush = time.GetTimestamp();
        if (await forks.TrySendAsync(cancellationToken)) _noticed = upTo;
    }

    void BeginFlush()
    {
        var (block, news) = (_block, _news);
        (_block, _news) = (new PendingBlock(), new ForkChanges());
        _lastFlush = time.GetTimestamp();
        var progress = new PartitionProgress(_gathered, SummarizedTo, session.Progress.Flushes + 1, _noticed);
        _summarizedTo = progress.Summarized;
        _flushing = _pending.Take();
        var settled = _checkpoints.ToList();
        _checkpoints.Clear();
        _flushedBlock = block;
        _flush = FlushAsync(block, progress, news, settled, _lost);
    }

    async Task FlushAsync(
        PendingBlock block, PartitionProgress progress, ForkChanges news, List<RunKey> settled,
        CancellationToken cancellationToken)
    {
        using var span = Telemetry.Flushing(partition);
        var started = time.GetTimestamp();
        await session.WriteAsync(block, progress, cancellationToken);
        _flushedBlock = new PendingBlock();
        _flushedTo = progress.Stored;
        board.Publish(partition, progress, block.Runs);
        _flushing.Stored(time.GetUtcNow());
        foreach (var run in settled) live.Settle(run);
        rollups.Note([.. block.Runs.SelectMany(run => run.LongSeries.Select(series => (run.Run, series)))]);

        var took = time.GetElapsedTime(started);
        Telemetry.FlushRows.Record(block.Rows);
        Telemetry.FlushDuration.Record(took.TotalSeconds);
        _interval = TimeSpan.FromTicks(Math.Clamp(took.Ticks * 3, FlushIntervalMin.Ticks, FlushIntervalMax.Ticks));

        await forks.NoteAsync(news, cancellationToken);
        await SendNoticesAsync(progress.Stored, cancellationToken);
        await log.TrimAsync(partition, progress.Stored + 1, cancellationToken);
    }
}
