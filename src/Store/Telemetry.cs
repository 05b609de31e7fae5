using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NeptuneAlt.Store;

/// <summary>Metrics of the calls to the store.</summary>
static class Telemetry
{
    public const string MeterName = "NeptuneAlt.Store";

    static readonly ActivitySource s_calls = new(MeterName);
    static readonly Meter s_meter = new(MeterName);

    static readonly Counter<long> s_rows =
        s_meter.CreateCounter<long>("neptunealt.store.inserted_rows", "{row}", "Rows inserted, by table.");

    static readonly Histogram<double> s_inserts =
        s_meter.CreateHistogram<double>("neptunealt.store.insert.duration", "s", "Time of one insert, by table.");

    static readonly Histogram<double> s_queries =
        s_meter.CreateHistogram<double>("neptunealt.store.query.duration", "s", "Time until a query's answer begins.");

    static readonly Counter<long> s_failures = s_meter.CreateCounter<long>(
        "neptunealt.store.failures", "{call}", "Calls that failed, by kind: unavailable, or refused by the store.");

    /// <summary>A span around a call; disposed by its end.</summary>
    public static Activity? Calling(string what) => s_calls.StartActivity(what, ActivityKind.Client);

    public static void Inserted(string table, int rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("table", table);
        s_rows.Add(rows, tag);
        s_inserts.Record(duration.TotalSeconds, tag);
    }

    public static void Queried(TimeSpan duration) => s_queries.Record(duration.TotalSeconds);

    public static void Failed(Exception failure) => s_failures.Add(
        1, new KeyValuePair<string, object?>("kind", failure is StoreUnavailableException ? "unavailable" : "refused"));
}
