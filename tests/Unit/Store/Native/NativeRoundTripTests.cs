using CsCheck;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;
using NeptuneAlt.Store.Sql;
using Xunit;

namespace NeptuneAlt.Unit.Store.Native;

[Collection(EngineCollection.Name)]
public class NativeRoundTripTests(EngineFixture engine)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    sealed record Row(
        byte U8, ushort U16, uint U32, ulong U64, sbyte I8, short I16, int I32, long I64, float F32, double F64, bool B,
        byte[] Text, ulong[] Numbers, double[] Values, byte[][] Texts);

    // Line feeds are frequent: chDB would end an insert's data at two of them if it were in the statement's text.
    static readonly Gen<byte[]> s_text = Gen.OneOf(Gen.Byte, Gen.Const((byte)0x0A)).Array[0, 300];

    static readonly Gen<Row> s_row =
        from numbers in Gen.Select(Gen.Byte, Gen.UShort, Gen.UInt, Gen.ULong)
        from signed in Gen.Select(Gen.SByte, Gen.Short, Gen.Int, Gen.Long)
        from floats in Gen.Select(Gen.Float, Gen.Double, Gen.Bool)
        from text in s_text
        from arrays in Gen.Select(Gen.ULong.Array[0, 5], Gen.Double.Array[0, 5], s_text.Array[0, 4])
        select new Row(
            numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4,
            signed.Item1, signed.Item2, signed.Item3, signed.Item4,
            floats.Item1, floats.Item2, floats.Item3, text, arrays.Item1, arrays.Item2, arrays.Item3);

    [Fact]
    public async Task Every_type_survives_the_way_into_the_store_and_back()
    {
        var table = engine.NewName();
        await engine.Store.ExecuteAsync(
            $"""
            CREATE TABLE {table}
            (
                batch UInt32, number UInt32, u8 UInt8, u16 UInt16, u32 UInt32, u64 UInt64, i8 Int8, i16 Int16,
                i32 Int32,
                i64 Int64, f32 Float32, f64 Float64, b Bool, text String, numbers Array(UInt64), values Array(Float64),
                texts Array(String)
            )
            ENGINE = MergeTree ORDER BY (batch, number)
            """, Cancel);
        var batch = 0u;
        using var block = new NativeBlock();

        await s_row.Array[1, 100].SampleAsync(
            async rows =>
            {
                var number = Interlocked.Increment(ref batch);
                Fill(block, rows, number);
                await engine.Store.InsertAsync(table, block, null, Cancel);

                var answer = await engine.Store.QueryAsync(
                    $"SELECT * FROM {table} WHERE batch = {{batch:UInt32}} ORDER BY number",
                    new SqlArguments().Add("batch", number), Cancel);

                AssertEqual(rows, answer);
            },
            iter: 25, threads: 1);
    }

    [Fact]
    public async Task Blocks_of_many_segments_and_answers_of_many_blocks_stay_in_order()
    {
        const int rows = 300_000;
        var table = engine.NewName();
        await engine.Store.ExecuteAsync(
            $"CREATE TABLE {table} (a UInt64, s String, v Array(UInt32)) ENGINE = MergeTree ORDER BY a", Cancel);
        var numbers = new Column<ulong>();
        var strings = new Utf8Builder();
        var arrays = new ArrayBuilder<uint>();
        for (var i = 0; i < rows; i++)
        {
            numbers.Add((ulong)i);
            strings.Add(i % 100_000 == 7 ? new string('x', 3_000_000) : $"row {i}");
            for (var item = 0; item < i % 3; item++) arrays.AddItem((uint)i);
            arrays.EndRow();
        }

        using var block = new NativeBlock();
        block.Add("a", numbers).AddStrings("s", strings).AddArrays("v", arrays);
        await engine.Store.InsertAsync(table, block, null, Cancel);

        var answer = await engine.Store.QueryAsync($"SELECT * FROM {table} ORDER BY a", SqlArguments.None, Cancel);
        Assert.Equal(rows, answer.Rows);
        Assert.True(answer.Values<ulong>("a").SequenceEqual(numbers.Span));
        for (var i = 0; i < rows; i++)
        {
            Assert.True(answer.Strings("s")[i].SequenceEqual(strings[i]));
            Assert.Equal(i % 3, answer.Arrays<uint>("v")[i].Length);
        }

        var streamed = 0;
        await foreach (var part in engine.Store.StreamAsync(
            $"SELECT a FROM {table} ORDER BY a", SqlArguments.None, Cancel))
        {
            Assert.Equal((ulong)streamed, part.Values<ulong>("a")[0]);
            streamed += part.Rows;
        }

        Assert.Equal(rows, streamed);
    }

    [Fact]
    public async Task Reads_what_statements_make_of_columns()
    {
        var answer = await engine.Store.QueryAsync(
            """
            SELECT toFixedString('ab', 4) AS f, CAST(if(number = 0, NULL, 5), 'Nullable(Int32)') AS n,
                CAST(NULL, 'Nullable(String)') AS ns, toDateTime64(1.5, 3, 'UTC') AS t, [true, false] AS b,
                emptyArrayString() AS e, CAST('two', 'Enum8(\'two\' = 2)') AS en
            FROM numbers(2)
            """, SqlArguments.None, Cancel);

        Assert.Equal("ab\0\0", answer.Strings("f").Text(1));
        Assert.Equal(5, answer.Values<int>("n")[1]);
        Assert.Equal([true, false], answer.IsNull("n").ToArray());
        Assert.Equal([true, true], answer.IsNull("ns").ToArray());
        Assert.Equal([1500, 1500], answer.Values<long>("t").ToArray());
        Assert.Equal([true, false], answer.Arrays<bool>("b")[1].ToArray());
        Assert.Empty(answer.StringArrays("e").Texts(0));
        Assert.Equal([2, 2], answer.Values<sbyte>("en").ToArray());
    }

    [Fact]
    public async Task An_answer_without_rows_has_empty_columns()
    {
        var answer = await engine.Store.QueryAsync(
            "SELECT number AS n, [''] AS a FROM numbers(5) WHERE number > 7", SqlArguments.None, Cancel);

        Assert.Equal(0, answer.Rows);
        Assert.Equal(0, answer.Values<ulong>("n").Length);
        Assert.Equal(0, answer.StringArrays("a").Count);
    }

    [Theory]
    [InlineData("SELECT toLowCardinality('x') AS x", "LowCardinality")]
    [InlineData("SELECT (1, 2) AS x", "Tuple")]
    [InlineData("SELECT map(1, 2) AS x", "Map")]
    public async Task Refuses_types_that_it_does_not_read(string sql, string type)
    {
        var exception = await Assert.ThrowsAsync<StoreException>(
            () => engine.Store.QueryAsync(sql, SqlArguments.None, Cancel));

        Assert.Contains(type, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_when_a_column_is_asked_for_as_what_it_is_not()
    {
        var answer = await engine.Store.QueryAsync("SELECT toUInt64(1) AS x", SqlArguments.None, Cancel);

        Assert.Throws<StoreException>(() => answer.Values<long>("x").Length);
        Assert.Throws<StoreException>(() => answer.Values<ulong>("y").Length);
    }

    static void Fill(NativeBlock block, Row[] rows, uint batch)
    {
        var texts = new Utf8Builder();
        var numbers = new ArrayBuilder<ulong>();
        var values = new ArrayBuilder<double>();
        var lists = new Utf8ArrayBuilder();
        foreach (var row in rows)
        {
            texts.Add(row.Text);
            numbers.Add(row.Numbers);
            values.Add(row.Values);
            foreach (var text in row.Texts) lists.AddItem(text);
            lists.EndRow();
        }

        block.Clear();
        block.Add("batch", Enumerable.Repeat(batch, rows.Length).ToArray())
            .Add("number", Enumerable.Range(0, rows.Length).Select(i => (uint)i).ToArray())
            .Add("u8", rows.Select(row => row.U8).ToArray())
            .Add("u16", rows.Select(row => row.U16).ToArray())
            .Add("u32", rows.Select(row => row.U32).ToArray())
            .Add("u64", rows.Select(row => row.U64).ToArray())
            .Add("i8", rows.Select(row => row.I8).ToArray())
            .Add("i16", rows.Select(row => row.I16).ToArray())
            .Add("i32", rows.Select(row => row.I32).ToArray())
            .Add("i64", rows.Select(row => row.I64).ToArray())
            .Add("f32", rows.Select(row => row.F32).ToArray())
            .Add("f64", rows.Select(row => row.F64).ToArray())
            .Add("b", rows.Select(row => row.B).ToArray())
            .AddStrings("text", texts)
            .AddArrays("numbers", numbers)
            .AddArrays("values", values)
            .AddArrays("texts", lists);
    }

    static void AssertEqual(Row[] rows, Columns answer)
    {
        Assert.Equal(rows.Length, answer.Rows);
        Assert.Equal(rows.Select(row => row.U8), answer.Values<byte>("u8").ToArray());
        Assert.Equal(rows.Select(row => row.U16), answer.Values<ushort>("u16").ToArray());
        Assert.Equal(rows.Select(row => row.U32), answer.Values<uint>("u32").ToArray());
        Assert.Equal(rows.Select(row => row.U64), answer.Values<ulong>("u64").ToArray());
        Assert.Equal(rows.Select(row => row.I8), answer.Values<sbyte>("i8").ToArray());
        Assert.Equal(rows.Select(row => row.I16), answer.Values<short>("i16").ToArray());
        Assert.Equal(rows.Select(row => row.I32), answer.Values<int>("i32").ToArray());
        Assert.Equal(rows.Select(row => row.I64), answer.Values<long>("i64").ToArray());
        Assert.Equal(rows.Select(row => row.F32), answer.Values<float>("f32").ToArray());
        Assert.Equal(rows.Select(row => row.F64), answer.Values<double>("f64").ToArray());
        Assert.Equal(rows.Select(row => row.B), answer.Values<bool>("b").ToArray());
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i].Text, answer.Strings("text")[i].ToArray());
            Assert.Equal(rows[i].Numbers, answer.Arrays<ulong>("numbers")[i].ToArray());
            Assert.Equal(rows[i].Values, answer.Arrays<double>("values")[i].ToArray());
            for (var item = 0; item < rows[i].Texts.Length; item++)
            {
                Assert.Equal(rows[i].Texts[item], answer.StringArrays("texts")[i, item].ToArray());
            }

            Assert.Equal(rows[i].Texts.Length, answer.StringArrays("texts").Length(i));
        }
    }
}
