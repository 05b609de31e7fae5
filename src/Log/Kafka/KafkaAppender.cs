using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log.Kafka;

/// <summary>
/// The producer side: idempotent, acknowledged by all in-sync replicas, with a bound on what is under way.
/// </summary>
sealed class KafkaAppender : IDisposable
{
    static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    readonly KafkaLogOptions _options;
    readonly ILogger _logger;
    readonly AppendGate[] _gates;
    readonly Lock _lock = new();
    IProducer<Null, ReadOnlyMemory<byte>> _producer;
    long _pendingBytes;
    volatile bool _isClosed;

    public KafkaAppender(KafkaLogOptions options, TimeProvider time, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        _gates = [.. Enumerable.Range(0, options.Partitions).Select(_ => new AppendGate(time, options.StallMax))];
        _producer = Build();
    }

    public async Task<long> AppendAsync(int partition, ReadOnlyMemory<byte> record)
    {
        if (_isClosed) throw Closed();
        if (Interlocked.Add(ref _pendingBytes, record.Length) > _options.PendingBytesMax + record.Length)
        {
            Interlocked.Add(ref _pendingBytes, -record.Length);
            throw new LogUnavailableException("More is coming in than Kafka takes.");
        }

        try
        {
            var gate = _gates[partition];
            if (!gate.TryEnter())
                throw new LogUnavailableException($"Kafka does not acknowledge records of partition {partition} now.");
            var isStored = false;
            try
            {
                var offset = await ProduceAsync(partition, record);
                isStored = true;
                return offset;
            }
            finally
            {
                gate.Leave(isStored);
            }
        }
        finally
        {
            Interlocked.Add(ref _pendingBytes, -record.Length);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _producer.Flush(FlushTimeout);
        _producer.Dispose();
    }

    async Task<long> ProduceAsync(int partition, ReadOnlyMemory<byte> record)
    {
        var stored = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            // Copies the record.
            _producer.Produce(
                new TopicPartition(_options.Topic, partition),
                new Message<Null, ReadOnlyMemory<byte>> { Value = record },
                report =>
                {
                    if (report.Error.IsError) stored.TrySetException(Refused(report.Error, null));
                    else if (report.Offset.IsSpecial) stored.TrySetException(StoredSomewhere());
                    else stored.TrySetResult(report.Offset.Value);
                });
        }
        catch (KafkaException failure)
        {
            throw Refused(failure.Error, failure);
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }

        // The client library answers each record; the wait is bounded in case a broken one never gets to it.
        try
        {
            return await stored.Task.WaitAsync(_options.AckTimeout + _options.RequestTimeout);
        }
        catch (TimeoutException timeout)
        {
            throw new LogUnavailableException("Kafka did not answer.", timeout);
        }
    }

    IProducer<Null, ReadOnlyMemory<byte>> Build() =>
        new ProducerBuilder<Null, ReadOnlyMemory<byte>>(new ProducerConfig(_options.Client)
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            CompressionType = CompressionType.Lz4,
            LingerMs = 2,
            MessageTimeoutMs = (int)_options.AckTimeout.TotalMilliseconds,
            QueueBufferingMaxKbytes = (int)((_options.PendingBytesMax >> 10) * 2 + (KafkaLogOptions.MessageBytesMax >> 10)),
            DeliveryReportFields = "none",
        })
        .SetValueSerializer(WholeArray.Instance)
        .SetErrorHandler(Restart)
        .SetLogHandler((_, message) => Telemetry.KafkaSaid(_logger, message.Facility, message.Message))
        .Build();

    /// <summary>A producer that met a fatal error takes no more records; its successor starts a new sequence.</summary>
    void Restart(IProducer<Null, ReadOnlyMemory<byte>> broken, Error error)
    {
        if (!error.IsFatal) return;

        Telemetry.ProducerRestarted(_logger, error.Reason);
        lock (_lock)
        {
            if (_isClosed || broken != _producer) return;
            _producer = Build();
        }

        // Not from its own callback thread, which it waits for.
        _ = Task.Run(broken.Dispose);
    }

    static LogUnavailableException Refused(Error error, Exception? inner) =>
        new($"Kafka did not take the record: {error.Reason}", inner);

    /// <summary>The acknowledgement was lost and the retry found the record there: then brokers may not tell its offset.</summary>
    static LogUnavailableException StoredSomewhere() => new("Kafka did not say where it stored the record.");

    static LogUnavailableException Closed() => new("The server is shutting down.");

    sealed class WholeArray : ISerializer<ReadOnlyMemory<byte>>
    {
        public static readonly WholeArray Instance = new();

        public byte[] Serialize(ReadOnlyMemory<byte> data, SerializationContext context) =>
            MemoryMarshal.TryGetArray(data, out var segment) && segment.Offset == 0
                && segment.Count == segment.Array?.Length
                ? segment.Array
                : data.ToArray();
    }
}
