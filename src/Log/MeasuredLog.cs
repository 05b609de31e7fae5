using System.Diagnostics;

namespace NeptuneAlt.Log;

/// <summary>A log whose appends are counted and timed, whichever it is.</summary>
public sealed class MeasuredLog(ILog log) : ILog
{
    public int Partitions => log.Partitions;

    public async Task<long> AppendAsync(
        int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var offset = await log.AppendAsync(partition, record, cancellationToken);
            Telemetry.AppendDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
            Telemetry.Appended.Add(record.Length);
            return offset;
        }
        catch (LogUnavailableException)
        {
            Telemetry.Refused.Add(1);
            throw;
        }
    }

    public IAsyncEnumerable<LogBatch> ReadAsync(int partition, long from, CancellationToken cancellationToken) =>
        log.ReadAsync(partition, from, cancellationToken);

    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) =>
        log.EndAsync(partition, cancellationToken);

    public Task TrimAsync(int partition, long before, CancellationToken cancellationToken) =>
        log.TrimAsync(partition, before, cancellationToken);

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
