using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NeptuneAlt.Engine;
using NeptuneAlt.LoadTests.Load;
using NeptuneAlt.LoadTests.Server;
using NeptuneAlt.LoadTests.Workloads;
using NeptuneAlt.Store;
using NeptuneAlt.Store.Native;

namespace NeptuneAlt.LoadTests.Comparison;

/// <summary>
/// The same rows put straight into the points table of the same engine, as sorted blocks: what storing costs if nothing
/// is received, decoded, judged or summed up. Only the engine's process counts, not the making of the blocks.
/// </summary>
static class RawInsert
{
    const int BlockRows = 250_000;

    public static async Task<Showing> RunAsync(LoadOptions options, TimeSpan settle, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("neptune-load-").FullName;
        try
        {
            await using var engine = await EngineProcess.StartAsync(
                new EngineOptions(Path.Combine(folder, "store")), NullLogger.Instance, cancellationToken);
            using var store = new ClickHouse(StoreAddress.Embedded(engine.SocketPath));
            await store.MigrateAsync(cancellationToken);
            return await InsertAsync(store, new ProcessTree(engine.ProcessId), folder, options, settle, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<Showing> InsertAsync(
        ClickHouse store, ProcessTree engine, string folder, LoadOptions options, TimeSpan settle,
        CancellationToken cancellationToken)
    {
        var bytesBefore = StoreSize.Bytes(folder);
        var cpuBefore = engine.CpuSeconds();
        var started = Stopwatch.GetTimestamp();
        var rows = new Rows(BlockRows);
        var values = new PointValues(options.Workload, options.Seed);
        foreach (var (run, series, step) in InOrder(options.Workload))
        {
            rows.Add(run, series, step, values);
            if (rows.Count == BlockRows) await FlushAsync(store, rows, cancellationToken);
        }

        await FlushAsync(store, rows, cancellationToken);
        var cpu = engine.CpuSeconds() - cpuBefore;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var bytes = await StoreSize.SettledAsync(folder, settle, cancellationToken) - bytesBefore;
        return new Showing(options.Workload.Points, cpu, seconds, bytes);
    }

    /// <summary>As they arrive in time, and sorted within a block: several steps of all runs, or one step of some.</summary>
    static IEnumerable<(int Run, int Series, long Step)> InOrder(Workload workload)
    {
        var stepsAtOnce = Math.Max(1, BlockRows / (workload.Runs * workload.Series));
        for (long first = 1; first <= workload.Steps; first += stepsAtOnce)
            for (var run = 0; run < workload.Runs; run++)
                for (var series = 0; series < workload.Series; series++)
                    for (var step = first; step < Math.Min(first + stepsAtOnce, workload.Steps + 1); step++)
                        yield return (run, series, step);
    }

    static async Task FlushAsync(ClickHouse store, Rows rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        using var block = rows.ToBlock();
        await store.InsertAsync("points", block, deduplicationToken: null, cancellationToken);
        rows.Clear();
    }

    sealed class Rows(int capacity)
    {
        const long MicrosPerStep = 1_000_000;

        readonly ulong[] _run = new ulong[capacity], _offset = new ulong[capacity];
        readonly uint[] _series = new uint[capacity];
        readonly long[] _step = new long[capacity], _time = new long[capacity];
        readonly double[] _value = new double[capacity];
        readonly ushort[] _part = new ushort[capacity];

        public int Count { get; private set; }

        public void Add(int run, int series, long step, PointValues values)
        {
            var key = values.RunKey(run);
            _run[Count] = (ulong)run + 1;
            _series[Count] = (uint)series + 1;
            _step[Count] = step * MicrosPerStep;
            _time[Count] = values.TimeMs(key, step);
            _value[Count] = values.Of(key, series, step);
            _offset[Count++] = (ulong)(step * 1000 + run);
        }

        public void Clear() => Count = 0;

        public NativeBlock ToBlock() => new NativeBlock()
            .Add("run", _run.AsSpan(0, Count)).Add("series", _series.AsSpan(0, Count)).Add("step", _step.AsSpan(0, Count))
            .Add("ts", _time.AsSpan(0, Count)).Add("value", _value.AsSpan(0, Count)).Add("part", _part.AsSpan(0, Count))
            .Add("off", _offset.AsSpan(0, Count));
    }
}
