using System.Net.Sockets;
using System.Text;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Schema;
using NeptuneAlt.Store.Sql;
using Xunit;

namespace NeptuneAlt.Unit.Store;

[Collection(EngineCollection.Name)]
public class ClickHouseTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_a_query()
    {
        var answer = await engine.Store.QueryAsync("SELECT 1 AS one", SqlArguments.None, Cancel);

        Assert.Equal([1], answer.Values<byte>("one").ToArray());
    }

    [Fact]
    public async Task Inserts_a_block()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync(
            $"CREATE TABLE {table} (a UInt64, s String) ENGINE = MergeTree ORDER BY a", Cancel);
        var strings = new Utf8Builder();
        strings.Add("one");
        strings.Add("two");
        using var block = new NativeBlock();
        block.Add("a", [1ul, 2ul]).AddStrings("s", strings);

        await engine.Store.InsertAsync(table, block, null, Cancel);

        var answer = await engine.Store.QueryAsync($"SELECT a, s FROM {table} ORDER BY a", SqlArguments.None, Cancel);
        Assert.Equal([1ul, 2ul], answer.Values<ulong>("a").ToArray());
        Assert.Equal("two", answer.Strings("s").Text(1));
    }

    [Fact]
    public async Task Makes_our_tables_once()
    {
        using var store = await engine.NewDatabaseAsync();
        const string done = "SELECT count() AS n FROM schema_migrations";
        var before = await store.QueryAsync(done, SqlArguments.None, Cancel);

        await store.MigrateAsync(Cancel);

        var after = await store.QueryAsync(done, SqlArguments.None, Cancel);
        Assert.Equal(before.Values<ulong>("n")[0], after.Values<ulong>("n")[0]);
        var points = await store.QueryAsync("SELECT count() AS n FROM points", SqlArguments.None, Cancel);
        Assert.Equal(0ul, points.Values<ulong>("n")[0]);
    }

    [Fact]
    public async Task Drops_a_block_whose_token_it_has_seen()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync($"CREATE TABLE {table} (a UInt64) ENGINE = MergeTree ORDER BY a", Cancel);
        using var block = new NativeBlock();
        foreach (var (value, token) in ((ulong, string)[])[(1, "7"), (2, "7"), (3, "a'b\\")])
        {
            block.Clear();
            block.Add("a", [value]);
            await engine.Store.InsertAsync(table, block, token, Cancel);
        }

        var answer = await engine.Store.QueryAsync($"SELECT a FROM {table} ORDER BY a", SqlArguments.None, Cancel);

        Assert.Equal([1ul, 3ul], answer.Values<ulong>("a").ToArray());
    }

    [Fact]
    public async Task A_new_table_is_durable_and_remembers_tokens()
    {
        var answer = await engine.Store.QueryAsync(
            """
            SELECT toUInt64(value) AS v FROM system.merge_tree_settings
            WHERE name IN ('fsync_after_insert', 'fsync_part_directory', 'min_rows_to_fsync_after_merge',
                'non_replicated_deduplication_window')
            ORDER BY v
            """, SqlArguments.None, Cancel);

        Assert.Equal([1ul, 1ul, 1ul, 1000ul], answer.Values<ulong>("v").ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stops_a_cancelled_query_in_the_store_too(bool streamed)
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
        // Some rows come at once, so that the streamed query is cancelled in the middle of its answer.
        var sql = $"SELECT number AS cancelled_{streamed} FROM numbers(1000000000000) "
            + "WHERE number < 100000 OR sipHash64(number) = 1";

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            if (!streamed) await engine.Store.QueryAsync(sql, SqlArguments.None, cancel.Token);
            else await engine.Store.StreamAsync(sql, SqlArguments.None, cancel.Token).CountAsync(cancel.Token);
        });

        await Eventually.HoldsAsync(async () =>
        {
            var running = await engine.Store.QueryAsync(
                "SELECT query_id FROM system.processes WHERE query LIKE {what:String}",
                new SqlArguments().Add("what", $"SELECT number AS cancelled%{streamed}%"), Cancel);
            return running.Rows == 0;
        }, "What was cancelled goes on in the engine.");
    }

    [Fact]
    public async Task A_refusal_has_its_code()
    {
        var missing = await Assert.ThrowsAsync<StoreException>(
            () => engine.Store.QueryAsync("SELECT 1 FROM nowhere", SqlArguments.None, Cancel));
        var syntax = await Assert.ThrowsAsync<StoreException>(() => engine.Store.ExecuteAsync("SELEC 1", Cancel));

        Assert.Equal((60, 62), (missing.Code, syntax.Code));
        Assert.False(missing.IsLimit);
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_an_answer_is_no_answer()
    {
        const string sql =
            "SELECT number, throwIf(number = 3000000, 'in the middle') AS t FROM numbers(5000000) "
            + "SETTINGS max_threads = 1";

        var gathered = await Assert.ThrowsAsync<StoreException>(
            () => engine.Store.QueryAsync(sql, SqlArguments.None, Cancel));
        var streamed = await Assert.ThrowsAsync<StoreException>(
            async () => await engine.Store.StreamAsync(sql, SqlArguments.None, Cancel).CountAsync(Cancel));

        Assert.Equal((395, 395), (gathered.Code, streamed.Code));
    }

    [Fact]
    public async Task Too_much_time_or_memory_is_a_limit()
    {
        var slow = await Assert.ThrowsAsync<StoreException>(() => engine.Store.QueryAsync(
            "SELECT count() AS n FROM numbers(1000000000000) WHERE sipHash64(number) = 1", SqlArguments.None, Cancel,
            new QueryLimits(ExecutionTimeMax: TimeSpan.FromMilliseconds(300))));
        var large = await Assert.ThrowsAsync<StoreException>(() => engine.Store.QueryAsync(
            "SELECT groupArray(number) AS n FROM numbers(100000000)", SqlArguments.None, Cancel,
            new QueryLimits(MemoryBytesMax: 50_000_000)));

        Assert.Equal((159, 241), (slow.Code, large.Code));
        Assert.True(slow.IsLimit && large.IsLimit);
    }

    [Fact]
    public async Task A_refused_block_leaves_nothing_behind()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync($"CREATE TABLE {table} (a UInt64) ENGINE = MergeTree ORDER BY a", Cancel);
        using var block = new NativeBlock();
        block.Add("nonsense", [1ul]);

        await Assert.ThrowsAsync<StoreException>(() => engine.Store.InsertAsync(table, block, null, Cancel));

        var left = await engine.Store.QueryAsync($"SELECT a FROM {table}", SqlArguments.None, Cancel);
        Assert.Equal(0, left.Rows);
    }

    [Fact]
    public async Task An_insert_that_breaks_off_leaves_nothing_behind()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync($"CREATE TABLE {table} (a UInt8) ENGINE = MergeTree ORDER BY a", Cancel);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.Engine.SocketPath), Cancel);
            var request = $"POST /?query=INSERT+INTO+{table}+FORMAT+TSV HTTP/1.1\r\n"
                + "Host: x\r\nContent-Length: 3000000\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancel);
            for (var i = 0; i < 1000; i++) await socket.SendAsync("1\n1\n1\n1\n1\n"u8.ToArray().AsMemory(), Cancel);
        }

        await Eventually.HoldsAsync(async () => 0 == (await engine.Store.QueryAsync(
            "SELECT 1 FROM system.processes WHERE query LIKE 'INSERT%' AND query LIKE {what:String}",
            new SqlArguments().Add("what", $"%{table}%"), Cancel)).Rows, "An insert whose sender is gone goes on.");

        var left = await engine.Store.QueryAsync($"SELECT a FROM {table}", SqlArguments.None, Cancel);
        Assert.Equal(0, left.Rows);
    }

    [Fact]
    public async Task Can_tell_a_server_to_remember_tokens()
    {
        using var store = await engine.NewDatabaseAsync();

        await new Migrations(store).RememberTokensAsync("points", Cancel);

        var told = await store.QueryAsync(
            "SELECT 1 FROM system.tables WHERE database = currentDatabase() "
            + "AND create_table_query LIKE '%window = 1000%'",
            SqlArguments.None, Cancel);
        Assert.Equal(1, told.Rows);
    }

    [Fact]
    public async Task Serves_many_callers_at_once()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync($"CREATE TABLE {table} (a UInt64) ENGINE = MergeTree ORDER BY a", Cancel);

        await Parallel.ForAsync(0, 100, Cancel, async (i, cancel) =>
        {
            using var block = new NativeBlock();
            block.Add("a", [(ulong)i]);
            await engine.Store.InsertAsync(table, block, null, cancel);
            var answer = await engine.Store.QueryAsync(
                $"SELECT a FROM {table} WHERE a = {{a:UInt64}}", new SqlArguments().Add("a", (ulong)i), cancel);
            Assert.Equal([(ulong)i], answer.Values<ulong>("a").ToArray());
        });
    }

    [Fact]
    public async Task Without_a_store_it_is_unavailable()
    {
        using var store = new ClickHouse(StoreAddress.Embedded("/nowhere/engine.sock"));
        using var block = new NativeBlock();
        block.Add("a", [1ul]);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.QueryAsync("SELECT 1", SqlArguments.None, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.InsertAsync("t", block, null, Cancel));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData(@"back\slash \N \n")]
    [InlineData("new\nline\r\n\n\ttab\0")]
    [InlineData("emoji 🚀 and ü")]
    [InlineData("")]
    [InlineData("{name:String} ' OR 1=1 -- @p")]
    public async Task Binds_any_string(string text)
    {
        var answer = await engine.Store.QueryAsync(
            "SELECT {p:String} AS one, {q:Array(String)} AS many",
            new SqlArguments().Add("p", text).Add("q", (string[])[text, "b", text]),
            Cancel);

        Assert.Equal(text, answer.Strings("one").Text(0));
        Assert.Equal([text, "b", text], answer.StringArrays("many").Texts(0));
    }

    [Fact]
    public async Task Binds_twelve_thousand_long_strings()
    {
        var paths = Enumerable.Range(0, 12_000).Select(i => $"{i:D6}/ü'\\" + new string('x', 1012)).ToArray();

        var answer = await engine.Store.QueryAsync(
            "SELECT length({paths:Array(String)}) AS n, {paths:Array(String)}[12000] AS last, "
            + "toUInt64(number) IN {runs:Array(UInt64)} AS found, {text:String} = repeat('ü', 200000) AS same "
            + "FROM numbers(2)",
            new SqlArguments()
                .Add("paths", paths)
                .Add("runs", Enumerable.Range(1, 100_000).Select(i => (ulong)i).ToArray())
                .Add("text", new string('ü', 200_000)),
            Cancel);

        Assert.Equal(12_000ul, answer.Values<ulong>("n")[0]);
        Assert.Equal(paths[^1], answer.Strings("last").Text(0));
        Assert.Equal([0, 1], answer.Values<byte>("found").ToArray());
        Assert.Equal([1, 1], answer.Values<byte>("same").ToArray());
    }
}
