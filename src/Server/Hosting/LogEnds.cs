using NeptuneAlt.Catalog;
using NeptuneAlt.Ingest;
using NeptuneAlt.Ingest.Blocks;
using NeptuneAlt.Log.Embedded;

namespace NeptuneAlt.Server.Hosting;

/// <summary>
/// Tells the embedded log what the store and the catalog know of it, and keeps in the catalog how far it went: when it is
/// opened, with each new segment, and exactly when it is closed.
/// </summary>
sealed partial class LogEnds(CatalogMarks catalog, ILogger<LogEnds> logger) : IAsyncDisposable
{
    EmbeddedLog? _log;
    Task _writing = Task.CompletedTask;

    public static async Task<IReadOnlyList<LogMark>> MarksAsync(
        CatalogMarks catalog, BlockWriter writer, int partitions, CancellationToken cancellationToken)
    {
        var ends = await catalog.LogEndsAsync(cancellationToken);
        var marks = new List<LogMark>();
        for (var partition = 0; partition < partitions; partition++)
        {
            var stored = (await writer.ReadProgressAsync(partition, cancellationToken)).Stored + 1;
            var highest = await writer.HighestOffsetAsync(partition, stored, cancellationToken) + 1 ?? stored;
            var wasOpen = ends.TryGetValue(partition, out var end);
            marks.Add(new LogMark(stored, Math.Max(end.NextOffset, highest))
            {
                IsExact = end.IsExact && end.NextOffset >= highest, WasOpen = wasOpen,
            });
        }

        return marks;
    }

    /// <summary>When the gateway received a record.</summary>
    public static DateTimeOffset? TimeOf(ReadOnlyMemory<byte> record) =>
        LogRecord.TryParse(record.Span, out var parsed) ? DateTimeOffset.FromUnixTimeMilliseconds(parsed.ReceivedMs) : null;

    /// <summary>From now on, the log may go further than the catalog says.</summary>
    public async Task OpenedAsync(EmbeddedLog log, CancellationToken cancellationToken)
    {
        for (var partition = 0; partition < log.Partitions; partition++)
            await catalog.KeepLogEndAsync(partition, new LogEnd(log.Ends[partition], IsExact: false), cancellationToken);
        _log = log;
    }

    /// <summary>Does not wait: the log bounds what may be missing here by two segments.</summary>
    public void Begun(int partition, long firstOffset) =>
        _writing = _writing.ContinueWith(
            _ => KeepAsync(partition, new LogEnd(firstOffset, IsExact: false)), TaskScheduler.Default).Unwrap();

    /// <summary>The log is closed by now.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing;
        if (_log is not { HasFailed: false } log) return;

        for (var partition = 0; partition < log.Partitions; partition++)
            await KeepAsync(partition, new LogEnd(log.Ends[partition], IsExact: true));
    }

    async Task KeepAsync(int partition, LogEnd end)
    {
        try
        {
            await catalog.KeepLogEndAsync(partition, end, CancellationToken.None);
        }
        catch (CatalogUnavailableException failure)
        {
            NotKept(partition, failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of partition {Partition} of the log was not noted: {Reason}")]
    partial void NotKept(int partition, string reason);
}
