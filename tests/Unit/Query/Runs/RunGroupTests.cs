using CsCheck;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using Xunit;

namespace NeptuneAlt.Unit.Query.Runs;

[Collection(EngineCollection.Name)]
public class RunGroupTests(EngineFixture engine)
{
    static readonly FilterAttribute Model = new("model", AttributeType.String, SeriesAggregate.Unstated);
    static readonly FilterAttribute Tags = new("sys/group_tags", AttributeType.StringSet, SeriesAggregate.Unstated);
    static readonly FilterAttribute Loss = new("loss", AttributeType.FloatSeries, SeriesAggregate.Min);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="Model"><c>null</c>: the run lacks it.</param>
    sealed record NaiveRun(ulong Number, string? Model, string[]? Tags, int? Loss)
    {
        public string? TagsKey => Tags is null
            ? null
            : $"[{string.Join(',', Tags.Order(StringComparer.Ordinal).Select(tag => $"\"{tag}\""))}]";
    }

    static readonly Gen<NaiveRun> One =
        from model in Gen.OneOf<string?>(null!, "a", "b", "c'\"\\\n ü")
        from hasTags in Gen.Bool
        from tags in Gen.OneOf("x", "y", "z").Array[0, 2]
        from loss in Gen.Int[-1, 3]
        select new NaiveRun(0, model, hasTags ? [.. tags.Distinct()] : null, loss < 0 ? null : loss);

    static readonly Gen<NaiveRun[]> Runs = One.Array[0, 25].Select(all =>
        all.Select((one, index) => one with { Number = (ulong)index + 1 }).ToArray());

    [Fact]
    public async Task Groups_as_a_naive_grouping_does()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, new NoLiveRuns(), TimeProvider.System);
        var project = 0u;
        await Runs.SampleAsync(
            async runs =>
            {
                var number = Interlocked.Increment(ref project);
                await TableOf(runs).InsertAsync(store, number, Cancel);
                await CheckAsync(reads, number, runs);
            },
            iter: 12, threads: 1);
    }

    [Fact]
    public async Task Zero_is_one_group_whatever_its_sign()
    {
        using var store = await engine.NewDatabaseAsync();
        var table = new AttributeTable();
        double[] values = [0, -0.0, 1];
        for (var i = 0; i < values.Length; i++)
        {
            table.AddText((ulong)i + 1, "sys/id", $"r{i}");
            table.Add(new StoredAttribute((ulong)i + 1, "lr", AttributeType.Float) { FloatValue = values[i] });
        }

        await table.InsertAsync(store, 1, Cancel);
        var lr = new FilterAttribute("lr", AttributeType.Float, SeriesAggregate.Unstated);
        var search = new RunSearch([1], Filter.Everything, false, new RunOrder(lr, false), 1000, 0);
        var groups = await new RunReads(store, new NoLiveRuns(), TimeProvider.System).GroupsAsync(search, lr, Cancel);
        Assert.Equal([("0", 2L), ("1", 1L)], groups.Groups.Select(group => (group.Parts[^1].Value!, group.Count)));
        var unique = await new AttributeValues(store, new NoLiveRuns()).UniqueAsync(1, lr, null, 10, Cancel);
        Assert.Equal([0.0, 1.0], unique.Select(one => one.FloatValue));
    }

    static async Task CheckAsync(RunReads reads, uint project, NaiveRun[] runs)
    {
        var search = new RunSearch([project], Filter.Everything, false, new RunOrder(Loss, false), 1000, 0);
        var ordered = runs.OrderBy(run => run.Loss is null).ThenBy(run => run.Loss).ThenBy(run => run.Number).ToArray();

        var outer = await reads.GroupsAsync(search, Model, Cancel);

        Assert.Equal(
            ordered.GroupBy(run => run.Model).Select(group => (group.Key, (long)group.Count(), group.First().Number)),
            outer.Groups.Select(group => (group.Parts[0].Value, group.Count, group.FirstRun)));
        Assert.Equal(runs.Length, outer.TotalRuns);
        Assert.Equal(runs.Select(run => run.Model).Distinct().Count(), outer.Total);
        foreach (var group in outer.Groups)
        {
            var within = search with { Within = group.Parts };
            var members = ordered.Where(run => run.Model == group.Parts[0].Value).ToArray();
            var inner = await reads.GroupsAsync(within, Tags, Cancel);
            Assert.Equal(
                members.GroupBy(run => run.TagsKey).Select(one => (one.Key, (long)one.Count())),
                inner.Groups.Select(one => (one.Parts[1].Value, one.Count)));

            var page = await reads.SearchAsync(within with { Limit = 3, Offset = 1 }, Cancel);
            Assert.Equal(members.Skip(1).Take(3).Select(run => run.Number), page.Runs.Select(run => run.Run));
            Assert.Equal(members.Length, await reads.CountAsync(within, Cancel));
            if (inner.Groups.Count == 0) continue;

            var leaf = await reads.SearchAsync(search with { Within = inner.Groups[0].Parts }, Cancel);
            Assert.Equal(inner.Groups[0].Count, leaf.Total);
        }
    }

    static AttributeTable TableOf(NaiveRun[] runs)
    {
        var table = new AttributeTable();
        foreach (var run in runs)
        {
            table.AddText(run.Number, "sys/id", $"P-{run.Number}");
            if (run.Model is not null) table.AddText(run.Number, "model", run.Model);
            if (run.Tags is not null)
            {
                table.Add(new StoredAttribute(run.Number, "sys/group_tags", AttributeType.StringSet) { SetValue = run.Tags });
            }

            if (run.Loss is { } loss)
            {
                table.Add(new StoredAttribute(run.Number, "loss", AttributeType.FloatSeries)
                {
                    FloatValue = 99, Points = 4, Figures = new SeriesFigures(loss, 9, 9, 9),
                });
            }
        }

        return table;
    }

    [Fact]
    public async Task Keys_are_read_by_people()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, new NoLiveRuns(), TimeProvider.System);
        var table = new AttributeTable();
        table.AddText(1, "sys/id", "P-1");
        table.Add(new StoredAttribute(1, "int", AttributeType.Int) { IntValue = -5 });
        table.Add(new StoredAttribute(1, "bool", AttributeType.Bool) { IntValue = 1 });
        table.Add(new StoredAttribute(1, "float", AttributeType.Float) { FloatValue = 0.1 });
        table.Add(new StoredAttribute(1, "time", AttributeType.Datetime) { IntValue = 1735689600123 });
        table.Add(new StoredAttribute(1, "sys/ping_time", AttributeType.Datetime) { IntValue = 1735689600123 });
        table.AddText(1, "long", new string('x', 5000));
        await table.InsertAsync(store, 1, Cancel);

        async Task<string?> KeyAsync(string path, AttributeType type) => (await reads.GroupsAsync(
            new RunSearch([1], Filter.Everything, false, RunOrder.Newest, 10, 0),
            new FilterAttribute(path, type, SeriesAggregate.Unstated), Cancel)).Groups[0].Parts[0].Value;

        Assert.Equal("-5", await KeyAsync("int", AttributeType.Int));
        Assert.Equal("true", await KeyAsync("bool", AttributeType.Bool));
        Assert.Equal("0.1", await KeyAsync("float", AttributeType.Float));
        Assert.Equal("2025-01-01", await KeyAsync("time", AttributeType.Datetime));
        Assert.Equal("idle", await KeyAsync("sys/state", AttributeType.ExperimentState));
        Assert.Equal(1000, (await KeyAsync("long", AttributeType.String))?.Length);
        Assert.Null(await KeyAsync("int", AttributeType.Float));
    }

    [Fact]
    public async Task Sorts_by_several_attributes()
    {
        using var store = await engine.NewDatabaseAsync();
        var reads = new RunReads(store, new NoLiveRuns(), TimeProvider.System);
        NaiveRun[] runs =
        [
            new(1, "b", null, 1), new(2, "a", null, 1), new(3, null, null, 2), new(4, "c", null, 2), new(5, "c", null, null),
        ];
        await TableOf(runs).InsertAsync(store, 1, Cancel);
        var order = new RunOrder(Loss, true) { ThenBy = new RunOrder(Model, false) };

        var page = await reads.SearchAsync(new RunSearch([1], Filter.Everything, false, order, 10, 0), Cancel);

        Assert.Equal([4ul, 3, 2, 1, 5], page.Runs.Select(run => run.Run));
    }
}
