using System.Globalization;
using System.Runtime.CompilerServices;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Ingest.Decoding;
using NeptuneAlt.Ingest.Runs;
using NeptuneAlt.LoadTests.Generation;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Model;
using NeptuneAlt.Wire;

namespace NeptuneAlt.Bench;

/// <summary>What a live series takes in memory at rest: after its first step, with its rows written.</summary>
static class SeriesMemory
{
    /// <summary>A job whose ranks log the same metrics, and runs that log the same layers.</summary>
    public static IReadOnlyList<(string Names, Workload Workload)> Kinds { get; } =
    [
        ("of ranks", Workload.Named("L8") with { Runs = 1, Series = 100_000, WritersPerRun = 100, Steps = 1 }),
        ("of layers", Workload.Named("L2") with { Runs = 10, Steps = 1 }),
    ];

    public static int Print()
    {
        foreach (var (names, workload) in Kinds)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"names {names}, {workload.Runs} runs × {workload.Series} series: {(double)BytesOf(workload) / workload.SeriesInAll:F1} bytes a series"));
        return 0;
    }

    /// <summary>Bytes that stay after a collection, of all series together.</summary>
    public static long BytesOf(Workload workload)
    {
        const string project = "bench/bench";
        using var writer = new ProtoWriter();
        var runs = new Dictionary<string, RunState>();
        var records = LoadSession.Scripts(workload, project, seed: 1).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Fill(records, runs, writer);
        writer.Clear();
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (runs.Values.Sum(state => (long)state.Attributes.CountOf(AttributeType.FloatSeries)) != workload.SeriesInAll)
            throw new InvalidOperationException("A series is missing.");
        GC.KeepAlive(records);
        return bytes;
    }

    /// <summary>Blocks of the way must not be held by this caller's frame.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Fill(List<RunScript> scripts, Dictionary<string, RunState> runs, ProtoWriter writer)
    {
        foreach (var script in scripts)
        {
            if (!runs.TryGetValue(script.RunId, out var state))
                state = runs[script.RunId] = new RunState(new Run(
                    (ulong)runs.Count + 1, Guid.Empty, Project: 1, script.RunId, $"BEN-{runs.Count + 1}", Experiment: null, Family: null,
                    Fork: null, DateTimeOffset.UnixEpoch));
            script.Write(writer, script.Next(0, script.Pieces, int.MaxValue));
            var record = LogRecord.Create(LogRecordKind.Operation, receivedMs: 1, project: 1, writer.Written.Span, "bench");
            if (!RoutedRecord.TryRead(record, out var routed)) throw new InvalidOperationException("The record is broken.");
            state.BeginTurn(new RunBlock());
            state.Apply(routed, offset: 1);
            state.EndTurn();
        }

        foreach (var state in runs.Values)
        {
            state.Checkpoint(new RunBlock());
            state.Settle();
        }
    }
}
