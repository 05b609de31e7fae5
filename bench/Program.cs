using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NeptuneAlt.Bench;

if (args.Contains("--gate")) return AllocationGate.Run();
if (args.Contains("--series-memory")) return SeriesMemory.Print();
if (args.Contains("--formula-memory")) return await FormulaMemory.RunAsync();

// In this process: a benchmark reaches into the product's own types, and a run takes a minute instead of ten.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default, new CpuDiagnoser())
    .HideColumns(Column.Error, Column.RatioSD);
BenchmarkSwitcher.FromAssembly(typeof(AllocationGate).Assembly).Run(args, config);
return 0;
