using System.Runtime.CompilerServices;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;

namespace NeptuneAlt.Simulation;

/// <summary>The log as one process sees it: an append may be refused, or stored without the answer coming back.</summary>
sealed class LogLink(World world, Weather weather, Life life, LogDisk disk) : ILog
{
    const int BatchRecordsMax = 20;

    public int Partitions => disk.Partitions;

    public Task<long> AppendAsync(int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<long>();
        if (life.IsOver) return answer.Task;
        if (weather.LogRefuses) throw new LogUnavailableException("The log takes nothing now.");

        _ = AppendAsync(partition, record, answer);
        return answer.Task;
    }

    public async IAsyncEnumerable<LogBatch> ReadAsync(
        int partition, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new SegmentReader(from);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (life.IsOver) await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            var grown = disk.Grown(partition);
            var (segment, length, next, _) = disk[partition].Locate(reader.Offset);
            if (segment is null) await grown.WaitAsync(cancellationToken);
            else yield return reader.Read(segment, length, Math.Min(next, reader.Offset + world.Random.Next(1, BatchRecordsMax)));
        }
    }

    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) => Task.FromResult(disk[partition].NextOffset);

    public Task TrimAsync(int partition, long before, CancellationToken cancellationToken)
    {
        if (!life.IsOver) disk[partition].Trim(before);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async Task AppendAsync(int partition, ReadOnlyMemory<byte> record, TaskCompletionSource<long> answer)
    {
        var offset = await disk.AppendAsync(partition, record);
        if (life.IsOver) return;
        if (weather.Accident()) answer.TrySetException(new LogUnavailableException("The answer is lost."));
        else answer.TrySetResult(offset);
    }
}
