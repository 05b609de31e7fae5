using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Model;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Run = NeptuneAlt.Model.Run;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest.Runs;

/// <summary>Which rule speaks first, what refused values leave behind, and the attributes that the server keeps.</summary>
public class RunStateRulesTests
{
    const int Mebibyte = 1 << 20;

    readonly RunState _state = new(new Run(
        1, Guid.Empty, 1, "r", "P-1", "exp", null, null, DateTimeOffset.UnixEpoch));
    long _offset;

    [Fact]
    public void A_refused_first_value_makes_no_attribute_and_fixes_no_type()
    {
        var refused = Apply(Append("a", 1, new Value { String = new string('x', Mebibyte + 1) }));
        var taken = Apply(Append("a", 1, new Value { Float64 = 1 }));

        Assert.Equal(IngestCode.StringValueExceedsSizeLimit, Assert.Single(refused.Errors).Code);
        Assert.Empty(refused.Definitions);
        Assert.Equal(AttributeType.FloatSeries, Assert.Single(taken.Definitions).Type);
        Assert.Empty(taken.Errors);
    }

    public static TheoryData<string, Value, ulong, ulong, IngestCode> Refusals => new()
    {
        { "", new Value { Float64 = 1 }, 1, 2_000_000, IngestCode.FieldPathEmpty },
        { new string('p', 1025), new Value { Float64 = 1 }, 1, 2_000_000, IngestCode.FieldPathExceedsSizeLimit },
        { "a\0b", new Value { Float64 = 1 }, 1, 0, IngestCode.FieldPathInvalid },
        { "sys/mine", new Value { Float64 = 1 }, 1, 2_000_000, IngestCode.FieldPathNonWritable },
        { "sys/tags", new Value { Float64 = 1 }, 1, 0, IngestCode.FieldTypeConflicting },
        { "a", new Value { Bool = true }, 1, 0, IngestCode.FieldTypeUnsupported },
        { "", new Value { Bool = true }, 1, 0, IngestCode.FieldPathEmpty },
        { "a", new Value(), 1, 0, IngestCode.FieldTypeUnsupported },
        { "a", new Value { Float64 = 1 }, 1, 1_000_000, IngestCode.SeriesStepInvalid },
        { "a", new Value { Float64 = 1 }, 1_000_000_000_000, 0, IngestCode.SeriesStepTooLarge },
        { "a", new Value { FileRef = new FileRef { Path = new string('x', 5000) } }, 1, 0, IngestCode.FileRefExceedsSizeLimit },
        { "a", new Value { Histogram = Bins(514) }, 1, 0, IngestCode.HistogramTooManyBins },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_point_is_refused_for_its_path_before_its_type_step_and_value(
        string path, Value value, ulong whole, ulong micro, IngestCode expected)
    {
        var snapshot = new UpdateRunSnapshot { Step = new Step { Whole = whole, Micro = micro }, Append = { [path] = value } };

        Assert.Equal(expected, Assert.Single(Apply(snapshot).Errors).Code);
    }

    [Theory]
    [InlineData("sys/id")]
    [InlineData("sys/creation_time")]
    [InlineData("sys/experiment/is_head")]
    public void What_the_server_keeps_is_not_writable_whatever_the_type(string path)
    {
        _state.BeginTurn(new RunBlock());
        _state.SetSystem(Encoding.UTF8.GetBytes(path), AttributeType.String, new AttributeRow
        {
            Path = [], Type = AttributeType.String, Offset = 0, Version = 1,
        });

        var block = Apply(
            new UpdateRunSnapshot { Assign = { [path] = new Value { Int64 = 1 } } },
            new UpdateRunSnapshot { Assign = { [path] = new Value { String = "mine" } } });

        Assert.Equal(
            [IngestCode.FieldPathNonWritable, IngestCode.FieldPathNonWritable], block.Errors.Select(error => error.Code));
    }

    [Fact]
    public void A_string_set_has_a_bound_whether_assigned_or_added_to()
    {
        var members = Enumerable.Range(0, 70).Select(i => new string('x', 16_000) + i).ToArray();
        var change = new UpdateRunSnapshot();
        change.ModifySets["set"] = new ModifySet { String = new ModifyStringSet() };
        foreach (var member in members) change.ModifySets["set"].String.Values.Add(member, SET_OPERATION.Add);

        var block = Apply(
            new UpdateRunSnapshot { Assign = { ["set"] = new Value { StringSet = new StringSet { Values = { members } } } } },
            change);

        Assert.All(block.Errors, error => Assert.Equal(IngestCode.StringSetExceedsSizeLimit, error.Code));
        Assert.Equal(2, block.Errors.Count);
        Assert.Empty(block.Attributes);
    }

    [Theory]
    [InlineData(-2_208_988_800, IngestCode.Ok)]
    [InlineData(-2_208_988_801, IngestCode.DatetimeValueOutOfRange)]
    [InlineData(10_413_791_999, IngestCode.Ok)]
    [InlineData(10_413_792_000, IngestCode.DatetimeValueOutOfRange)]
    public void A_datetime_lies_in_the_years_1900_to_2299(long seconds, IngestCode expected)
    {
        var block = Apply(new UpdateRunSnapshot
        {
            Assign = { ["when"] = new Value { Timestamp = new Timestamp { Seconds = seconds } } },
        });

        Assert.Equal(expected, block.Errors.Count == 0 ? IngestCode.Ok : block.Errors[0].Code);
    }

    [Fact]
    public void A_run_runs_from_its_creation_to_the_last_time_that_it_logged()
    {
        _state.EarlierSeconds = 100;
        Apply(Append("loss", 1, new Value { Float64 = 1 }, timeMs: 42_500));

        Assert.Equal(42.5, System("sys/running_time_seconds").Float);
        Assert.Equal(142.5, System("sys/experiment/running_time_seconds").Float);
    }

    [Fact]
    public void Who_edits_a_run_changes_it_but_is_no_sign_of_its_life()
    {
        Apply(Append("loss", 1, new Value { Float64 = 1 }, timeMs: 900));
        var tag = new ModifySet { String = new ModifyStringSet { Values = { ["late"] = SET_OPERATION.Add } } };
        Apply(LogRecordKind.Edit, 5000, new UpdateRunSnapshot { ModifySets = { ["sys/tags"] = tag } });
        Apply(LogRecordKind.Inherit, 9000);

        Assert.Equal((1000, 5000, 900), (_state.LastReceivedMs, _state.LastChangedMs, _state.LastLoggedMs));
    }

    [Fact]
    public void Only_an_edit_renames_a_run_and_moves_its_experiment()
    {
        var change = new UpdateRunSnapshot
        {
            Assign =
            {
                ["sys/name"] = new Value { String = "mine" },
                ["sys/experiment/name"] = new Value { String = "new" },
                ["sys/experiment/is_head"] = new Value { Bool = false },
            },
        };
        var logged = Apply(change);
        var edited = Apply(LogRecordKind.Edit, 5000, change);

        Assert.Equal([IngestCode.FieldPathNonWritable], logged.Errors.Select(error => error.Code).Distinct());
        Assert.Empty(edited.Errors);
        Assert.Equal((null, "new"), (logged.Experiment, edited.Experiment));
        Assert.Equal("mine", Encoding.UTF8.GetString(Of("sys/name").String));
        // Whatever run number its creation gave the row, this one wins.
        Assert.Equal((0, long.MaxValue), (Of("sys/experiment/is_head").Int, Of("sys/experiment/is_head").Version));

        AttributeRow Of(string path) => edited.Attributes.Last(row => Encoding.UTF8.GetString(row.Path) == path);
    }

    [Fact]
    public void The_counts_of_attributes_count_themselves()
    {
        Apply(Append("loss", 1, new Value { Float64 = 1 }), new UpdateRunSnapshot { Assign = { ["n"] = new Value { Int64 = 1 } } });
        var block = Checkpoint();
        var rows = block.Attributes.DistinctBy(row => Encoding.UTF8.GetString(row.Path)).ToArray();

        Assert.Equal(_state.Attributes.Count, System("sys/diagnostics/attributes/total_count").Int);
        Assert.Equal(
            1 + rows.Count(row => row.Type == AttributeType.Int), System("sys/diagnostics/attributes/int_count").Int);
        Assert.Equal(1, System("sys/diagnostics/attributes/float_series_count").Int);
        Assert.Equal(1, System("sys/diagnostics/attributes/total_series_datapoints").Int);
    }

    [Fact]
    public void What_comes_late_from_a_parent_fills_gaps_and_overwrites_nothing()
    {
        Apply(new UpdateRunSnapshot { Assign = { ["mine"] = new Value { Int64 = 1 } } });
        var block = new RunBlock();
        _state.BeginTurn(block);
        _state.InheritMissing(Atom("mine", 2));
        _state.InheritMissing(Atom("theirs", 3));
        _state.EndTurn();

        Assert.Equal(("theirs", 3), Assert.Single(block.Attributes.Select(row => (Encoding.UTF8.GetString(row.Path), row.Int))));
    }

    [Fact]
    public void Tells_what_may_concern_forks()
    {
        Assert.True(Apply(new UpdateRunSnapshot { Assign = { ["lr"] = new Value { Float64 = 1 } } }).ChangesInherited);
        Assert.False(Apply(new UpdateRunSnapshot { Assign = { ["sys/failed"] = new Value { Bool = true } } }).ChangesInherited);
        Assert.Equal(5_000_000, Apply(Append("loss", 5, new Value { Float64 = 1 }), Append("loss", 6, new Value { Float64 = 1 })).FirstStep);
        Assert.Equal(3_000_000, Apply(Append("files", 4, File()), Append("files", 3, File())).FirstStep);

        static Value File() => new() { FileRef = new FileRef { Path = "p", SizeBytes = 1, MimeType = "text/plain" } };
    }

    AttributeRow System(string path) => Checkpoint().Attributes.Single(row => Encoding.UTF8.GetString(row.Path) == path);

    RunBlock Checkpoint()
    {
        Apply(new UpdateRunSnapshot());
        var block = new RunBlock();
        _state.Checkpoint(block);
        return block;
    }

    RunBlock Apply(params UpdateRunSnapshot[] snapshots) => Apply(LogRecordKind.Operation, 1000, snapshots);

    RunBlock Apply(LogRecordKind kind, long receivedMs, params UpdateRunSnapshot[] snapshots)
    {
        var block = new RunBlock();
        _state.BeginTurn(block);
        var operation = new RunOperation
        {
            Project = "w/p", RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } },
        };
        var bytes = LogRecord.Create(kind, receivedMs, 1, operation.ToByteArray(), "me");
        Assert.True(LogRecord.TryParse(bytes, out var record));
        _state.Apply(record, ++_offset);
        _state.EndTurn();
        return block;
    }

    static AttributeRow Atom(string path, long value) => new()
    {
        Path = Encoding.UTF8.GetBytes(path), Type = AttributeType.Int, Int = value, Offset = 1, Version = 1,
    };

    static Histogram Bins(int edges) => new()
    {
        BinEdges = { Enumerable.Range(0, edges).Select(edge => (double)edge) },
        Counts = new Histogram.Types.Counts { Values = { Enumerable.Repeat(1UL, edges - 1) } },
    };

    static UpdateRunSnapshot Append(string path, ulong step, Value value, long timeMs = 1000) => new()
    {
        Step = new Step { Whole = step },
        Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(timeMs)),
        Append = { [path] = value },
    };
}
