using NeptuneAlt.Client;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Wire;

namespace NeptuneAlt.Bench;

/// <summary>
/// One log record as training sends them: a step of many series. Its step can be changed in place, so that a run may be
/// fed the same bytes for ever.
/// </summary>
sealed class TrainingRecord
{
    public const int Series = 9_000;

    // A varint padded to its full length holds any step.
    const int StepBytes = 10;
    const ulong Seed = 1;

    readonly byte[] _record;
    readonly int _step;

    public TrainingRecord()
    {
        var workload = Workload.Named("L2") with { Series = Series };
        var values = new PointValues(workload, Seed);
        var entries = SnapshotTemplate.Slices(workload, int.MaxValue)[0];
        var time = 1_700_000_000ul;
        var snapshot = ProtoWriter.BytesFieldSize(1 + StepBytes)
            + ProtoWriter.BytesFieldSize(ProtoWriter.VarintFieldSize(time)) + entries.Bytes;
        using var writer = new ProtoWriter();
        writer.BytesField(1, "bench/bench"u8);
        writer.BytesField(2, "run"u8);
        writer.Begin(8, ProtoWriter.BytesFieldSize(snapshot));
        writer.Begin(1, snapshot);
        writer.Begin(1, 1 + StepBytes);
        writer.Varint(1 << 3);
        _step = writer.Written.Length + LogRecord.HeadBytes;
        writer.Take(StepBytes);
        writer.Begin(2, ProtoWriter.VarintFieldSize(time));
        writer.VarintField(1, time);
        entries.Write(writer, values, values.RunKey(0), 1);
        _record = LogRecord.Create(LogRecordKind.Operation, receivedMs: (long)time * 1000, project: 1, writer.Written.Span, "bench");
        SetStep(1);
        Routed = RoutedRecord.TryRead(_record, out var routed)
            ? routed
            : throw new InvalidOperationException("The training record is broken.");
    }

    public ReadOnlyMemory<byte> Bytes => _record;

    /// <summary>The client's part of it, a <c>RunOperation</c>.</summary>
    public ReadOnlySpan<byte> Body => Routed.Body.Span;

    public RoutedRecord Routed { get; }

    public void SetStep(long step)
    {
        for (var i = 0; i < StepBytes - 1; i++, step >>= 7) _record[_step + i] = (byte)(step | 0x80);
        _record[_step + StepBytes - 1] = 0;
    }
}
