using System.Text;
using NeptuneAlt.Store;
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
        await engine.Store.ExecuteAsync($"CREATE TABLE {table} (a UInt64, s String) ENGINE = MergeTree ORDER BY a", Cancel);
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
    public async Task Makes_our_tables()
    {
        using var store = await engine.NewDatabaseAsync();
        await store.MigrateAsync(Cancel);

        var answer = await store.QueryAsync("SELECT count() AS n FROM points", SqlArguments.None, Cancel);

        Assert.Equal(0ul, answer.Values<ulong>("n")[0]);
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
            + "toUInt64(number) IN {runs:Array(UInt64)} AS found, {text:String} = repeat('ü', 200000) AS same FROM numbers(2)",
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
