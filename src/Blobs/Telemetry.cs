using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeptuneAlt.Blobs;

/// <summary>What operators see of the storage of files.</summary>
static class Telemetry
{
    static readonly Meter s_meter = new("NeptuneAlt.Blobs");

    static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>(
        "neptunealt.blobs.call.duration", "s", "Time of a call to the bucket, failed ones included, by call.");

    public static void Called(string call, long begun) => s_calls.Record(
        Stopwatch.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("call", call));
}
