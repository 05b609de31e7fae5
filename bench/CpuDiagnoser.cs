using System.Diagnostics;
using BenchmarkDotNet.Analysers;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Validators;

namespace NeptuneAlt.Bench;

/// <summary>
/// Adds the CPU time that an operation takes over all threads of this process, in ns. Beside the mean it tells work
/// from waiting for a disk.
/// </summary>
sealed class CpuDiagnoser : IDiagnoser
{
    static readonly CpuMetric s_metric = new();

    TimeSpan _before;
    TimeSpan _spent;

    public IEnumerable<string> Ids => [nameof(CpuDiagnoser)];

    public IEnumerable<IExporter> Exporters => [];

    public IEnumerable<IAnalyser> Analysers => [];

    public RunMode GetRunMode(BenchmarkCase benchmarkCase) => RunMode.NoOverhead;

    public void Handle(HostSignal signal, DiagnoserActionParameters parameters)
    {
        var now = Process.GetCurrentProcess().TotalProcessorTime;
        if (signal == HostSignal.BeforeActualRun) _before = now;
        if (signal == HostSignal.AfterActualRun) _spent = now - _before;
    }

    public IEnumerable<Metric> ProcessResults(DiagnoserResults results)
    {
        var operations = results.Measurements.Where(one => one.Is(IterationMode.Workload, IterationStage.Actual))
            .Sum(one => one.Operations);
        if (operations > 0)
            yield return new Metric(s_metric, _spent.TotalNanoseconds / operations);
    }

    public void DisplayResults(ILogger logger)
    {
    }

    public IEnumerable<ValidationError> Validate(ValidationParameters validationParameters) => [];

    sealed class CpuMetric : IMetricDescriptor
    {
        public string Id => nameof(CpuDiagnoser);
        public string DisplayName => "CPU";
        public string Legend => "CPU time of all threads of the process per single operation";
        public string NumberFormat => "0.0 ns";
        public UnitType UnitType => UnitType.Dimensionless;
        public string Unit => "ns";
        public bool TheGreaterTheBetter => false;
        public int PriorityInCategory => 0;

        public bool GetIsAvailable(Metric metric) => true;
    }
}
