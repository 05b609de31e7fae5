using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace NeptuneAlt.Log.Kafka;

/// <summary>
/// The consumer side: one client for all partitions that this process reads, since each costs several threads. Partitions
/// are assigned by hand, from the offset that the store names; there is no consumer group and nothing is committed.
/// </summary>
sealed class KafkaReader : IDisposable
{
    static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(20);

    readonly KafkaLogOptions _options;
    readonly ILogger _logger;
    readonly IConsumer<Ignore, byte[]> _consumer;
    readonly ConcurrentQueue<Action> _commands = new();
    readonly Dictionary<int, PartitionFeed> _feeds = [];
    readonly Thread _thread;
    volatile bool _isClosed;

    public KafkaReader(KafkaLogOptions options, ILogger logger)
    {
        (_options, _logger) = (options, logger);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig(options.Client)
        {
            // Asked for by the client library; without a subscription nothing joins it.
            GroupId = options.Topic + "-assigned",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            // An offset that is gone must be told, not skipped.
            AutoOffsetReset = AutoOffsetReset.Error,
            IsolationLevel = IsolationLevel.ReadUncommitted,
            CheckCrcs = true,

            // A partition that goes on after a rest waits for the fetch under way, which waits for the quiet ones.
            FetchWaitMaxMs = 50,
            QueuedMaxMessagesKbytes = 64 << 10,
            AllowAutoCreateTopics = false,
        })
        .SetErrorHandler((_, error) => Telemetry.KafkaSaid(logger, error.Code.ToString(), error.Reason))
        .SetLogHandler((_, message) => Telemetry.KafkaSaid(logger, message.Facility, message.Message))
        .Build();
        _thread = new Thread(Fetch) { Name = "log fetcher", IsBackground = true };
        _thread.Start();
    }

    public async IAsyncEnumerable<LogBatch> ReadAsync(
        int partition, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = new PartitionFeed(partition, from);
        _commands.Enqueue(() => Open(feed));
        try
        {
            while (true)
            {
                // The fetching thread ends before it takes the command, if the log is closed.
                if (_isClosed) feed.Fail(Closed());
                var batch = await feed.TakeAsync(cancellationToken);
                _commands.Enqueue(() => Resume(feed));
                yield return batch;
            }
        }
        finally
        {
            _commands.Enqueue(() => Close(feed));
        }
    }

    public void Dispose()
    {
        if (_isClosed) return;

        _isClosed = true;
        _thread.Join();
        _consumer.Close();
        _consumer.Dispose();
    }

    void Fetch()
    {
        while (!_isClosed)
        {
            while (_commands.TryDequeue(out var command)) command();
            try
            {
                if (_consumer.Consume(PollTimeout) is { } record) Take(record);
            }
            catch (ConsumeException failure)
            {
                Fail(failure);
            }
        }

        while (_commands.TryDequeue(out var command)) command();
        foreach (var feed in _feeds.Values) feed.Fail(Closed());
    }

    void Take(ConsumeResult<Ignore, byte[]> record)
    {
        if (!_feeds.TryGetValue(record.Partition.Value, out var feed) || feed.IsResting) return;
        if (feed.Add(record.Offset.Value, record.Message.Value) <= _options.ReadAheadBytes) return;

        // Not paused: a paused partition may take a second to be fetched again, an assigned one is at once.
        feed.IsResting = true;
        Unassign(feed);
    }

    void Fail(ConsumeException failure)
    {
        Telemetry.KafkaSaid(_logger, failure.Error.Code.ToString(), failure.Error.Reason);
        var partition = failure.ConsumerRecord?.TopicPartition.Partition ?? Partition.Any;
        foreach (var feed in _feeds.Values.Where(feed => partition == Partition.Any || feed.Partition == partition).ToList())
        {
            feed.Fail(new LogUnavailableException(
                $"Kafka cannot give record {feed.Next} of partition {feed.Partition}: {failure.Error.Reason}", failure));
            Close(feed);
        }
    }

    void Open(PartitionFeed feed)
    {
        if (_feeds.TryGetValue(feed.Partition, out var former))
        {
            former.Fail(new LogUnavailableException($"Partition {feed.Partition} is read by another now."));
            Close(former);
        }

        _feeds[feed.Partition] = feed;
        Assign(feed);
    }

    void Resume(PartitionFeed feed)
    {
        if (!feed.IsResting || !IsOpen(feed)) return;

        feed.IsResting = false;
        Assign(feed);
    }

    void Close(PartitionFeed feed)
    {
        if (!IsOpen(feed)) return;

        _feeds.Remove(feed.Partition);
        if (!feed.IsResting) Unassign(feed);
    }

    void Assign(PartitionFeed feed) => Try(
        feed, () => _consumer.IncrementalAssign([new TopicPartitionOffset(_options.Topic, feed.Partition, feed.Next)]));

    void Unassign(PartitionFeed feed) => Try(
        feed, () => _consumer.IncrementalUnassign([new TopicPartition(_options.Topic, feed.Partition)]));

    bool IsOpen(PartitionFeed feed) => _feeds.TryGetValue(feed.Partition, out var open) && open == feed;

    static void Try(PartitionFeed feed, Action action)
    {
        try
        {
            action();
        }
        catch (KafkaException failure)
        {
            feed.Fail(new LogUnavailableException($"Kafka cannot be read: {failure.Error.Reason}", failure));
        }
    }

    static LogUnavailableException Closed() => new("The server is shutting down.");
}
