using System.Diagnostics;
using HdrHistogram;

namespace NeptuneAlt.LoadTests.Load;

/// <summary>Times, kept to three digits. Safe for use by many callers at once.</summary>
sealed class Latency
{
    const long MicrosMax = 3_600_000_000;
    const double MicrosPerMs = 1000;

    readonly LongHistogram _micros = new(1, MicrosMax, 3);

    /// <summary>Records the time since a <see cref="Stopwatch"/> timestamp.</summary>
    public void RecordSince(long started)
    {
        var micros = (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        lock (_micros) _micros.RecordValue(Math.Clamp(micros, 1, MicrosMax));
    }

    /// <summary>In milliseconds; <c>null</c> if nothing was recorded.</summary>
    public Percentiles? Percentiles()
    {
        lock (_micros)
        {
            if (_micros.TotalCount == 0) return null;

            double At(double percentile) => Math.Round(_micros.GetValueAtPercentile(percentile) / MicrosPerMs, 3);
            return new Percentiles(At(50), At(99), At(99.9), At(100), _micros.TotalCount);
        }
    }
}

/// <summary>Of times in milliseconds.</summary>
sealed record Percentiles(double P50, double P99, double P999, double Max, long Count);
