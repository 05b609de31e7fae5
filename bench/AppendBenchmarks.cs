using BenchmarkDotNet.Attributes;
using Microsoft.Win32.SafeHandles;
using NeptuneAlt.Log.Embedded;

namespace NeptuneAlt.Bench;

/// <summary>
/// Sixteen records at once into the log, as many connections would bring them. The roofline writes the same bytes to a
/// file and syncs once.
/// </summary>
public class AppendBenchmarks : IAsyncDisposable
{
    const int Records = 16;
    const int Points = Records * TrainingRecord.Series;

    readonly TrainingRecord _record = new();
    string _folder = "";
    SafeFileHandle? _file;
    EmbeddedLog? _log;

    [Params(true, false)]
    public bool Fsync { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _folder = Directory.CreateTempSubdirectory("neptune-bench-").FullName;
        _file = File.OpenHandle(Path.Combine(_folder, "plain"), FileMode.Create, FileAccess.Write);
        _log = new EmbeddedLog(new EmbeddedLogOptions(Path.Combine(_folder, "log"), Partitions: 1) { Fsync = Fsync }, TimeProvider.System);
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_log is null) return;

        _file?.Dispose();
        await _log.DisposeAsync();
        _log = null;
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Points)]
    public void Write()
    {
        for (var i = 0; i < Records; i++)
            RandomAccess.Write(_file!, _record.Bytes.Span, (long)i * _record.Bytes.Length); // Opened by Start.
        if (Fsync) RandomAccess.FlushToDisk(_file!);
    }

    [Benchmark(OperationsPerInvoke = Points)]
    public async Task AppendAsync()
    {
        var log = _log!; // Opened by Start.
        var offsets = await Task.WhenAll(Enumerable.Range(0, Records)
            .Select(_ => log.AppendAsync(0, _record.Bytes, CancellationToken.None)));
        await log.TrimAsync(0, offsets.Max(), CancellationToken.None);
    }
}
