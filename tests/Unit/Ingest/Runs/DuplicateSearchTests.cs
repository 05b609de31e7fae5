using Google.Protobuf;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Consumer;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Unit.Store;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Run = NeptuneAlt.Model.Run;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest.Runs;

[Collection(EngineCollection.Name)]
public class DuplicateSearchTests(EngineFixture engine)
{
    const int Steps = 150;

    readonly RunState _state = new(new Run(1, Guid.Empty, 1, "r", "P-1", null, null, null, DateTimeOffset.UnixEpoch));
    long _offset;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_sent_again_is_told_as_repeats(bool isStored)
    {
        using var store = await engine.NewDatabaseAsync();
        var search = new DuplicateSearch(new PointLookup(store));
        (int, int)[] request = [.. Enumerable.Range(1, Steps).Select(step => Snapshot(step, step % 7))];
        var first = Apply(request);
        Assert.Empty(first.Errors);
        if (isStored) await StoreAsync(store, first);

        var again = Apply(request);
        Assert.Contains(again.Errors, error => error.Code == IngestCode.SeriesStepNonIncreasing);
        await search.SettleAsync([again], isStored ? [] : [first], Cancel);
        Assert.All(again.Errors, error => Assert.Equal(IngestCode.SeriesPointDuplicate, error.Code));
        // Numbers, texts and histograms; previews are at half steps.
        Assert.Equal(4 * Steps, again.Errors.Sum(error => error.Count));
        Assert.Equal(again.Errors.Count, again.Errors.Select(error => error.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task Another_value_is_told_as_a_step_that_goes_back_among_repeats()
    {
        using var store = await engine.NewDatabaseAsync();
        var search = new DuplicateSearch(new PointLookup(store));
        await StoreAsync(store, Apply([.. Enumerable.Range(1, Steps).Select(step => Snapshot(step, step))]));

        var mixed = Apply([.. Enumerable.Range(1, Steps - 1).Select(step => Snapshot(step, step % 2 == 0 ? step : -step))]);
        await search.SettleAsync([mixed], [], Cancel);
        var counts = mixed.Errors.GroupBy(error => error.Code).ToDictionary(group => group.Key, group => group.Sum(error => error.Count));
        var odd = Steps / 2;
        Assert.Equal(4 * (Steps - 1 - odd), counts[IngestCode.SeriesPointDuplicate]);
        Assert.Equal(3 * odd, counts[IngestCode.SeriesStepNonIncreasing]);
        Assert.Equal(odd, counts[IngestCode.SeriesPreviewStepNotAfterLastCommittedStep]);
        Assert.All(mixed.Errors, error => Assert.True(error.Count > 0));
    }

    [Fact]
    public async Task Zero_repeats_zero_whatever_its_sign_and_nan_repeats_nan()
    {
        using var store = await engine.NewDatabaseAsync();
        var search = new DuplicateSearch(new PointLookup(store));
        await StoreAsync(store, Apply(Point(1, 0), Point(2, double.NaN), Point(3, 1)));

        var again = Apply(Point(1, -0.0), Point(2, -double.NaN), Point(2, 0), Point(1.5, 0), Point(3, 1));
        await search.SettleAsync([again], [], Cancel);
        Assert.Equal(
            [
                IngestCode.SeriesPointDuplicate, IngestCode.SeriesPointDuplicate, IngestCode.SeriesStepNonIncreasing,
                IngestCode.SeriesStepNonIncreasing, IngestCode.SeriesPointDuplicate,
            ],
            again.Errors.Select(error => error.Code));
    }

    static UpdateRunSnapshot Point(double step, double value) => new()
    {
        Step = new Step { Whole = (ulong)step, Micro = (ulong)((step - Math.Floor(step)) * 1e6) },
        Append = { ["loss"] = new Value { Float64 = value } },
    };

    static IEnumerable<UpdateRunSnapshot> Pair(int step, int value)
    {
        var preview = Point(step - 0.5, value);
        preview.Preview = new Preview { IsPreview = true, CompletionRatio = 0.5f };
        yield return preview;
        var snapshot = Point(step, value);
        snapshot.Append["log"] = new Value { String = $"line {value}" };
        snapshot.Append["grad"] = new Value
        {
            Histogram = new Histogram
            {
                BinEdges = { 0, 1, 2 }, Densities = new Histogram.Types.Densities { Values = { value, 1 } },
            },
        };
        yield return snapshot;
    }

    static (int Step, int Value) Snapshot(int step, int value) => (step, value);

    RunBlock Apply(params (int Step, int Value)[] snapshots) =>
        Apply([.. snapshots.SelectMany(one => Pair(one.Step, one.Value))]);

    RunBlock Apply(params UpdateRunSnapshot[] snapshots)
    {
        var block = new RunBlock();
        _state.BeginTurn(block);
        var body = new RunOperation
        {
            Project = "w/p", RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } },
        }.ToByteArray();
        Assert.True(LogRecord.TryParse(LogRecord.Create(LogRecordKind.Operation, 1000, 1, body, "me"), out var record));
        _state.Apply(record, ++_offset);
        _state.EndTurn();
        return block;
    }

    static async Task StoreAsync(ClickHouse store, RunBlock block)
    {
        var tables = new BlockTables([block], 0, new Dictionary<string, long>(), new KnownDefinitions());
        foreach (var (table, rows) in tables.Independent())
            using (rows)
                if (rows.Rows > 0) await store.InsertAsync(table, rows, null, Cancel);
    }
}
