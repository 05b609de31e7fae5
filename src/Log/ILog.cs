namespace NeptuneAlt.Log;

/// <summary>
/// Ordered partitions of opaque records: what was accepted and is not yet in the store. A record's offset grows by one
/// from record to record within its partition, starting at 0, and never changes.
/// </summary>
/// <remarks>Safe to call from any number of threads.</remarks>
public interface ILog : IAsyncDisposable
{
    /// <summary>How many partitions there are; fixed for the life of a log.</summary>
    int Partitions { get; }

    /// <summary>Appends a record. Records appended one after the other, each once the one before is done, keep that order.</summary>
    /// <param name="record">At least one byte. Must not change until the task is done; not kept after that.</param>
    /// <param name="cancellationToken">Looked at before the record is queued; from then on the append runs to its end.</param>
    /// <returns>The record's offset, once it is as durable as the log makes anything.</returns>
    /// <exception cref="LogUnavailableException">Not stored, or not surely: the caller tells its client to retry.</exception>
    Task<long> AppendAsync(int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken);

    /// <summary>
    /// The records from <paramref name="from"/> on, in order and without gaps; waits at the end for more, for ever. Where
    /// records are lost and the operator has agreed to go on without them, a batch begins after them, and is empty. One
    /// reader a partition is enough for a log: a later one may end an earlier one with
    /// <see cref="LogUnavailableException"/>.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log cannot be read now, or no longer has that offset.</exception>
    /// <exception cref="InvalidDataException">Records are damaged or missing, and only an operator can help.</exception>
    IAsyncEnumerable<LogBatch> ReadAsync(int partition, long from, CancellationToken cancellationToken);

    /// <summary>The offset that the next record will get.</summary>
    /// <exception cref="LogUnavailableException">The log does not answer now.</exception>
    Task<long> EndAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Lets the log forget records before an offset. A hint: it may keep them, and never throws for that.</summary>
    Task TrimAsync(int partition, long before, CancellationToken cancellationToken);
}

/// <summary>Consecutive records of a partition.</summary>
/// <param name="FirstOffset">Offset of the first; the others follow one by one.</param>
/// <param name="Records">Each stays valid: its memory is never reused.</param>
public sealed record LogBatch(long FirstOffset, IReadOnlyList<ReadOnlyMemory<byte>> Records);

/// <summary>The log cannot take or give records now. What was acknowledged is safe.</summary>
public sealed class LogUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When the client should try again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);
}
