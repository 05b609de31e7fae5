using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using NeptuneAlt.LoadTests.Cluster;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Kafka;
using Xunit;

namespace NeptuneAlt.Unit.Log;

/// <summary>The Kafka log against mock brokers, with faults that a real cluster does not make on demand.</summary>
[Trait(Speed.Name, Speed.Slow)]
public sealed class MockKafkaLogTests : LogConformance
{
    const string Topic = "log";
    const int NotLeader = 6, TimedOut = 7, OutOfOrder = 45;

    readonly MockKafka _brokers = new(3);
    readonly Warnings _warnings = new();

    public MockKafkaLogTests() => _brokers.CreateTopic(Topic, Partitions, 3);

    KafkaLogOptions Options => new(_brokers.BootstrapServers, Topic, Partitions)
    {
        AckTimeout = TimeSpan.FromSeconds(2), StallMax = TimeSpan.FromSeconds(0.5),
        RequestTimeout = TimeSpan.FromSeconds(2),
    };

    /// <summary>What the mock keeps of a partition.</summary>
    protected override int LargeBytes => 4 << 20;

    protected override async Task<ILog> OpenAsync() => await OpenAsync(Options);

    Task<KafkaLog> OpenAsync(KafkaLogOptions options) => KafkaLog.OpenAsync(options, TimeProvider.System, _warnings, Token);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _brokers.Dispose();
    }

    [Fact]
    public async Task Stores_each_record_once_and_in_order_while_brokers_refuse_and_leaders_move()
    {
        await Log.AppendAsync(0, Record(0), Token);
        var appends = new List<Task<long>>();
        for (var i = 1; i < 150; i++)
        {
            if (i % 50 == 10) _brokers.FailNext(MockKafka.ProduceRequest, NotLeader, TimedOut, NotLeader);
            if (i % 50 == 30) _brokers.SetLeader(Topic, 0, 1 + i / 50);
            appends.Add(Log.AppendAsync(0, Record(i), Token));
            if (i % 5 == 0) await Task.Delay(5, Token);
        }

        await ((Task)Task.WhenAll(appends)).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var end = (int)await Log.EndAsync(0, Token);
        var stored = await ReadAsync(Log, 0, 0, end);
        var numbers = stored.ConvertAll(record => Enumerable.Range(0, 150).Single(i => record.SequenceEqual(Record(i))));
        Assert.Equal(numbers.Distinct().Order(), numbers);

        // An append may be refused while nothing is acknowledged; and where the answer to a record was lost, a broker may
        // say that it has it, but not where. Both are outages, for the client to try again.
        for (var i = 1; i < 150; i++)
        {
            if (appends[i - 1].IsFaulted) Assert.IsType<LogUnavailableException>(appends[i - 1].Exception!.InnerException);
            else Assert.Equal(i, numbers[(int)await appends[i - 1]]);
        }

        Assert.InRange(appends.Count(append => append.IsFaulted), 0, 75);
    }

    [Fact]
    public async Task Refuses_soon_while_all_brokers_are_down_and_goes_on_by_itself()
    {
        await Log.AppendAsync(0, Record(0), Token);
        _brokers.SetDown(-1);
        var caught = new List<Task<long>> { Log.AppendAsync(0, Record(1), Token) };
        await Eventually.HoldsAsync(
            () =>
            {
                caught.Add(Log.AppendAsync(0, Record(2), Token));
                return caught[^1].IsFaulted;
            },
            "No append is refused without a wait.");

        Assert.False(caught[0].IsCompleted); // so it was refused long before the brokers' time to answer was over
        foreach (var append in caught)
            await Assert.ThrowsAsync<LogUnavailableException>(() => append.WaitAsync(Timeout, Token));

        _brokers.SetUp(-1);
        Assert.True(await AppendAtLastAsync(Log, 0, Record(3)) >= 1);
        var end = (int)await Log.EndAsync(0, Token);
        var read = await ReadAsync(Log, 0, 0, end);
        Assert.Equal(Record(0), read[0]);
        Assert.Equal(Record(3), read[^1]);
    }

    [Fact]
    public async Task Lets_a_reader_wait_while_all_brokers_are_down()
    {
        await Log.AppendAsync(0, Record(0), Token);
        await using var reader = Log.ReadAsync(0, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Timeout, Token));
        Assert.Equal(Record(0), reader.Current.Records[0].ToArray());
        var next = reader.MoveNextAsync().AsTask();

        _brokers.SetDown(-1);
        await Assert.ThrowsAsync<LogUnavailableException>(() => Log.AppendAsync(0, Record(1), Token));
        Assert.False(next.IsCompleted);
        _brokers.SetUp(-1);
        await AppendAtLastAsync(Log, 0, Record(1));

        Assert.True(await next.WaitAsync(Timeout, Token));
        Assert.Equal(Record(1), reader.Current.Records[0].ToArray());
    }

    [Fact]
    public async Task Tells_a_reader_who_comes_after_the_records_are_deleted()
    {
        for (var i = 0; i < 20; i++) await Log.AppendAsync(0, Record(i), Token);
        _brokers.DeleteRecords(Topic, 0, 10);

        await Assert.ThrowsAsync<LogUnavailableException>(() => ReadAsync(Log, 0, 3, 1));
        Assert.Equal(Record(10), (await ReadAsync(Log, 0, 10, 1))[0]);
    }

    [Fact]
    public async Task Ends_a_reader_when_another_reads_the_partition()
    {
        await Log.AppendAsync(0, Record(0), Token);
        await using var first = Log.ReadAsync(0, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await first.MoveNextAsync().AsTask().WaitAsync(Timeout, Token));
        var next = first.MoveNextAsync().AsTask();

        Assert.Equal(Record(0), (await ReadAsync(Log, 0, 0, 1))[0]);
        await Assert.ThrowsAsync<LogUnavailableException>(() => next.WaitAsync(Timeout, Token));
    }

    [Fact]
    public async Task Rests_while_a_reader_is_slow_and_misses_nothing()
    {
        await Log.DisposeAsync();
        Log = await OpenAsync(Options with { ReadAheadBytes = 20_000 });
        for (var i = 0; i < 300; i++) await Log.AppendAsync(0, Record(i), Token);

        var next = 0;
        await foreach (var batch in Log.ReadAsync(0, 0, Token))
        {
            foreach (var record in batch.Records) Assert.Equal(Record(next++), record.ToArray());
            Assert.InRange(batch.Records.Sum(record => record.Length), 1, 30_000);
            if (next == 300) break;
            await Task.Delay(5, Token);
        }
    }

    [Fact]
    public async Task Bounds_what_waits_for_the_brokers()
    {
        await Log.DisposeAsync();
        Log = await OpenAsync(Options with { PendingBytesMax = 100_000 });
        var appends = Enumerable.Range(0, 50).Select(_ => Log.AppendAsync(0, new byte[20_000], Token)).ToList();
        await ((Task)Task.WhenAll(appends)).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Contains(appends, append => append.IsFaulted);
        Assert.All(appends.Where(append => append.IsFaulted),
            append => Assert.IsType<LogUnavailableException>(append.Exception!.InnerException));
        Assert.Equal(appends.Count(append => !append.IsFaulted), await Log.EndAsync(0, Token));
    }

    [Fact]
    public async Task Replaces_a_producer_that_met_a_fatal_error()
    {
        await Log.AppendAsync(0, Record(0), Token);
        _brokers.FailNext(MockKafka.ProduceRequest, OutOfOrder);
        try
        {
            await Log.AppendAsync(0, Record(1), Token);
        }
        catch (LogUnavailableException)
        {
            // As good as stored at once: what counts is that it heals.
        }

        Assert.NotEmpty(_warnings.Messages);
        await AppendAtLastAsync(Log, 0, Record(2));
        Assert.Equal(Record(2), (await ReadAsync(Log, 0, await Log.EndAsync(0, Token) - 1, 1))[0]);
    }

    [Fact]
    public async Task Stops_a_reader_where_something_else_wrote_to_the_topic()
    {
        await Log.AppendAsync(0, Record(0), Token);
        using (var other = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _brokers.BootstrapServers }).Build())
            await other.ProduceAsync(new TopicPartition(Topic, 0), new Message<Null, byte[]> { Value = [] }, Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Log, 0, 0, 2));
    }

    [Fact]
    public async Task Refuses_a_topic_of_another_number_of_partitions_and_brokers_that_do_not_answer()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(Options with { Partitions = Partitions + 1 }));

        _brokers.SetDown(-1);
        await Assert.ThrowsAsync<LogUnavailableException>(() => OpenAsync(Options));
    }

    static async Task<long> AppendAtLastAsync(ILog log, int partition, byte[] record)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await log.AppendAsync(partition, record, Token);
            }
            catch (LogUnavailableException) when (TimeProvider.System.GetElapsedTime(started) < Timeout)
            {
                await Task.Delay(100, Token);
            }
        }
    }

    sealed class Warnings : ILogger<KafkaLog>
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Messages.Enqueue(formatter(state, exception));
        }
    }
}
