using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Store.Reads;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Run = NeptuneAlt.Model.Run;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest.Runs;

public class RunStateTests
{
    readonly RunState _state = new(ARun());
    long _offset;

    [Fact]
    public void Keeps_points_with_fractional_steps_and_their_summary()
    {
        var block = Apply(Point("loss", 0.5, 3), Point("loss", 1.25, 1), Point("loss", 2, double.NaN));

        Assert.Equal([500_000, 1_250_000, 2_000_000], block.Points.Steps);
        Assert.Empty(block.Errors);
        var summary = Assert.Single(block.Attributes).Summary;
        Assert.Equal((3, 2, 1.0, 3.0, 2.0), (summary.Points, summary.Finite, summary.Min, summary.Max, summary.Mean));
        Assert.Equal(2_000_000, summary.LastStep);
    }

    [Fact]
    public void Writes_rows_of_many_new_series_by_run_alone_until_the_next_checkpoint()
    {
        var rows = Apply([.. Enumerable.Range(0, 200).Select(i => Point($"loss/{i}", 1, i))]).Attributes;
        Assert.Equal(200, rows.Count);
        Assert.All(rows, row => Assert.True(row.IsByRunOnly));

        var lacking = new List<LiveAttribute>();
        _state.Read(["loss/7"u8.ToArray()], isBeforeStore: true, lacking);
        Assert.Equal(7, Assert.Single(lacking).Float);
        var block = new RunBlock();
        _state.Checkpoint(block);
        Assert.Equal(200, block.Attributes.Count(row => row is { Type: AttributeType.FloatSeries, IsByRunOnly: false }));
    }

    [Fact]
    public void Writes_the_row_of_a_float_series_at_its_first_point_and_then_by_checkpoints()
    {
        Assert.False(Assert.Single(Apply(Point("loss", 1, 3)).Attributes).IsByRunOnly);
        Assert.Empty(Apply(Point("loss", 2, 5)).Attributes);

        var live = new List<LiveAttribute>();
        _state.Read(["loss"u8.ToArray(), "other"u8.ToArray()], isBeforeStore: false, live);
        Assert.Equal((2_000_000, 5.0, 2ul, 8.0), (live[0].LastStep, live[0].Float, live[0].Points, live[0].Total));
        Assert.Single(live);
        Assert.True(_state.IsBehind);

        var block = new RunBlock();
        _state.Checkpoint(block);
        var row = Assert.Single(block.Attributes, row => row.Type == AttributeType.FloatSeries);
        Assert.Equal((2, false), (row.Summary.Points, row.IsByRunOnly));
        Assert.False(_state.IsBehind);
    }

    [Fact]
    public void Tells_who_reads_the_store_next_only_what_it_lacks()
    {
        Apply(Point("loss", 1, 3), Point("other", 1, 3));
        Assert.Empty(Lacking());
        Apply(Point("loss", 2, 5));
        Assert.Equal(5, Assert.Single(Lacking()).Float);

        // On its way the checkpoint is not in the store yet, and what comes meanwhile is not in it.
        _state.Checkpoint(new RunBlock());
        Assert.Equal([5.0, 3.0], Lacking().Select(value => value.Float));
        Apply(Point("other", 2, 4));
        _state.Settle();
        Assert.Equal(4, Assert.Single(Lacking()).Float);
    }

    [Fact]
    public void Tells_of_a_series_until_what_it_inherits_anew_is_stored_too()
    {
        Apply(Point("loss", 1, 3));
        Apply(Point("loss", 2, 5));
        var block = new RunBlock();
        _state.BeginTurn(block);
        _state.Inherit(new AttributeRow
        {
            Path = "loss"u8.ToArray(), Type = AttributeType.FloatSeries, Float = 7, Offset = 0, Version = 0,
            Summary = new SeriesSummary { Points = 9, LastStep = 2_000_000 },
        });
        _state.EndTurn();

        Assert.Equal(9ul, Assert.Single(Lacking(), value => value.Path == 0).Points);
        _state.Checkpoint(new RunBlock());
        _state.Settle();
        Assert.Empty(Lacking());
    }

    List<LiveAttribute> Lacking()
    {
        var values = new List<LiveAttribute>();
        _state.Read(["loss"u8.ToArray(), "other"u8.ToArray()], isBeforeStore: true, values);
        return values;
    }

    [Fact]
    public void Tells_a_repeated_point_from_a_step_that_goes_back()
    {
        var block = Apply(Point("loss", 1, 3), Point("loss", 1, 3), Point("loss", 1, 4), Point("loss", 0.5, 3));

        Assert.Single(block.Points.Steps);
        Assert.Equal(
            [IngestCode.SeriesPointDuplicate, IngestCode.SeriesStepNonIncreasing, IngestCode.SeriesStepNonIncreasing],
            block.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Refuses_a_time_that_goes_back()
    {
        var block = Apply(Point("loss", 1, 3, timeMs: 2000), Point("loss", 2, 3, timeMs: 1999));

        Assert.Equal(IngestCode.SeriesTimestampDecreasing, Assert.Single(block.Errors).Code);
    }

    [Fact]
    public void Fixes_the_type_of_an_attribute_at_its_first_write()
    {
        var block = Apply(
            Assign("lr", new Value { Float64 = 0.1 }), Assign("lr", new Value { String = "high" }), Point("lr", 1, 1));

        Assert.Equal(0.1, Assert.Single(block.Attributes).Float);
        Assert.Equal([IngestCode.FieldTypeConflicting, IngestCode.FieldTypeConflicting], block.Errors.Select(e => e.Code));
    }

    [Theory]
    [InlineData("", IngestCode.FieldPathEmpty)]
    [InlineData("sys/id", IngestCode.FieldPathNonWritable)]
    [InlineData("sys/unheard_of", IngestCode.FieldPathNonWritable)]
    public void Refuses_paths_that_are_not_the_clients(string path, IngestCode expected) =>
        Assert.Equal(expected, Assert.Single(Apply(Assign(path, new Value { Int64 = 1 })).Errors).Code);

    [Fact]
    public void Counts_a_path_in_bytes()
    {
        Assert.Empty(Apply(Point(new string('x', 1024), 1, 1)).Errors);
        Assert.Equal(IngestCode.FieldPathExceedsSizeLimit, Assert.Single(Apply(Point(new string('é', 513), 1, 1)).Errors).Code);
    }

    [Fact]
    public void Stores_siblings_of_a_bad_value()
    {
        var snapshot = new UpdateRunSnapshot { Step = new Step { Whole = 1 } };
        snapshot.Append["good"] = new Value { Float64 = 1 };
        snapshot.Append[""] = new Value { Float64 = 2 };
        snapshot.Append["also good"] = new Value { Float64 = 3 };

        var block = Apply(snapshot);

        Assert.Equal(2, block.Points.Count);
        Assert.Equal(IngestCode.FieldPathEmpty, Assert.Single(block.Errors).Code);
    }

    [Fact]
    public void Reports_broken_bytes_and_goes_on_with_the_next_record()
    {
        var broken = new RunOperation { Project = "w/p", RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { Point("a", 1, 1) } } }.ToByteArray();
        broken[^3] = 0xFF;
        broken[^12] = 0xFF;

        Assert.NotEmpty(ApplyBytes(broken).Errors);
        Assert.Single(Apply(Point("b", 1, 1)).Points.Steps);
    }

    [Fact]
    public void Replaces_previews_until_a_point_is_committed()
    {
        var block = Apply(Preview("loss", 1, 9, 0.2f), Preview("loss", 1, 8, 0.1f), Point("loss", 2, 7), Preview("loss", 2, 1, 1));

        Assert.Equal(2, block.Previews.Count);
        Assert.Single(block.Points.Steps);
        Assert.Equal(IngestCode.SeriesPreviewStepNotAfterLastCommittedStep, Assert.Single(block.Errors).Code);
        Assert.False(block.Attributes.Last().Summary.HasPreview);
    }

    [Fact]
    public void Refuses_points_of_a_fork_at_or_before_its_fork_step()
    {
        var fork = new RunState(ARun() with { Fork = new Fork("parent", new NeptuneAlt.Model.Step(4_000_000), 7) });

        var block = Apply(fork, Point("loss", 4, 1), Point("loss", 4.000001, 1));

        Assert.Equal(4_000_001, Assert.Single(block.Points.Steps));
        Assert.Equal(IngestCode.SeriesStepNotAfterForkPoint, Assert.Single(block.Errors).Code);
    }

    [Fact]
    public void Takes_file_series_in_any_order_and_keeps_repeats()
    {
        Value File(string path) => new() { FileRef = new FileRef { Path = path, SizeBytes = 5, MimeType = "image/png" } };

        var block = Apply(Append("f", 3, File("c")), Append("f", 1, File("a")), Append("f", 1, File("a")));

        Assert.Equal([3_000_000, 1_000_000, 1_000_000], block.Files.Select(file => file.Step));
        Assert.Empty(block.Errors);
        Assert.Equal("c", System.Text.Encoding.UTF8.GetString(block.Attributes.Last().String));
    }

    [Fact]
    public void Adds_to_and_takes_from_sets()
    {
        var change = new UpdateRunSnapshot();
        change.ModifySets["sys/tags"] = new ModifySet
        {
            String = new ModifyStringSet { Values = { ["a"] = SET_OPERATION.Add, ["b"] = SET_OPERATION.Add } },
        };
        var second = new UpdateRunSnapshot();
        second.ModifySets["sys/tags"] = new ModifySet { String = new ModifyStringSet { Values = { ["a"] = SET_OPERATION.Remove } } };

        Assert.Equal(["b"], Assert.Single(Apply(change, second).Attributes).Set);
    }

    [Theory]
    [InlineData(new double[] { 0, 1, 1 }, new double[] { 1, 2 }, IngestCode.HistogramBinEdgesNotIncreasing)]
    [InlineData(new[] { 0, double.NaN, 2 }, new double[] { 1, 2 }, IngestCode.HistogramBinEdgesContainsNan)]
    [InlineData(new double[] { 0, 1, 2 }, new double[] { 1 }, IngestCode.HistogramValuesLengthDoesntMatchBins)]
    [InlineData(new[] { double.NegativeInfinity, 0, double.PositiveInfinity }, new double[] { 1, 2 }, IngestCode.Ok)]
    public void Judges_histograms(double[] edges, double[] densities, IngestCode expected)
    {
        var histogram = new Histogram { BinEdges = { edges }, Densities = new Histogram.Types.Densities { Values = { densities } } };

        var block = Apply(Append("h", 1, new Value { Histogram = histogram }));

        Assert.Equal(expected, block.Errors.Count == 0 ? IngestCode.Ok : block.Errors[0].Code);
        Assert.Equal(expected == IngestCode.Ok ? 1 : 0, block.Histograms.Count);
    }

    [Fact]
    public void Tells_the_first_hundred_errors_one_by_one_and_counts_the_rest()
    {
        var snapshot = new UpdateRunSnapshot { Step = new Step { Whole = 1, Micro = 1_000_000 } };
        for (var i = 0; i < 250; i++) snapshot.Append[$"m{i}"] = new Value { Float64 = 1 };

        var errors = Apply(snapshot).Errors;

        Assert.Equal(101, errors.Count);
        Assert.Equal(250, errors.Sum(error => error.Count));
        Assert.All(errors, error => Assert.Equal(IngestCode.SeriesStepInvalid, error.Code));
    }

    [Fact]
    public void Judges_a_stretch_of_points_as_a_plain_model_does() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 12], Gen.Int[0, 2], Gen.Int[0, 8])
            .List[1, 60]
            .Sample(points =>
            {
                var state = new RunState(ARun());
                var last = new Dictionary<int, (int Step, int Value, int Time)>();
                var expected = new List<IngestCode>();
                foreach (var (series, step, value, time) in points)
                {
                    var code = !last.TryGetValue(series, out var before) ? IngestCode.Ok
                        : step == before.Step && value == before.Value ? IngestCode.SeriesPointDuplicate
                        : step <= before.Step ? IngestCode.SeriesStepNonIncreasing
                        : time < before.Time ? IngestCode.SeriesTimestampDecreasing
                        : IngestCode.Ok;
                    if (code == IngestCode.Ok) last[series] = (step, value, time);
                    expected.Add(code);
                }

                var block = new RunBlock();
                state.BeginTurn(block);
                var actual = new List<IngestCode>();
                for (var i = 0; i < points.Count; i++)
                {
                    var (series, step, value, time) = points[i];
                    var before = block.Errors.Count;
                    Feed(state, i + 1, Point($"s{series}", step, value, 1000 + time));
                    actual.Add(block.Errors.Count > before ? block.Errors[^1].Code : IngestCode.Ok);
                }

                return expected.SequenceEqual(actual);
            });

    [Fact]
    public void Gives_the_same_rows_in_one_turn_or_in_many() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 30], Gen.Double[-1, 1]).List[1, 40].Sample(points =>
        {
            var whole = new RunBlock();
            var once = new RunState(ARun());
            once.BeginTurn(whole);
            var many = new RunState(ARun());
            var parts = new List<RunBlock>();
            for (var i = 0; i < points.Count; i++)
            {
                var snapshot = Point($"s{points[i].Item1}", points[i].Item2, points[i].Item3);
                Feed(once, i + 1, snapshot);
                parts.Add(new RunBlock());
                many.BeginTurn(parts[^1]);
                Feed(many, i + 1, snapshot);
                many.EndTurn();
            }

            once.EndTurn();
            return whole.Points.Values.SequenceEqual(parts.SelectMany(part => part.Points.Values))
                && whole.Points.Series.SequenceEqual(parts.SelectMany(part => part.Points.Series))
                && whole.Errors.Select(e => (e.Offset, e.Code)).SequenceEqual(parts.SelectMany(part => part.Errors).Select(e => (e.Offset, e.Code)));
        });

    static Run ARun() => new(
        1, Guid.Empty, 1, "r", "P-1", null, null, null, DateTimeOffset.UnixEpoch);

    RunBlock Apply(params UpdateRunSnapshot[] snapshots) => Apply(_state, snapshots);

    RunBlock Apply(RunState state, params UpdateRunSnapshot[] snapshots)
    {
        var block = new RunBlock();
        state.BeginTurn(block);
        Feed(state, ++_offset, snapshots);
        state.EndTurn();
        return block;
    }

    RunBlock ApplyBytes(byte[] operation)
    {
        var block = new RunBlock();
        _state.BeginTurn(block);
        FeedBytes(_state, ++_offset, operation);
        _state.EndTurn();
        return block;
    }

    static void Feed(RunState state, long offset, params UpdateRunSnapshot[] snapshots) => FeedBytes(
        state, offset,
        new RunOperation { Project = "w/p", RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } } }.ToByteArray());

    static void FeedBytes(RunState state, long offset, byte[] operation)
    {
        Assert.True(LogRecord.TryParse(LogRecord.Create(LogRecordKind.Operation, 1000, 1, operation, "me"), out var record));
        state.Apply(record, offset);
    }

    static UpdateRunSnapshot Append(string path, double step, Value value, long timeMs = 1000)
    {
        var micros = NeptuneAlt.Model.Step.FromDouble(step).Micros;
        return new UpdateRunSnapshot
        {
            Step = new Step { Whole = (ulong)(micros / 1_000_000), Micro = (ulong)(micros % 1_000_000) },
            Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(timeMs)),
            Append = { [path] = value },
        };
    }

    static UpdateRunSnapshot Point(string path, double step, double value, long timeMs = 1000) =>
        Append(path, step, new Value { Float64 = value }, timeMs);

    static UpdateRunSnapshot Preview(string path, double step, double value, float completion)
    {
        var snapshot = Point(path, step, value);
        snapshot.Preview = new Preview { IsPreview = true, CompletionRatio = completion };
        return snapshot;
    }

    static UpdateRunSnapshot Assign(string path, Value value) => new() { Assign = { [path] = value } };
}
