using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log;

/// <summary>What operators see of the log.</summary>
static partial class Telemetry
{
    static readonly Meter Meter = new("NeptuneAlt.Log");

    public static readonly Histogram<double> AppendDuration = Meter.CreateHistogram<double>(
        "neptunealt.log.append.duration", "s", "Time until an appended record is durable; its count is that of acknowledged records.");

    public static readonly Counter<long> Appended = Meter.CreateCounter<long>(
        "neptunealt.log.appended", "By", "Bytes of acknowledged records.");
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "neptunealt.log.refused", "{record}", "Records that the log did not take: their clients try again.");

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka: {Facility}: {Text}")]
    public static partial void KafkaSaid(ILogger logger, string facility, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Kafka producer met a fatal error and is replaced: {Reason}")]
    public static partial void ProducerRestarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Stored records of partition {Partition} cannot be deleted from Kafka: {Reason} Its retention decides.")]
    public static partial void TrimFailed(ILogger logger, int partition, string reason);
}
