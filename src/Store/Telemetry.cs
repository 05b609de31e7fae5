using System.Diagnostics.Metrics;

namespace NeptuneAlt.Store;

/// <summary>What the store's calls cost, once a call.</summary>
static class Telemetry
{
    public const string MeterName = "NeptuneAlt.Store";

    static readonly Meter s_meter = new(MeterName);

    static readonly Counter<long> s_rows =
        s_meter.CreateCounter<long>("neptune.store.inserted_rows", "{row}", "Rows inserted, by table");

    static readonly Histogram<double> s_inserts =
        s_meter.CreateHistogram<double>("neptune.store.insert.duration", "s", "Time of one insert, by table");

    static readonly Histogram<double> s_queries =
        s_meter.CreateHistogram<double>("neptune.store.query.duration", "s", "Time until a query's answer begins");

    public static void Inserted(string table, int rows, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("table", table);
        s_rows.Add(rows, tag);
        s_inserts.Record(duration.TotalSeconds, tag);
    }

    public static void Queried(TimeSpan duration) => s_queries.Record(duration.TotalSeconds);
}
