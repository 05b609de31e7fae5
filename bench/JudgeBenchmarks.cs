using BenchmarkDotNet.Attributes;

namespace NeptuneAlt.Bench;

/// <summary>A run's state applies a record: decoding, finding the series, judging, summing up, gathering columns.</summary>
public class JudgeBenchmarks
{
    readonly TrainingRecord _record = new();
    readonly TrainingRuns _runs = new(count: 1);

    /// <summary>What no judge can do without.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = TrainingRecord.Series)]
    public ulong Decode() => DecodeBenchmarks.Points(_record.Body);

    [Benchmark(OperationsPerInvoke = TrainingRecord.Series)]
    public object Judge() => _runs.Step();

    /// <summary>A new run: every path is seen for the first time and gets its row.</summary>
    [Benchmark(OperationsPerInvoke = TrainingRecord.Series)]
    public object Birth() => new TrainingRuns(count: 1);
}
