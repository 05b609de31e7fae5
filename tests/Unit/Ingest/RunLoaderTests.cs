using Google.Protobuf;
using NeptuneAlt.Ingest;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using Run = NeptuneAlt.Model.Run;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest;

[Collection(EngineCollection.Name)]
public class RunLoaderTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brings_back_a_run_as_it_was_left_whatever_its_last_checkpoint()
    {
        using var store = await engine.NewDatabaseAsync();
        var session = await new BlockWriter(store).OpenAsync(0, new PartitionProgress(-1, -1, 0), Cancel);
        var state = new RunState(new Run(7, Guid.Empty, 1, "r", "P-1", null, null, null, DateTimeOffset.UnixEpoch));

        // The series "b" is born after the checkpoint, and grows in a turn of its own.
        await TurnAsync(state, session, 1, ("a", 1, 0.5), ("a", 2, double.NaN));
        await WriteAsync(session, state.Checkpoint, 1);
        await TurnAsync(state, session, 5, ("a", 3, 4), ("b", 3, -1), ("b", 4, -2));
        await TurnAsync(state, session, 9, ("b", 5, -3), ("a", 5, double.PositiveInfinity));
        var loaded = await new RunLoader(store).LoadAsync(state.Run, 9, Cancel);

        Assert.Equal(Read(state), Read(loaded));
        Assert.Equal(2 + 5, Read(loaded).Count);
        Assert.True(loaded.IsBehind);
        await WriteAsync(session, loaded.Checkpoint, 9);
        Assert.False((await new RunLoader(store).LoadAsync(state.Run, 9, Cancel)).IsBehind);
    }

    static List<LiveAttribute> Read(RunState state)
    {
        var values = new List<LiveAttribute>();
        state.Read(
            ["a"u8.ToArray(), "b"u8.ToArray(), SysPaths.ModificationTime, SysPaths.Size, SysPaths.RunningTime,
                SysPaths.TotalPoints, SysPaths.TotalCount], values);
        return values;
    }

    static Task TurnAsync(
        RunState state, BlockSession session, long offset, params (string Path, ulong Step, double Value)[] points)
    {
        var snapshots = points.Select(point => new UpdateRunSnapshot
        {
            Step = new Step { Whole = point.Step }, Append = { [point.Path] = new Value { Float64 = point.Value } },
        });
        var body = new RunOperation { RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } } };
        var bytes = LogRecord.Create(LogRecordKind.Operation, 1000 * offset, 1, body.ToByteArray(), "me");
        return WriteAsync(session, block =>
        {
            Assert.True(LogRecord.TryParse(bytes, out var record));
            state.BeginTurn(block);
            if (offset == 1)
                state.SetSystem(SysPaths.Id, AttributeType.String, new AttributeRow { Path = [], Type = default, Offset = 0, Version = 0 });
            state.Apply(record, offset);
            state.EndTurn();
            Assert.Empty(block.Errors);
        }, offset);
    }

    static async Task WriteAsync(BlockSession session, Action<RunBlock> fill, long offset)
    {
        var block = new RunBlock();
        fill(block);
        var pending = new PendingBlock();
        pending.Add(block);
        await session.WriteAsync(pending, new PartitionProgress(offset, -1, session.Progress.Flushes + 1), Cancel);
    }
}
