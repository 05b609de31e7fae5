using Google.Protobuf;
using NeptuneAlt.Catalog;
using NeptuneAlt.Catalog.Sqlite;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest.Runs;

[Collection(EngineCollection.Name)]
public sealed class RunLoaderTests(EngineFixture engine) : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("run-loader").FullName;
    SqliteDatabase? _catalog;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_catalog is not null) await _catalog.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public async Task Brings_back_a_run_as_it_was_left_whatever_its_last_checkpoint()
    {
        using var store = await engine.NewDatabaseAsync();
        var session = await new BlockWriter(store).OpenAsync(0, new PartitionProgress(-1, -1, 0), Cancel);
        var state = await NewRunAsync("r");
        var loader = new RunLoader(new CatalogRuns(_catalog!), store);

        // The series "b" is born after the checkpoint, and grows in a turn of its own.
        await TurnAsync(state, session, 1, ("a", 1, 0.5), ("a", 2, double.NaN));
        await WriteAsync(session, state.Checkpoint, 1);
        await TurnAsync(state, session, 5, ("a", 3, 4), ("b", 3, -1), ("b", 4, -2));
        await TurnAsync(state, session, 9, ("b", 5, -3), ("a", 5, double.PositiveInfinity));
        var loaded = (await loader.LoadAsync(KeyOf(state), 9, Cancel))!;

        Assert.Equal(Read(state), Read(loaded));
        Assert.Equal(2 + 5, Read(loaded).Count);
        Assert.True(loaded.IsBehind);
        await WriteAsync(session, loaded.Checkpoint, 9);
        Assert.False((await loader.LoadAsync(KeyOf(state), 9, Cancel))!.IsBehind);
    }

    [Fact]
    public async Task Knows_which_series_had_no_checkpoint()
    {
        using var store = await engine.NewDatabaseAsync();
        var session = await new BlockWriter(store).OpenAsync(0, new PartitionProgress(-1, -1, 0), Cancel);
        var state = await NewRunAsync("r");

        await TurnAsync(state, session, 1, ("a", 1, 0.5));
        await WriteAsync(session, state.Checkpoint, 1);
        await TurnAsync(state, session, 2, ("b", 1, -1));
        var loaded = (await new RunLoader(new CatalogRuns(_catalog!), store).LoadAsync(KeyOf(state), 2, Cancel))!;

        var lacking = new List<LiveAttribute>();
        loaded.Read(["a"u8.ToArray(), "b"u8.ToArray()], isBeforeStore: true, lacking);
        Assert.Equal(-1, Assert.Single(lacking).Float);
    }

    [Fact]
    public async Task Prepares_many_runs_as_it_loads_each()
    {
        using var store = await engine.NewDatabaseAsync();
        var session = await new BlockWriter(store).OpenAsync(0, new PartitionProgress(-1, -1, 0), Cancel);
        RunState[] states = [await NewRunAsync("early"), await NewRunAsync("late"), await NewRunAsync("at rest")];
        var loader = new RunLoader(new CatalogRuns(_catalog!), store);

        foreach (var state in states) await TurnAsync(state, session, 1, ("a", 1, 0.5), ("b", 1, -1));
        await TurnAsync(states[0], session, 2, ("a", 2, 7), ("b", 2, -2));
        await WriteAsync(session, states[0].Checkpoint, 2);
        await TurnAsync(states[0], session, 3, ("b", 3, -3));
        await TurnAsync(states[1], session, 4, ("a", 2, 1), ("a", 3, double.NegativeInfinity));
        await WriteAsync(session, states[2].Checkpoint, 4);

        var alone = await Task.WhenAll(states.Select(state => loader.LoadAsync(KeyOf(state), 4, Cancel)));
        var keys = await loader.PrepareAsync([.. states.Select(state => state.Run.Number), 999], 4, Cancel);
        Assert.Equal(states.Select(KeyOf), keys);
        for (var i = 0; i < states.Length; i++)
        {
            var prepared = (await loader.LoadAsync(keys[i], 4, Cancel))!;
            Assert.Equal(Read(states[i]), Read(prepared));
            Assert.Equal(Read(alone[i]!), Read(prepared));
        }

        // Who comes later, or as of another offset, gets a state of its own.
        Assert.Null(await loader.LoadAsync(new RunKey(1, "nobody"), 4, Cancel));
        Assert.NotSame(
            await loader.LoadAsync(keys[0], 4, Cancel), await loader.LoadAsync(keys[0], 4, Cancel));
    }

    [Fact]
    public async Task Names_the_runs_that_are_behind_their_checkpoints()
    {
        using var store = await engine.NewDatabaseAsync();
        var session = await new BlockWriter(store).OpenAsync(0, new PartitionProgress(-1, -1, 0), Cancel);
        RunState[] states = [await NewRunAsync("never"), await NewRunAsync("behind"), await NewRunAsync("at rest")];

        foreach (var state in states) await TurnAsync(state, session, 1, ("a", 1, 0.5), ("b", 1, -1));
        await WriteAsync(session, states[1].Checkpoint, 1);
        await TurnAsync(states[1], session, 2, ("a", 2, 7));
        await TurnAsync(states[2], session, 3, ("b", 2, 8));
        await WriteAsync(session, states[2].Checkpoint, 3);

        var behind = await session.RunsBehindAsync(Cancel);
        Assert.Equal(states[..2].Select(state => state.Run.Number).Order(), behind.Select(run => run.Run));
        Assert.All(behind, run => Assert.InRange(run.Attributes, 4, states[0].Attributes.Count));
    }

    async Task<RunState> NewRunAsync(string id)
    {
        if (_catalog is null)
        {
            _catalog = new SqliteDatabase(Path.Combine(_folder, "catalog.db"));
            await _catalog.MigrateAsync(Cancel);
            await new CatalogProjects(_catalog).CreateAsync(new NewProject("team", "loader", null, "priv", "", DateTimeOffset.UnixEpoch), Cancel);
        }

        var creation = await new CatalogRuns(_catalog).CreateAsync(
            new NewRun(new RunKey(1, id), null, null, null, default, DateTimeOffset.UnixEpoch), Cancel);
        return new RunState(creation.Run);
    }

    static RunKey KeyOf(RunState state) => new(state.Run.Project, state.Run.RunId);

    static List<LiveAttribute> Read(RunState state)
    {
        var values = new List<LiveAttribute>();
        state.Read(
            ["a"u8.ToArray(), "b"u8.ToArray(), SysPaths.ModificationTime, SysPaths.Size, SysPaths.RunningTime,
                SysPaths.TotalPoints, SysPaths.TotalCount], isBeforeStore: false, values);
        return values;
    }

    static Task TurnAsync(
        RunState state, BlockSession session, long offset, params (string Path, ulong Step, double Value)[] points)
    {
        var snapshots = points.Select(point => new UpdateRunSnapshot
        {
            Step = new Step { Whole = point.Step }, Append = { [point.Path] = new Value { Float64 = point.Value } },
        });
        var body = new RunOperation { RunId = state.Run.RunId, UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } } };
        var bytes = LogRecord.Create(LogRecordKind.Operation, 1000 * offset, 1, body.ToByteArray(), "me");
        return WriteAsync(session, block =>
        {
            Assert.True(LogRecord.TryParse(bytes, out var record));
            state.BeginTurn(block);
            if (state.Attributes.Find(SysPaths.Id) < 0)
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
