using System.Collections.Concurrent;
using System.Security.Cryptography;
using NeptuneAlt.Log;
using Xunit;

namespace NeptuneAlt.Unit.Log;

/// <summary>What every log does; one subclass an adapter, each test on an empty log of its own.</summary>
public abstract class LogConformance : IAsyncLifetime
{
    protected const int Partitions = 3;
    protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ILog Log { get; set; } = null!; // opened before each test

    /// <summary>Opens the log of this test; the second time the same one again.</summary>
    protected abstract Task<ILog> OpenAsync();

    /// <summary>Bytes of the largest record that this log can be tried with.</summary>
    protected virtual int LargeBytes => 17 << 20;

    public virtual async ValueTask InitializeAsync() => Log = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Log is not null) await Log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A record that tells its size and content by a number, so that nothing has to be kept to compare.</summary>
    protected static byte[] Record(int number, int bytesMax = 5000)
    {
        var random = new Random(number);
        var record = new byte[1 + random.Next(bytesMax)];
        random.NextBytes(record);
        return record;
    }

    protected static async Task<List<byte[]>> ReadAsync(ILog log, int partition, long from, int count)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(Timeout);
        var records = new List<byte[]>();
        if (count == 0) return records;
        await foreach (var batch in log.ReadAsync(partition, from, timeout.Token))
        {
            Assert.Equal(from + records.Count, batch.FirstOffset);
            Assert.NotEmpty(batch.Records);
            records.AddRange(batch.Records.Select(record => record.ToArray()));
            if (records.Count >= count) break;
        }

        return records;
    }

    [Fact]
    public async Task Counts_records_from_zero_in_each_partition_and_gives_them_back_in_order()
    {
        for (var i = 0; i < 60; i++) Assert.Equal(i / Partitions, await Log.AppendAsync(i % Partitions, Record(i), Token));

        for (var partition = 0; partition < Partitions; partition++)
        {
            Assert.Equal(20, await Log.EndAsync(partition, Token));
            var read = await ReadAsync(Log, partition, 0, 20);
            Assert.Equal(Enumerable.Range(0, 20).Select(i => Record(i * Partitions + partition)), read);
        }
    }

    [Fact]
    public async Task Is_empty_at_first()
    {
        Assert.Equal(Partitions, Log.Partitions);
        for (var partition = 0; partition < Partitions; partition++) Assert.Equal(0, await Log.EndAsync(partition, Token));
    }

    [Fact]
    public async Task Gives_each_of_many_concurrent_appends_its_own_offset_and_keeps_the_order_of_each_writer()
    {
        const int writers = 16, each = 60;
        var stored = new ConcurrentDictionary<long, int>();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var last = -1L;
            for (var i = 0; i < each; i++)
            {
                var number = writer * each + i;
                var offset = await Log.AppendAsync(1, Record(number), Token);
                Assert.True(offset > last);
                Assert.True(stored.TryAdd(last = offset, number));
            }
        }, Token)));

        Assert.Equal(Enumerable.Range(0, writers * each).Select(offset => (long)offset), stored.Keys.Order());
        var read = await ReadAsync(Log, 1, 0, writers * each);
        for (var offset = 0; offset < read.Count; offset++) Assert.Equal(Record(stored[offset]), read[offset]);
    }

    [Fact]
    public async Task Takes_large_records_among_small_ones()
    {
        var large = new byte[LargeBytes];
        new Random(5).NextBytes(large);
        await Log.AppendAsync(0, Record(1), Token);
        await Log.AppendAsync(0, large, Token);
        await Log.AppendAsync(0, Record(2), Token);

        var read = await ReadAsync(Log, 0, 1, 2);
        Assert.Equal(SHA256.HashData(large), SHA256.HashData(read[0]));
        Assert.Equal(Record(2), read[1]);
    }

    [Fact]
    public async Task Does_not_keep_the_buffer_of_an_appended_record()
    {
        var buffer = Record(1).ToArray();
        await Log.AppendAsync(0, buffer, Token);
        Array.Clear(buffer);

        Assert.Equal(Record(1), (await ReadAsync(Log, 0, 0, 1))[0]);
    }

    [Fact]
    public async Task Reads_from_the_middle()
    {
        for (var i = 0; i < 50; i++) await Log.AppendAsync(2, Record(i), Token);

        foreach (var from in new[] { 1, 17, 49 })
            Assert.Equal(Enumerable.Range(from, 50 - from).Select(i => Record(i)), await ReadAsync(Log, 2, from, 50 - from));
    }

    [Fact]
    public async Task Wakes_a_reader_that_waits_at_the_end()
    {
        await using var reader = Log.ReadAsync(0, 0, Token).GetAsyncEnumerator(Token);
        var next = reader.MoveNextAsync().AsTask();
        for (var i = 0; i < 4; i++)
        {
            Assert.False(next.IsCompleted);
            await Log.AppendAsync(0, Record(i), Token);

            Assert.True(await next.WaitAsync(Timeout, Token));
            Assert.Equal(Record(i), Assert.Single(reader.Current.Records).ToArray());
            next = reader.MoveNextAsync().AsTask();
        }

        await Log.DisposeAsync();
        await Assert.ThrowsAsync<LogUnavailableException>(() => next.WaitAsync(Timeout, Token));
    }

    [Fact]
    public async Task Reads_partitions_at_once_while_they_grow()
    {
        const int each = 200;
        var reading = Enumerable.Range(0, Partitions).Select(partition => ReadAsync(Log, partition, 0, each)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(async partition =>
        {
            for (var i = 0; i < each; i++) await Log.AppendAsync(partition, Record(partition * each + i), Token);
        }));

        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(Enumerable.Range(partition * each, each).Select(i => Record(i)), await reading[partition]);
    }

    [Fact]
    public async Task Lets_a_partition_be_read_again_after_a_reader_stopped()
    {
        for (var i = 0; i < 20; i++) await Log.AppendAsync(0, Record(i), Token);

        for (var round = 0; round < 5; round++)
            Assert.Equal(Record(round), (await ReadAsync(Log, 0, round, 1))[0]);
    }

    [Fact]
    public async Task Stops_a_reader_that_is_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Log.AppendAsync(0, Record(0), Token);
        await using var reader = Log.ReadAsync(0, 0, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Timeout, Token));
        var next = reader.MoveNextAsync().AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Timeout, Token));
    }

    [Fact]
    public async Task Keeps_what_was_not_trimmed()
    {
        for (var i = 0; i < 30; i++) await Log.AppendAsync(0, Record(i), Token);
        await Log.TrimAsync(0, 20, Token);

        Assert.Equal(30, await Log.EndAsync(0, Token));
        Assert.Equal(30, await Log.AppendAsync(0, Record(30), Token));
        Assert.Equal(Enumerable.Range(20, 11).Select(i => Record(i)), await ReadAsync(Log, 0, 20, 11));
    }

    [Fact]
    public async Task Refuses_an_empty_record_and_a_cancelled_append()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Log.AppendAsync(0, ReadOnlyMemory<byte>.Empty, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Log.AppendAsync(0, Record(1), new CancellationToken(canceled: true)));
        Assert.Equal(0, await Log.EndAsync(0, Token));
    }

    [Fact]
    public async Task Is_unavailable_once_closed_and_ends_its_readers()
    {
        await Log.AppendAsync(0, Record(0), Token);
        await using var reader = Log.ReadAsync(0, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Timeout, Token));
        var waiting = reader.MoveNextAsync().AsTask();
        await Log.DisposeAsync();

        var refused = await Assert.ThrowsAsync<LogUnavailableException>(() => Log.AppendAsync(0, Record(1), Token));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        await Assert.ThrowsAsync<LogUnavailableException>(() => waiting.WaitAsync(Timeout, Token));
        await Assert.ThrowsAsync<LogUnavailableException>(() => Log.EndAsync(0, Token));
        await Log.DisposeAsync();
    }
}
