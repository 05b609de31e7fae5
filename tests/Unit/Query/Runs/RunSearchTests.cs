using CsCheck;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Query.Live;
using NeptuneAlt.Query.Nql;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Query.Nql;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Runs;

[Collection(EngineCollection.Name)]
public class RunSearchTests(EngineFixture engine)
{
    const int Tables = 8;
    const int FiltersPerTable = 25;
    const int Runs = 12;

    static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1735689600000);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_what_a_naive_evaluation_finds()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, TimeProvider.System);
        var project = 0u;
        await Gen.Select(Values.List[0, 30], FilterGen.Of(Gen.OneOf("a", "b", "c", "d")).Array[FiltersPerTable])
            .SampleAsync(
                async (values, filters) =>
                {
                    var table = TableOf(values);
                    var number = Interlocked.Increment(ref project);
                    await table.InsertAsync(store, number, Cancel);
                    foreach (var filter in filters) await CheckAsync(reads, number, table, filter, LiveValues.None);
                },
                iter: Tables, threads: 1);
    }

    [Fact]
    public async Task Takes_the_values_of_live_runs_for_older_ones_in_the_store()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, TimeProvider.System);
        var project = 0u;
        await Gen.Select(Values.List[0, 30], FilterGen.Of(Gen.OneOf("a", "b", "c", "d")).Array[FiltersPerTable])
            .SampleAsync(
                async (values, filters) =>
                {
                    var newest = TableOf(values);
                    project++;
                    StoredAttribute[] live = [.. newest.Rows.Where(row => row.Type == AttributeType.FloatSeries)];
                    var stored = new AttributeTable();
                    foreach (var row in newest.Rows)
                        stored.Add(live.Contains(row) ? row with { FloatValue = 77, Points = 1, Figures = null } : row);
                    await stored.InsertAsync(store, project, Cancel);
                    foreach (var filter in filters)
                        await CheckAsync(reads, project, newest, filter, LiveRows.Of(project, live));
                },
                iter: Tables, threads: 1);
    }

    static async Task CheckAsync(RunReads reads, uint project, AttributeTable table, Filter filter, LiveValues live)
    {
        var expected = table.Rows.GroupBy(row => row.Run).Where(run => new NaiveFilter(
            run.ToDictionary(row => row.Path), DateTimeOffset.UtcNow).Holds(filter)).Select(run => run.Key).Order();

        var page = await reads.SearchAsync(
            new RunSearch([project], filter, HeadsOnly: false, RunOrder.Newest, 1000, 0), live, Cancel);

        Assert.True(
            expected.SequenceEqual(page.Runs.Select(run => run.Run).Order()),
            $"{Printer.Print(filter)}\nexpected {string.Join(' ', expected)}\n"
            + $"actual {string.Join(' ', page.Runs.Select(run => run.Run).Order())}");
        Assert.Equal(page.Runs.Count, page.Total);

        // In pages sorted by what the filter may be about, the same runs come, each once.
        var byValue = new RunOrder(new FilterAttribute("a", AttributeType.Int, SeriesAggregate.Unstated), true);
        var paged = new List<ulong>();
        while (paged.Count < page.Total)
        {
            var next = await reads.SearchAsync(new RunSearch([project], filter, false, byValue, 2, paged.Count), live, Cancel);
            Assert.NotEmpty(next.Runs);
            Assert.Equal(page.Total, next.Total);
            paged.AddRange(next.Runs.Select(run => run.Run));
        }

        Assert.Equal(page.Runs.Select(run => run.Run).Order(), paged.Order());
    }

    [Fact]
    public async Task Sorts_runs_without_the_attribute_last_and_pages_through_all()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, TimeProvider.System);
        var table = new AttributeTable();
        for (var run = 1ul; run <= 9; run++) table.AddText(run, "sys/id", $"P-{run}");
        double[] loss = [0.5, double.NaN, -1, 0.5, 7];
        for (var run = 1; run <= loss.Length; run++)
        {
            table.Add(new StoredAttribute((ulong)run, "loss", AttributeType.FloatSeries)
            {
                FloatValue = loss[run - 1], Points = 1,
            });
        }

        await table.InsertAsync(store, 1, Cancel);
        async Task<ulong[]> PageAsync(bool isDescending, int limit, int offset)
        {
            var page = await reads.SearchAsync(
                new RunSearch(
                    [1], Filter.Everything, false,
                    new RunOrder(new FilterAttribute("loss", AttributeType.FloatSeries, SeriesAggregate.Last), isDescending),
                    limit, offset), LiveValues.None,
                Cancel);
            Assert.Equal(9, page.Total);
            return [.. page.Runs.Select(run => run.Run)];
        }

        Assert.Equal([3ul, 1, 4, 5, 2, 6, 7, 8, 9], await PageAsync(false, 100, 0));
        Assert.Equal([5ul, 4, 1, 3, 2, 9, 8, 7, 6], await PageAsync(true, 100, 0));
        Assert.Equal([1ul, 3, 2], await PageAsync(true, 3, 2));
        Assert.Empty(await PageAsync(true, 3, 100));
        Assert.Empty(await PageAsync(true, 0, 0));
    }

    [Fact]
    public async Task Shows_whole_rows_of_runs_that_a_flush_is_still_storing()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = CurrentOf(store);
        var stored = new AttributeTable();
        stored.AddText(1, "sys/id", "P-1");
        await stored.InsertAsync(store, 1, Cancel);
        var half = new AttributeTable();
        half.AddText(2, "sys/id", "P-2");
        await half.InsertByPathAsync(store, 1, Cancel);

        var found = await new RunReads(store, TimeProvider.System).SearchAsync(
            new RunSearch([1], Filter.Everything, false, RunOrder.Newest, 10, 0), LiveValues.None, Cancel);
        var values = await reads.ReadFoundAsync([1], [.. found.Runs.Select(run => run.Run)], ["sys/id"], Cancel);

        Assert.Equal(2, found.Total);
        Assert.Equal(["P-1", "P-2"], values.Select(value => value.StringValue).Order());
    }

    [Fact]
    public async Task Shows_series_of_many_runs_before_their_first_checkpoint()
    {
        using var store = await engine.NewDatabaseAsync();
        var stored = new AttributeTable();
        for (var run = 1ul; run <= 100; run++) stored.AddText(run, "sys/id", $"P-{run}");
        await stored.InsertAsync(store, 1, Cancel);
        var live = LiveRows.Of(1, [new StoredAttribute(7, "loss", AttributeType.FloatSeries) { FloatValue = 0.5, Points = 1 }]);

        var values = await CurrentOf(store, live).ReadFoundAsync(
            [1], [.. stored.Rows.Select(row => row.Run)], ["sys/id", "loss"], Cancel);

        Assert.Equal(101, values.Length);
        Assert.Equal((7ul, 0.5), Assert.Single(
            values, value => value.Path == "loss") is var loss ? (loss.Run, loss.FloatValue) : default);
    }

    [Theory]
    [InlineData("`s`:string MATCHES \"a(\"", "missing )")]
    [InlineData("`s`:string MATCHES \"(?=a)\"", "invalid perl operator")]
    public async Task Says_what_is_wrong_with_a_regular_expression(string query, string message)
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, TimeProvider.System);

        var fault = await Assert.ThrowsAsync<BadQueryException>(() => reads.SearchAsync(
            new RunSearch([1], Parser.Parse(query), false, RunOrder.Newest, 10, 0), LiveValues.None, Cancel));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    static readonly Gen<string> Texts = Gen.OneOf(
        Gen.OneOf("", "a", "ab", "b\"c\\d", "näme\nline", "5", "-1.5", "true", "running"),
        Gen.String[Gen.Char["ab\\\"`' \n.ü\0"], 0, 6]);

    static readonly Gen<double> Floats =
        Gen.OneOf(0.5, -2.5, 1, 2, 1e-9, double.NaN, double.PositiveInfinity, double.NegativeInfinity);

    static readonly Gen<StoredAttribute> Values = Gen.Select(
        Gen.ULong[1, Runs], Gen.OneOf("a", "b", "c", "d"), Gen.Enum<AttributeType>().Where(type =>
            type is not (AttributeType.None or AttributeType.ExperimentState)),
        Gen.Long[-3, 3], Floats, Texts, Texts.Array[0, 3])
        .SelectMany((run, path, type, number, value, text, set) => Gen.Select(Gen.Bool, Floats).Select((hasPoints, figure) =>
            new StoredAttribute(run, path, type)
            {
                IntValue = type switch
                {
                    AttributeType.Bool => number & 1,
                    AttributeType.Datetime => 1735689600000 + number,
                    _ => number,
                },
                FloatValue = value,
                StringValue = text,
                SetValue = set,
                Points = hasPoints ? 4u : 0,
                Figures = hasPoints && double.IsFinite(figure) ? new SeriesFigures(figure, figure + 1, figure, 2) : null,
            }));

    static AttributeTable TableOf(IEnumerable<StoredAttribute> values)
    {
        var table = new AttributeTable();
        for (var run = 1ul; run <= Runs; run++) table.AddText(run, "sys/id", $"P-{run}");
        foreach (var value in values.DistinctBy(value => (value.Run, value.Path))) table.Add(value);
        return table;
    }

    static CurrentAttributes CurrentOf(ClickHouse store, LiveValues? live = null) => new(
        new AttributeReads(store), new AttributeValues(store), new LiveReads((query, _) => Task.FromResult(LiveRows.At(query.Paths, live))));
}
