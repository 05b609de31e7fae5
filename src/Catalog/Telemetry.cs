using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeptuneAlt.Catalog;

/// <summary>What operators see of the catalog.</summary>
static class Telemetry
{
    static readonly Meter s_meter = new("NeptuneAlt.Catalog");

    static readonly Histogram<double> s_calls = s_meter.CreateHistogram<double>(
        "neptunealt.catalog.call.duration", "s", "Time of a call to the catalog, failed ones included, by kind: read or write.");

    /// <summary>A read from now until it is disposed of.</summary>
    public static Call Read() => new("read");

    /// <summary>A transaction from now until it is disposed of.</summary>
    public static Call Write() => new("write");

    public readonly struct Call(string kind) : IDisposable
    {
        readonly long _begun = Stopwatch.GetTimestamp();

        public void Dispose() => s_calls.Record(
            Stopwatch.GetElapsedTime(_begun).TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
    }
}
