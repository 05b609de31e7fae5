using BenchmarkDotNet.Attributes;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Consumer;

namespace NeptuneAlt.Bench;

/// <summary>Columns of many runs become one Native block. The roofline is a copy of the block's bytes.</summary>
public class EncodeBenchmarks
{
    internal const int Runs = 28;
    internal const int Points = Runs * TrainingRecord.Series;
    const int RowBytes = 46;

    readonly IReadOnlyList<RunBlock> _births;
    readonly IReadOnlyList<RunBlock> _blocks;
    readonly byte[] _from = new byte[Points * RowBytes];
    readonly byte[] _to = new byte[Points * RowBytes];

    public EncodeBenchmarks()
    {
        var runs = new TrainingRuns(Runs);
        _births = runs.Births;
        _blocks = runs.Step();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public byte Copy()
    {
        _from.CopyTo(_to, 0);
        return _to[^1];
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public long Encode()
    {
        long bytes = 0;
        foreach (var (_, rows) in Tables(_blocks).Independent())
        {
            using (rows) bytes += rows.Bytes;
        }

        return bytes;
    }

    /// <summary>The row that a new series gets at once.</summary>
    [Benchmark(OperationsPerInvoke = Points)]
    public long EncodeSummaries()
    {
        var tables = Tables(_births);
        var columns = tables.Attributes();
        tables.AddByRun(columns);
        using var rows = columns.ToBlock();
        return rows.Bytes;
    }

    internal static BlockTables Tables(IReadOnlyList<RunBlock> blocks) =>
        new(blocks, partition: 0, new Dictionary<string, long>(), new KnownDefinitions());
}
