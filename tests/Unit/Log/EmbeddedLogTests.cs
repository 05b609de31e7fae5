using CsCheck;
using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using Xunit;

namespace NeptuneAlt.Unit.Log;

[Trait(Speed.Name, Speed.Slow)]
public sealed class EmbeddedLogTests : LogConformance
{
    readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;

    EmbeddedLogOptions Options => new(Path.Combine(_folder, "deep", "log"), Partitions)
    {
        SegmentBytes = 64 << 10, DiskFreeBytesMin = 0,
    };

    protected override Task<ILog> OpenAsync() => Task.FromResult<ILog>(new EmbeddedLog(Options, TimeProvider.System));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    string[] Files(int partition) =>
        [.. Directory.GetFiles(Path.Combine(Options.Folder, $"p{partition}"), "*.log").Order(StringComparer.Ordinal)];

    string[] Spares(int partition) => Directory.GetFiles(Path.Combine(Options.Folder, $"p{partition}"), "*.spare");

    [Fact]
    public async Task Goes_on_where_it_was_after_it_is_opened_again()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, await Log.AppendAsync(1, Record(i), Token));
            if (i % 10 != 9) continue;
            await Log.DisposeAsync();
            Log = await OpenAsync();
        }

        Assert.True(Files(1).Length > 2);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => Record(i)), await ReadAsync(Log, 1, 0, 100));
        Assert.Equal(Enumerable.Range(77, 23).Select(i => Record(i)), await ReadAsync(Log, 1, 77, 23));
    }

    [Fact]
    public async Task Deletes_whole_segments_when_trimmed_and_tells_a_reader_who_comes_too_late()
    {
        for (var i = 0; i < 200; i++) await Log.AppendAsync(0, Record(i), Token);
        var before = Files(0).Length;
        await Log.TrimAsync(0, 100, Token);

        Assert.InRange(Files(0).Length, 1, before - 2);
        Assert.Equal(Enumerable.Range(100, 100).Select(i => Record(i)), await ReadAsync(Log, 0, 100, 100));
        await Assert.ThrowsAsync<LogUnavailableException>(() => ReadAsync(Log, 0, 0, 1));

        await Log.TrimAsync(0, long.MaxValue, Token);
        await Log.DisposeAsync();
        Log = await OpenAsync();
        Assert.Equal(200, await Log.AppendAsync(0, Record(200), Token));
    }

    [Fact]
    public async Task Uses_the_files_of_trimmed_segments_again_and_never_takes_their_records_for_new_ones()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i, await Log.AppendAsync(0, Record(i), Token));
            if (i % 50 == 0) await Log.TrimAsync(0, i - 10, Token);
            if (i % 170 != 0) continue;

            // As a crash leaves it: the last segment has records of its earlier use behind its end.
            await Log.DisposeAsync();
            Log = await OpenAsync();
            Assert.Empty(Spares(0));
            Assert.Equal(i + 1, await Log.EndAsync(0, Token));
        }

        Assert.Equal(Enumerable.Range(950, 50).Select(i => Record(i)), await ReadAsync(Log, 0, 950, 50));
        await Log.TrimAsync(0, 1000, Token);
        Assert.Single(Files(0));
        Assert.Equal(2, Spares(0).Length);
    }

    [Fact]
    public async Task Keeps_few_spare_files_and_gives_their_space_back()
    {
        var folder = Path.Combine(_folder, "alone");
        using var partition = new Partition(folder, Options);
        for (var i = 0; i < 9; i++)
        {
            var stored = partition.Enqueue(new byte[40_000]);
            partition.Complete(partition.Write());
            Assert.Equal(i, await stored);
        }

        partition.Trim(long.MaxValue);
        Assert.Equal(2, Directory.GetFiles(folder, "*.spare").Length);
        Assert.Single(Directory.GetFiles(folder, "*.log"));
        partition.DropSpares();
        Assert.Empty(Directory.GetFiles(folder, "*.spare"));
    }

    [Fact]
    public async Task Refuses_appends_beyond_its_bounds_and_goes_on_by_itself()
    {
        await Log.DisposeAsync();
        Log = new EmbeddedLog(Options with { PendingBytesMax = 2 << 20, SegmentBytes = 64 << 20 }, TimeProvider.System);
        var record = new byte[1 << 20];
        var appends = Enumerable.Range(0, 100).Select(_ => Log.AppendAsync(0, record, Token)).ToArray();

        await ((Task)Task.WhenAll(appends)).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var refused = appends.Where(append => append.IsFaulted).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, append => Assert.IsType<LogUnavailableException>(append.Exception!.InnerException));
        Assert.Equal(100 - refused.Count, await Log.AppendAsync(0, record, Token));
    }

    [Fact]
    public async Task Refuses_appends_while_too_much_waits_to_be_trimmed()
    {
        await Log.DisposeAsync();
        var time = new ManualTime();
        Log = new EmbeddedLog(Options with { RetainedBytesMax = 200_000 }, time);
        for (var i = 0; i < 5; i++) await Log.AppendAsync(0, new byte[60_000], Token);
        time.Advance(TimeSpan.FromSeconds(2));
        var refused = await Assert.ThrowsAsync<LogUnavailableException>(() => Log.AppendAsync(0, new byte[9], Token));
        Assert.Equal(TimeSpan.FromSeconds(5), refused.RetryAfter);

        await Log.TrimAsync(0, 4, Token);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(5, await Log.AppendAsync(0, new byte[9], Token));
    }

    [Fact]
    public async Task Refuses_appends_while_the_disk_is_nearly_full()
    {
        await Log.DisposeAsync();
        Log = new EmbeddedLog(Options with { DiskFreeBytesMin = long.MaxValue }, TimeProvider.System);

        await Assert.ThrowsAsync<LogUnavailableException>(() => Log.AppendAsync(0, new byte[9], Token));
    }

    [Fact]
    public async Task Goes_on_once_a_disk_that_refused_a_new_segment_is_well()
    {
        await Log.AppendAsync(0, new byte[60_000], Token);
        var away = Options.Folder + ".away";
        Directory.Move(Options.Folder, away);
        await Assert.ThrowsAsync<LogUnavailableException>(() => Log.AppendAsync(0, new byte[60_000], Token));

        Directory.Move(away, Options.Folder);
        Assert.Equal(1, await Log.AppendAsync(0, new byte[60_000], Token));
    }

    [Fact]
    public async Task Refuses_another_number_of_partitions()
    {
        await Log.AppendAsync(0, Record(1), Token);
        await Log.DisposeAsync();

        foreach (var partitions in new[] { Partitions - 1, Partitions + 1 })
            Assert.Throws<InvalidDataException>(() =>
                new EmbeddedLog(Options with { Partitions = partitions }, TimeProvider.System));
    }

    /// <summary>What a power cut can leave: any part of the last unsynced writes, in any order.</summary>
    [Fact]
    public void Cuts_off_a_torn_end_and_keeps_all_that_was_durable_before() =>
        (from durable in Gen.Int[0, 12]
         from lost in Gen.Int[1, 6]
         from tears in Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 8]
         from cut in Gen.Double[0, 1]
         from isCut in Gen.Bool
         select (durable, lost, tears, cut, isCut))
        .Sample(
            torn => TearAsync(torn.durable, torn.lost, torn.tears, torn.isCut ? torn.cut : null).GetAwaiter().GetResult(),
            iter: 60, threads: 1);

    static async Task TearAsync(int durable, int lost, (double At, byte Value)[] tears, double? cut)
    {
        var folder = Directory.CreateTempSubdirectory("torn-").FullName;
        try
        {
            var options = new EmbeddedLogOptions(folder, 1) { SegmentBytes = 256 << 10, DiskFreeBytesMin = 0 };
            var path = Path.Combine(folder, "p0", "00000000000000000000.log");
            var records = Enumerable.Range(0, durable).Select(i => Record(i)).ToList();
            long end, length;
            using (var segment = SegmentFile.Create(Directory.CreateDirectory(Path.Combine(folder, "p0")).FullName, 0, 256 << 10))
            {
                Write(segment, records);
                end = segment.Length;
                Write(segment, [.. Enumerable.Range(durable, lost).Select(i => Record(i))]);
                length = segment.Length;
            }

            using (var file = File.OpenWrite(path))
            {
                foreach (var (at, value) in tears)
                {
                    file.Position = end + (long)(at * (length - end));
                    file.WriteByte(value);
                }

                if (cut is { } share) file.SetLength(end + (long)(share * (length - end)));
            }

            await using var log = new EmbeddedLog(options, TimeProvider.System);
            var found = (int)await log.EndAsync(0, default);
            Assert.InRange(found, durable, durable + lost);
            await log.AppendAsync(0, Record(9999), default);
            Assert.Equal(
                Enumerable.Range(0, found).Append(9999).Select(i => Record(i)), await ReadAsync(log, 0, 0, found + 1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One write, as a group commit makes it: none of these records is durable when the others are written.</summary>
    static void Write(SegmentFile segment, List<byte[]> records)
    {
        var buffers = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < records.Count; i++)
        {
            var head = new byte[RecordHead.Bytes];
            new RecordHead(records[i].Length, segment.NextOffset + i, segment.NextOffset, RecordHead.HashOf(records[i])).Write(head);
            buffers.Add(head);
            buffers.Add(records[i]);
        }

        segment.Write(buffers);
        segment.Advance(buffers.Sum(buffer => (long)buffer.Length), records.Count);
    }

    [Fact]
    public async Task Refuses_to_open_when_records_are_damaged_that_were_durable() =>
        await Gen.Select(Gen.Int[0, 7], Gen.Double[0, 1], Gen.Byte[1, 255]).SampleAsync(
            async (victim, at, flip) =>
            {
                var folder = Directory.CreateTempSubdirectory("damaged-").FullName;
                try
                {
                    var options = new EmbeddedLogOptions(folder, 1) { SegmentBytes = 256 << 10, DiskFreeBytesMin = 0 };
                    await using (var log = new EmbeddedLog(options, TimeProvider.System))
                        for (var i = 0; i < 8; i++) await log.AppendAsync(0, Record(i), default);

                    var start = Enumerable.Range(0, victim).Sum(i => RecordHead.Bytes + Record(i).Length);
                    var size = RecordHead.Bytes + Record(victim).Length;
                    await FlipAsync(Path.Combine(folder, "p0", "00000000000000000000.log"), start + (long)(at * (size - 1)), flip);

                    Assert.Throws<LogDamagedException>(() => new EmbeddedLog(options, TimeProvider.System));
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            },
            iter: 40, threads: 1);

    [Fact]
    public async Task Tells_a_reader_that_a_full_segment_was_damaged_meanwhile()
    {
        for (var i = 0; i < 100; i++) await Log.AppendAsync(0, Record(i), Token);
        await FlipAsync(Files(0)[0], RecordHead.Bytes + Record(0).Length + 5, 1);

        Assert.Equal(Record(0), (await ReadAsync(Log, 0, 0, 1))[0]);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Log, 0, 1, 1));
    }

    static async Task FlipAsync(string path, long position, byte mask)
    {
        await using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ mask));
    }

    sealed class ManualTime : TimeProvider
    {
        long _timestamp;

        public override long GetTimestamp() => Interlocked.Read(ref _timestamp);

        public void Advance(TimeSpan by) =>
            Interlocked.Add(ref _timestamp, (long)(by.TotalSeconds * TimestampFrequency));
    }
}
