using System.Diagnostics;

namespace NeptuneAlt.LoadTests.Server;

/// <summary>Watches how the resident memory of a server goes in the course of a load.</summary>
sealed class MemoryWatch(ProcessTree server)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    readonly List<(double Hours, double Bytes)> _samples = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            _samples.Add((Stopwatch.GetElapsedTime(started).TotalHours, server.ResidentBytes()));
            await Task.Delay(Interval, cancellationToken);
        }
    }

    /// <summary>By how many bytes an hour memory grows in the second half, when caches are full: the slope of the line
    /// through the samples by least squares. <c>null</c> where they are too few to tell.</summary>
    public double? BytesPerHour()
    {
        var late = _samples[(_samples.Count / 2)..];
        if (late.Count < 12) return null;

        var (x, y) = (late.Average(sample => sample.Hours), late.Average(sample => sample.Bytes));
        return late.Sum(sample => (sample.Hours - x) * (sample.Bytes - y)) / late.Sum(sample => Math.Pow(sample.Hours - x, 2));
    }

    /// <summary>The mean of the last minute, in bytes.</summary>
    public long? BytesAtEnd() => _samples.Count < 12 ? null : (long)_samples[^12..].Average(sample => sample.Bytes);
}
