using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log.Kafka;

/// <summary>
/// The log in a Kafka topic. An offset is Kafka's own: the one producer is idempotent and not transactional, so offsets
/// have no gaps, and a reader that meets one says so and stops.
/// </summary>
public sealed class KafkaLog : ILog
{
    readonly KafkaTopic _topic;
    readonly KafkaAppender _appender;
    readonly KafkaReader _reader;
    volatile bool _isClosed;

    KafkaLog(KafkaLogOptions options, KafkaTopic topic, TimeProvider time, ILogger logger)
    {
        Partitions = options.Partitions;
        _topic = topic;
        _appender = new KafkaAppender(options, time, logger);
        _reader = new KafkaReader(options, logger);
    }

    /// <summary>Connects, and makes the topic if it is missing.</summary>
    /// <exception cref="LogUnavailableException">The brokers do not answer, or do not let the topic be made.</exception>
    /// <exception cref="InvalidDataException">The topic has another number of partitions.</exception>
    public static async Task<KafkaLog> OpenAsync(
        KafkaLogOptions options, TimeProvider time, ILogger<KafkaLog> logger, CancellationToken cancellationToken)
    {
        var topic = new KafkaTopic(options, time, logger);
        try
        {
            await topic.EnsureAsync(cancellationToken);
            return new KafkaLog(options, topic, time, logger);
        }
        catch
        {
            topic.Dispose();
            throw;
        }
    }

    public int Partitions { get; }

    public async Task<long> AppendAsync(
        int partition, ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        if (record.IsEmpty) throw new ArgumentException("A record has at least one byte.", nameof(record));
        cancellationToken.ThrowIfCancellationRequested();

        return await _appender.AppendAsync(partition, record);
    }

    public IAsyncEnumerable<LogBatch> ReadAsync(int partition, long from, CancellationToken cancellationToken) =>
        _reader.ReadAsync(partition, from, cancellationToken);

    public Task<long> EndAsync(int partition, CancellationToken cancellationToken) => _isClosed
        ? Task.FromException<long>(new LogUnavailableException("The server is shutting down."))
        : _topic.EndAsync(partition, cancellationToken);

    public Task TrimAsync(int partition, long before, CancellationToken cancellationToken)
    {
        if (!_isClosed) _topic.Trim(partition, before);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isClosed) return;

        _isClosed = true;
        await Task.Run(() =>
        {
            _reader.Dispose();
            _appender.Dispose();
            _topic.Dispose();
        });
    }
}
