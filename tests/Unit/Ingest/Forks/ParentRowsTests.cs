using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Forks;
using NeptuneAlt.Ingest.Status;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Ingest.Forks;

[Collection(EngineCollection.Name)]
public sealed class ParentRowsTests(EngineFixture engine) : IDisposable
{
    const int Partitions = 2;

    readonly string _folder = Directory.CreateTempSubdirectory("parent-rows").FullName;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_fork_waits_for_what_its_parent_logged_into_another_partition()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var log = NewLog();
        var writer = new BlockWriter(store);
        var rows = new ParentRows(log, new RequestBoard(), writer, TimeProvider.System);
        var (fork, parent) = (InPartition(0), InPartition(1));
        await rows.AwaitAsync(fork, [parent], Cancel);

        await log.AppendAsync(1, new byte[] { 1 }, Cancel);
        var waiting = rows.AwaitAsync(fork, [InPartition(0), parent], Cancel);
        await rows.AwaitAsync(parent, [parent], Cancel);
        Assert.False(waiting.IsCompleted);
        var session = await writer.OpenAsync(1, new PartitionProgress(-1, -1, 0), Cancel);
        await session.WriteAsync(new PendingBlock(), new PartitionProgress(0, 0, 1), Cancel);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    [Fact]
    public async Task Forks_that_wait_for_each_other_go_on()
    {
        using var store = await engine.NewDatabaseAsync();
        await using var log = NewLog();
        await log.AppendAsync(1, new byte[] { 1 }, Cancel);
        await new ParentRows(log, new RequestBoard(), new BlockWriter(store), TimeProvider.System)
            .AwaitAsync(InPartition(0), [InPartition(1)], Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    static Run InPartition(int partition) => Enumerable.Range(0, 100)
        .Select(i => new Run(1, Guid.Empty, 1, $"r{i}", "P-1", null, null, null, DateTimeOffset.UnixEpoch))
        .First(run => Partitioning.Of(new RunKey(run.Project, run.RunId), Partitions) == partition);

    EmbeddedLog NewLog() =>
        new(new EmbeddedLogOptions(_folder, Partitions) { DiskFreeBytesMin = 0 }, TimeProvider.System);
}
