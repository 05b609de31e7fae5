using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;
using Xunit;
using IngestCode = NeptuneAlt.Model.IngestCode;
using Run = NeptuneAlt.Model.Run;
using Step = NeptuneAlt.Wire.Ingest.Step;
using Value = NeptuneAlt.Wire.Ingest.Value;

namespace NeptuneAlt.Unit.Ingest.Runs;

/// <summary>What a record of an import may say that a client's may not.</summary>
public class RunStateImportTests
{
    readonly RunState _state = new(new Run(1, Guid.Empty, 1, "r", "P-1", "exp", null, null, DateTimeOffset.UnixEpoch));
    long _offset;

    [Fact]
    public void Says_when_the_run_was_changed_and_how_long_it_ran_and_is_no_sign_of_life()
    {
        _state.BeginElsewhere();
        Import(new UpdateRunSnapshot
        {
            Assign =
            {
                ["sys/modification_time"] = Time(7_000), ["sys/ping_time"] = Time(6_000),
                ["sys/running_time_seconds"] = new Value { Float64 = 5.25 }, ["sys/archived"] = new Value { Bool = true },
            },
        });
        Import(Append("loss", 1, 90_000, 1));

        Assert.Equal((6_000, 7_000, 5_250), (_state.LastReceivedMs, _state.LastChangedMs, _state.LastLoggedMs));
    }

    [Fact]
    public void What_has_happened_since_is_not_taken_back()
    {
        Apply(LogRecordKind.Operation, 50_000, Append("loss", 1, 40_000, 1));
        Import(new UpdateRunSnapshot
        {
            Assign =
            {
                ["sys/modification_time"] = Time(7_000), ["sys/ping_time"] = Time(6_000),
                ["sys/running_time_seconds"] = new Value { Float64 = 5 },
            },
        });

        Assert.Equal((50_000, 50_000, 40_000), (_state.LastReceivedMs, _state.LastChangedMs, _state.LastLoggedMs));
    }

    [Fact]
    public void Keeps_points_whose_times_go_back_and_refuses_steps_that_do()
    {
        var block = Import(Append("loss", 1, 9_000, 1), Append("loss", 2, 4_000, 2), Append("loss", 2, 5_000, 3));
        var logged = Apply(LogRecordKind.Operation, 1, Append("loss", 3, 3_000, 4));

        Assert.Equal((2, IngestCode.SeriesStepNonIncreasing), (block.Points.Count, Assert.Single(block.Errors).Code));
        Assert.Equal(IngestCode.SeriesTimestampDecreasing, Assert.Single(logged.Errors).Code);
    }

    [Fact]
    public void A_file_of_a_series_is_stored_once_however_often_it_comes()
    {
        Import(File(0, "a"), File(1, "b"));
        var again = Import(File(0, "a"), File(1, "b"), File(2, "c"));

        Assert.Equal("c", Assert.Single(again.Files).Path);
        Assert.Equal(
            [IngestCode.SeriesStepNonIncreasing, IngestCode.SeriesPointDuplicate], again.Errors.Select(error => error.Code).Order().Reverse());
    }

    [Theory]
    [InlineData("sys/id")]
    [InlineData("sys/owner")]
    [InlineData("sys/size")]
    public void Does_not_write_what_the_server_keeps(string path)
    {
        var block = Import(new UpdateRunSnapshot { Assign = { [path] = new Value { String = "mine" } } });

        Assert.Equal(IngestCode.FieldPathNonWritable, Assert.Single(block.Errors).Code);
    }

    RunBlock Import(params UpdateRunSnapshot[] snapshots) => Apply(LogRecordKind.Import, 1_000_000, snapshots);

    RunBlock Apply(LogRecordKind kind, long receivedMs, params UpdateRunSnapshot[] snapshots)
    {
        var block = new RunBlock();
        _state.BeginTurn(block);
        var operation = new RunOperation
        {
            Project = "w/p", RunId = "r", UpdateBatch = new UpdateRunSnapshots { Snapshots = { snapshots } },
        };
        Assert.True(RoutedRecord.TryRead(LogRecord.Create(kind, receivedMs, 1, operation.ToByteArray(), "me"), out var record));
        _state.Apply(record, ++_offset);
        _state.EndTurn();
        return block;
    }

    static UpdateRunSnapshot Append(string path, ulong step, long ms, double value) => new()
    {
        Step = new Step { Whole = step }, Timestamp = Time(ms).Timestamp, Append = { [path] = new Value { Float64 = value } },
    };

    static UpdateRunSnapshot File(ulong step, string path) => new()
    {
        Step = new Step { Whole = step }, Timestamp = Time(1).Timestamp,
        Append = { ["files"] = new Value { FileRef = new FileRef { Path = path, SizeBytes = 1, MimeType = "text/plain" } } },
    };

    static Value Time(long ms) => new() { Timestamp = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(ms)) };
}
