using BenchmarkDotNet.Attributes;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Wire.Client;
using NeptuneAlt.Wire.Ingest;

namespace NeptuneAlt.Bench;

/// <summary>Reading a request's points where they lie. The roofline is a copy of its bytes.</summary>
public class DecodeBenchmarks
{
    readonly TrainingRecord _record = new();
    readonly byte[] _copy = new byte[2 << 20];

    [Benchmark(Baseline = true, OperationsPerInvoke = TrainingRecord.Series)]
    public byte Copy()
    {
        _record.Bytes.Span.CopyTo(_copy);
        return _copy[^1];
    }

    [Benchmark(OperationsPerInvoke = TrainingRecord.Series)]
    public string? Route() => RunOperationRoute.TryRead(_record.Body, out _);

    [Benchmark(OperationsPerInvoke = TrainingRecord.Series)]
    public ulong Decode() => Points(_record.Body);

    [Benchmark(OperationsPerInvoke = TrainingRecord.Series)]
    public RunOperation Protobuf() => RunOperation.Parser.ParseFrom(_record.Body);

    /// <summary>Touches every path and value.</summary>
    internal static ulong Points(ReadOnlySpan<byte> body)
    {
        ulong sum = 0;
        var fields = new ProtoReader(body);
        while (fields.Next())
        {
            if (!fields.IsBytes(RunOperation.UpdateBatchFieldNumber)) continue;
            var batch = new ProtoReader(fields.Bytes);
            while (batch.Next()) sum += Snapshot(batch.Bytes);
        }

        return sum;
    }

    static ulong Snapshot(ReadOnlySpan<byte> snapshot)
    {
        if (!SnapshotHead.TryRead(snapshot, out var head)) throw new InvalidOperationException("Broken snapshot.");

        var sum = (ulong)head.Step!.Value.Micros; // Every training record has one.
        var fields = new ProtoReader(snapshot);
        while (fields.Next())
            if (fields.IsBytes(UpdateRunSnapshot.AppendFieldNumber) && WireValue.TryReadEntry(fields.Bytes, out var path, out var value))
                sum += value.Bits + path[^1];
        return sum;
    }
}
