using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Ingest;

/// <summary>Metrics, spans and log messages of the write half.</summary>
static partial class Telemetry
{
    public const string MeterName = "NeptuneAlt.Ingest";

    static readonly Meter Meter = new(MeterName);
    static readonly ActivitySource Spans = new(MeterName);

    public static readonly Counter<long> Records = Meter.CreateCounter<long>(
        "neptunealt.ingest.records", "{record}", "Records read from the log.");

    public static readonly Counter<long> Points = Meter.CreateCounter<long>(
        "neptunealt.ingest.points", "{point}", "Points of float series that were accepted.");

    public static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        "neptunealt.ingest.rejected", "{value}", "Values that were not accepted.");

    public static readonly Histogram<long> FlushRows = Meter.CreateHistogram<long>(
        "neptunealt.ingest.flush.rows", "{row}", "Rows of one flush, all tables together.");

    public static readonly Histogram<double> FlushDuration = Meter.CreateHistogram<double>(
        "neptunealt.ingest.flush.duration", "s", "Time of one flush, until all its tables have it.");

    public static readonly Histogram<double> VisibleDelay = Meter.CreateHistogram<double>(
        "neptunealt.ingest.visible.delay", "s",
        "Time from a record's arrival at the gateway until queries see its points; the oldest record of each flush.");

    public static readonly UpDownCounter<long> Unflushed = Meter.CreateUpDownCounter<long>(
        "neptunealt.ingest.unflushed", "By", "Bytes of records that consumers have read and not yet stored.");

    public static readonly Counter<long> Restarts = Meter.CreateCounter<long>(
        "neptunealt.ingest.restarts", "{restart}", "Times that a consumer forgot everything and began a new epoch.");

    public static readonly Counter<long> RolledUpPoints = Meter.CreateCounter<long>(
        "neptunealt.ingest.chunked_points", "{point}", "Points that charts of long series need not read any more.");

    public static readonly UpDownCounter<long> RollupsDue = Meter.CreateUpDownCounter<long>(
        "neptunealt.ingest.chunks.due", "{series}", "Series with enough new points for rollups that are not made yet.");

    /// <summary>A span around a flush; disposed by its end.</summary>
    public static Activity? Flushing(int partition) => Spans.StartActivity("flush")?.SetTag("partition", partition);

    [LoggerMessage(Level = LogLevel.Error, Message = "Record {Offset} of run {RunId} could not be applied.")]
    public static partial void RecordFailed(ILogger logger, Exception bug, string runId, long offset);

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Partition} goes on after record {Offset}.")]
    public static partial void PartitionStarted(ILogger logger, int partition, long offset);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Partition {Partition} pauses: {Reason} What was acknowledged is safe in the log; the next try is in {Delay}.")]
    public static partial void PartitionPaused(ILogger logger, int partition, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition} cannot go on: {Reason} The next try is in {Delay}.")]
    public static partial void PartitionDamaged(ILogger logger, int partition, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Partition {Partition} stumbled over a bug and starts afresh in {Delay}.")]
    public static partial void PartitionFailed(ILogger logger, Exception bug, int partition, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The rollups of {Count} long series are late, so that their charts are slower: {Reason}")]
    public static partial void RollupsLate(ILogger logger, int count, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lease on partition {Partition} will run out by itself: {Reason}")]
    public static partial void LeaseNotReleased(ILogger logger, int partition, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Partition} was left with work for its next owner: {Reason}")]
    public static partial void LeftUnsettled(ILogger logger, int partition, string reason);
}
