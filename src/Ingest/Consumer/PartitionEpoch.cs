using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Grains;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Log;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Writes;

namespace NeptuneAlt.Ingest.Consumer;

/// <summary>
/// Consumes a partition from where the store is until something goes wrong. A single loop reads, dispatches, asks for
/// checkpoints and starts flushes, so that what a block holds and what the grains have seen never differ; at most one
/// flush is under way beside it.
/// </summary>
sealed class PartitionEpoch(int partition, long epoch, BlockSession session, ForkNotices forks, ConsumerServices services)
{
    readonly TimeProvider _time = services.Time;
    readonly FlushSchedule _schedule = new(services.Time);
    readonly Checkpoints _checkpoints = new(services.Grains, epoch, services.Time);
    readonly KnownRuns _runs = new(services.Options.RunsKept);

    /// <summary>Rows for the next flush.</summary>
    PendingBlock _block = new();

    /// <summary>On its way to the store.</summary>
    PendingBlock _flushedBlock = new();
    Task _flush = Task.CompletedTask;
    long _gathered = session.Progress.Stored;
    long _flushedTo = session.Progress.Stored;
    long _summarizedTo = session.Progress.Summarized;
    CancellationToken _lost;
    readonly PendingRecords _pending = new();
    PendingRecords _flushing = new();
    ForkChanges _news = new();
    long _noticed = session.Progress.Noticed;

    /// <summary>The block has all that the grains made of the records up to the last one gathered.</summary>
    bool _isWhole = true;

    /// <param name="lost">Cuts off a flush under way, which <paramref name="cancellationToken"/> lets end.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken lost)
    {
        _lost = lost;
        services.Live.Forget(partition);
        foreach (var some in ReadBack.Portions(await session.RunsBehindAsync(cancellationToken)))
            await ReadBackAsync(some, cancellationToken);
        services.Live.Ready(partition);
        services.Board.CatchUp.Reach(partition, _flushedTo);
        await forks.CatchUpAsync(await session.RunsUnnoticedAsync(cancellationToken), cancellationToken);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var batches = services.Log.ReadAsync(partition, session.Progress.Stored + 1, ended.Token)
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
                services.Grains.Leave(_runs.Runs, epoch);
            }

            _pending.Forget();
            _flushing.Forget();
        }
    }

    /// <summary>Brings up the grains of runs whose rows in the store lack what they logged last.</summary>
    async Task ReadBackAsync(IReadOnlyCollection<ulong> runs, CancellationToken cancellationToken)
    {
        var keys = await services.Loader.PrepareAsync(runs, _flushedTo, cancellationToken);
        try
        {
            await DispatchAsync([.. keys.Select(Touch)]);
        }
        finally
        {
            services.Loader.Forget(keys, _flushedTo);
        }
    }

    /// <summary>
    /// Brings all rows up to date, so that the next owner has nothing to read back. A failure does no harm: the next
    /// owner can read it back.
    /// </summary>
    async Task SettleAsync()
    {
        try
        {
            while (_checkpoints.AreOwed)
            {
                foreach (var block in await _checkpoints.TakeNextAsync()) _block.Add(block);
                BeginFlush();
                await _flush;
            }

            if (!HasRows) return;

            BeginFlush();
            await _flush;
        }
        catch (Exception failure)
        {
            Telemetry.LeftUnsettled(services.Logger, partition, failure.Message);
        }
    }

    bool HasRows => _gathered > _flushedTo || !_block.IsEmpty || SummarizedTo > _summarizedTo;

    bool HasWork => HasRows || _checkpoints.AreOwed || forks.Waiting > 0;

    /// <summary>Up to here all rows will be up to date, once those gathered so far are stored.</summary>
    long SummarizedTo => Math.Min(_gathered, _checkpoints.FirstOffset - 1);

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

        var left = _schedule.Left(HasRows);
        if (left == TimeSpan.Zero) return;

        using var timer = new CancellationTokenSource();
        await Task.WhenAny(next, Task.Delay(left, _time, timer.Token)).WaitAsync(cancellationToken);
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
            if (Read(batch.Records[i], offset) is not { } record)
            {
                _gathered = offset;
                continue;
            }

            if (record.NeedsStore)
            {
                // It reads what other runs logged before it: all of that has to be in the store first.
                await DispatchAsync(groups);
                groups.Clear();
                _gathered = offset - 1;
                await DrainAsync(cancellationToken);
            }

            var run = record.Run;
            if (!groups.TryGetValue(run, out var records)) groups[run] = records = Begin(run, offset);
            records.Offsets.Add(offset);
            records.Records.Add(record);
            if (!record.NeedsStore) continue;

            await DispatchAsync(groups);
            groups.Clear();
        }

        await DispatchAsync(groups);
        _gathered = batch.FirstOffset + batch.Records.Count - 1;
    }

    RunRecords Begin(RunKey run, long offset) => new()
    {
        Epoch = epoch, PreviousOffset = _runs.LastOffset(run), StoredOffset = _flushedTo, AsOf = offset - 1,
    };

    KeyValuePair<RunKey, RunRecords> Touch(RunKey run) => new(run, new RunRecords
    {
        Epoch = epoch, PreviousOffset = -1, StoredOffset = _flushedTo, AsOf = _flushedTo,
    });

    async Task DispatchAsync(IReadOnlyCollection<KeyValuePair<RunKey, RunRecords>> groups)
    {
        if (groups.Count == 0) return;

        _isWhole = false;
        var blocks = await Task.WhenAll(groups.Select(group => services.Grains.ApplyAsync(group.Key, group.Value)));
        await services.Duplicates.SettleAsync(blocks, _flushedBlock.Runs.Concat(_block.Runs), _lost);
        foreach (var ((run, records), block) in groups.Zip(blocks))
        {
            if (records.Offsets.Count > 0) _runs.Sent(run, records.Offsets[^1]);
            Telemetry.Points.Add(block.Points.Count);
            if (block.Errors.Count > 0) Telemetry.Rejected.Add(block.Errors.Count);
            if (block.OwedRows > 0)
                _checkpoints.Mark(
                    run, records.Offsets.Count > 0 ? records.Offsets[0] : _summarizedTo + 1, block.OwedRows,
                    block.Points.Count);
            // Reads use the old numbers until the new ones are stored.
            if (block.Retired.Count > 0) _checkpoints.Settles(run);
            _news.Add(run, block);
            _block.Add(block);
        }

        _isWhole = true;
    }

    /// <summary>Reads where a record goes. Records without a run are answered here.</summary>
    RoutedRecord? Read(ReadOnlyMemory<byte> bytes, long offset)
    {
        if (!RoutedRecord.TryRead(bytes, out var record))
        {
            Reject(offset, IngestCode.Internal);
            return null;
        }

        _pending.Add(bytes.Length, record.ReceivedMs);
        if (record.Kind != LogRecordKind.ProjectMissing) return record;

        _ = RunOperationRoute.TryRead(record.Body.Span, out var route);
        Reject(offset, IsProjectName(route.Project) ? IngestCode.ProjectNotFound : IngestCode.ProjectInvalidName);
        return null;
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
        if (!_schedule.IsDue(_block.Rows) || !HasWork) return;

        if (_runs.AreMany)
        {
            _runs.ForgetResting(_flushedTo, _checkpoints.IsOwed);
            _checkpoints.ForgetPauses();
        }

        foreach (var block in await _checkpoints.TakeDueAsync()) _block.Add(block);
        if (HasRows) BeginFlush();
        else if (forks.Waiting > 0) _flush = SendNoticesAsync(_flushedTo, _lost);
    }

    async Task SendNoticesAsync(long upTo, CancellationToken cancellationToken)
    {
        _schedule.Begin();
        if (await forks.TrySendAsync(cancellationToken)) _noticed = upTo;
    }

    void BeginFlush()
    {
        var (block, news) = (_block, _news);
        (_block, _news) = (new PendingBlock(), new ForkChanges());
        _schedule.Begin();
        var progress = new PartitionProgress(_gathered, SummarizedTo, session.Progress.Flushes + 1, _noticed);
        _summarizedTo = progress.Summarized;
        _flushing = _pending.Take();
        _flushedBlock = block;
        _flush = FlushAsync(block, progress, news, _checkpoints.BeginFlush(), _lost);
    }

    async Task FlushAsync(
        PendingBlock block, PartitionProgress progress, ForkChanges news, IReadOnlyList<RunKey> settled,
        CancellationToken cancellationToken)
    {
        using var span = Telemetry.Flushing(partition);
        var started = _time.GetTimestamp();
        await session.WriteAsync(block, progress, cancellationToken);
        _flushedBlock = new PendingBlock();
        _flushedTo = progress.Stored;
        services.Board.Publish(partition, progress, block.Runs);
        _flushing.Stored(_time.GetUtcNow());
        foreach (var run in settled) services.Live.Settle(run);
        services.Rollups.Note([.. block.Runs.SelectMany(run => run.LongSeries.Select(series => (run.Run, series)))]);

        var took = _time.GetElapsedTime(started);
        Telemetry.FlushRows.Record(block.Rows);
        Telemetry.FlushDuration.Record(took.TotalSeconds);
        _schedule.Learn(took);

        await forks.NoteAsync(news, cancellationToken);
        await SendNoticesAsync(progress.Stored, cancellationToken);
        await services.Log.TrimAsync(partition, progress.Stored + 1, cancellationToken);
    }
}
