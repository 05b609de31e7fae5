using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.Engine.Chdb;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;
using Xunit;

namespace NeptuneAlt.Unit.Engine;

[Trait(Speed.Name, Speed.Slow)]
public sealed class EngineProcessTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("neptune-test-");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Comes_back_with_its_data_after_a_kill()
    {
        await using var engine = await StartAsync(_folder.FullName);
        using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
        await store.ExecuteAsync("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Cancel);
        using var block = new NativeBlock();
        block.Add("a", [7ul]);
        await store.InsertAsync("t", block, "token", Cancel);

        using (var process = Process.GetProcessById(engine.ProcessId)) process.Kill();

        var answer = await AnswerAsync(store, "SELECT a FROM t");
        Assert.Equal([7ul], answer.Values<ulong>("a").ToArray());
        // A token holds for one life of the engine: a full disk may remember it without the rows.
        await store.InsertAsync("t", block, "token", Cancel);
        await store.InsertAsync("t", block, "token", Cancel);
        Assert.Equal(2, (await store.QueryAsync("SELECT a FROM t", SqlArguments.None, Cancel)).Rows);
    }

    [Fact]
    public async Task Keeps_its_data_over_a_stop_even_with_a_query_under_way()
    {
        await using (var engine = await StartAsync(_folder.FullName))
        {
            using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
            await store.ExecuteAsync("CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a", Cancel);
            using var block = new NativeBlock();
            block.Add("a", [7ul]);
            await store.InsertAsync("t", block, null, Cancel);
            _ = store.QueryAsync(
                "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1", SqlArguments.None, Cancel);
        }

        await using var again = await StartAsync(_folder.FullName);
        using var reopened = new ClickHouse(StoreAddress.Embedded(again.SocketPath));
        Assert.Equal(1, (await reopened.QueryAsync("SELECT a FROM t", SqlArguments.None, Cancel)).Rows);
    }

    [Fact]
    public async Task A_second_engine_on_the_folder_is_refused()
    {
        await using var engine = await StartAsync(_folder.FullName);

        var refused = await Assert.ThrowsAsync<EngineStartException>(() => StartAsync(_folder.FullName));

        Assert.StartsWith(
            $"Another engine is running on {_folder.FullName}", refused.Message, StringComparison.Ordinal);
        using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
        Assert.Equal(1, (await store.QueryAsync("SELECT 1", SqlArguments.None, Cancel)).Rows);
    }

    [Fact]
    public async Task Ends_when_whoever_holds_its_input_is_killed()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NeptuneAlt.Engine");
        var socket = Path.Combine(_folder.FullName, "s");
        using var engine = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList =
            {
                "-c",
                $"mkfifo input && {{ sleep 600 > input & }} && echo $! && "
                + $"exec {program} --path data --socket s < input",
            },
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        })!; // With a program to start there is a process.
        var holder = int.Parse((await engine.StandardOutput.ReadLineAsync(Cancel))!, null); // The shell prints it.
        using var store = new ClickHouse(StoreAddress.Embedded(socket));
        await AnswerAsync(store, "SELECT 1");

        using (var process = Process.GetProcessById(holder)) process.Kill();

        await engine.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Equal(0, engine.ExitCode);
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task Listens_elsewhere_when_the_folder_is_too_deep_for_a_socket()
    {
        var deep = Path.Combine(_folder.FullName, new string('d', 120));

        await using var engine = await StartAsync(deep);

        using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
        Assert.Equal(1, (await store.QueryAsync("SELECT 1", SqlArguments.None, Cancel)).Rows);
    }

    [Fact]
    public async Task Names_the_cure_when_there_is_no_library()
    {
        var options = new EngineOptions(_folder.FullName, LibraryPath: "/nowhere/libchdb.so");

        var refused = await Assert.ThrowsAsync<EngineStartException>(
            () => EngineProcess.StartAsync(options, NullLogger.Instance, Cancel));

        Assert.Contains("--library", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comes_back_once_it_can_start_again()
    {
        var library = Path.Combine(_folder.FullName, "libchdb.so");
        File.CreateSymbolicLink(library, LibraryFile.Find(null, AppContext.BaseDirectory));
        var log = new RecordingLogger();
        await using var engine = await EngineProcess.StartAsync(
            new EngineOptions(Path.Combine(_folder.FullName, "data"), LibraryPath: library), log, Cancel);
        using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));

        File.Delete(library);
        using (var process = Process.GetProcessById(engine.ProcessId)) process.Kill();
        await log.WaitAsync("does not start", times: 2, Cancel);
        File.CreateSymbolicLink(library, LibraryFile.Find(null, AppContext.BaseDirectory));

        Assert.Equal(1, (await AnswerAsync(store, "SELECT 1")).Rows);
    }

    static Task<EngineProcess> StartAsync(string folder) =>
        EngineProcess.StartAsync(new EngineOptions(folder), NullLogger.Instance, Cancel);

    /// <summary>Asks until the engine is there.</summary>
    static async Task<Columns> AnswerAsync(ClickHouse store, string sql)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await store.QueryAsync(sql, SqlArguments.None, Cancel);
            }
            catch (StoreUnavailableException) when (attempt < 300)
            {
                await Task.Delay(100, Cancel);
            }
        }
    }

    sealed class RecordingLogger : ILogger
    {
        readonly ConcurrentQueue<string> _lines = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));

        public async Task WaitAsync(string text, int times, CancellationToken cancellationToken)
        {
            while (_lines.Count(line => line.Contains(text, StringComparison.Ordinal)) < times)
                await Task.Delay(50, cancellationToken);
        }
    }
}
