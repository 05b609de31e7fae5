using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log;

/// <summary>What operators see of the log.</summary>
static partial class Telemetry
{
    static readonly Meter Meter = new("NeptuneAlt.Log");

    /// <summary>From when a record is handed over until it is durable; its count is that of acknowledged records.</summary>
    public static readonly Histogram<double> AppendDuration = Meter.CreateHistogram(
        "neptunealt.log.append.duration", "s",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
        });

    public static readonly Counter<long> Appended = Meter.CreateCounter<long>("neptunealt.log.appended", "By");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("neptunealt.log.refused", "{record}");

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka: {Facility}: {Text}")]
    public static partial void KafkaSaid(ILogger logger, string facility, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Kafka producer met a fatal error and is replaced: {Reason}")]
    public static partial void ProducerRestarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Stored records of partition {Partition} cannot be deleted from Kafka: {Reason} Its retention decides.")]
    public static partial void TrimFailed(ILogger logger, int partition, string reason);
}
