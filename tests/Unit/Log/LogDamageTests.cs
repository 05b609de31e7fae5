using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using NeptuneAlt.Model;
using Xunit;

namespace NeptuneAlt.Unit.Log;

/// <summary>Files of the log that are missing, cut or changed: what is lost is told, and offsets never go back.</summary>
public sealed class LogDamageTests : IDisposable
{
    const int Records = 40;

    readonly string _folder = Directory.CreateTempSubdirectory("loss-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    EmbeddedLogOptions Options => new(_folder, 1) { SegmentBytes = 4_000, DiskFreeBytesMin = 0 };

    string Partition => Path.Combine(_folder, "p0");

    string[] Files => [.. Directory.GetFiles(Partition, "*.log").Order(StringComparer.Ordinal)];

    static byte[] Record(int number) => [.. Enumerable.Repeat((byte)(number + 1), 500)];

    static LogMark Mark(long stored, long end = 0, bool isExact = false) =>
        new(stored, end) { IsExact = isExact, WasOpen = true };

    EmbeddedLog Open(LogMark? mark = null, bool accepts = false) => new(
        Options with { Marks = mark is { } known ? [known] : [], AcceptsLoss = accepts, TimeOf = _ => DateTimeOffset.UnixEpoch },
        TimeProvider.System);

    async Task FillAsync()
    {
        await using var log = Open();
        for (var i = 0; i < Records; i++) Assert.Equal(i, await log.AppendAsync(0, Record(i), Token));
    }

    Damage Refused(LogMark? mark) => Assert.Single(Assert.Throws<LogDamagedException>(() => Open(mark)).Losses);

    /// <returns>Offsets, and the numbers that their records were made of.</returns>
    static async Task<List<(long Offset, int Number)>> ReadAsync(ILog log, long from, int count)
    {
        var read = new List<(long, int)>();
        await foreach (var batch in log.ReadAsync(0, from, Token))
        {
            for (var i = 0; i < batch.Records.Count; i++)
            {
                Assert.Equal(Record(batch.Records[i].Span[0] - 1), batch.Records[i].ToArray());
                read.Add((batch.FirstOffset + i, batch.Records[i].Span[0] - 1));
            }

            if (read.Count >= count) break;
        }

        return read;
    }

    /// <summary>After a loss, what is left can be read, something new too, and the next start has nothing to tell.</summary>
    async Task GoesOnAsync(LogMark mark, params int[] left)
    {
        long added;
        await using (var log = Open(mark, accepts: true))
        {
            Assert.NotEmpty(log.Losses);
            added = await log.AppendAsync(0, Record(200), Token);
            Assert.True(added >= Records, $"Offset {added} was given before.");
            Assert.Equal(
                [.. left.Select(i => ((long)i, i)), (added, 200)],
                await ReadAsync(log, mark.Stored, left.Length + 1));
        }

        await using var again = Open(mark with { Stored = added });
        Assert.Empty(again.Losses);
        Assert.Equal([(added, 200)], await ReadAsync(again, added, 1));
        Assert.Equal(added + 1, await again.AppendAsync(0, Record(201), Token));
    }

    [Fact]
    public async Task Loses_nothing_when_the_files_are_gone_of_records_that_are_all_stored()
    {
        await FillAsync();
        Directory.Delete(_folder, recursive: true);

        await using var log = Open(Mark(Records, Records, isExact: true));

        Assert.Empty(log.Losses);
        Assert.Single(log.Notes);
        Assert.Equal(Records, await log.AppendAsync(0, Record(1), Token));
    }

    [Fact]
    public async Task Does_not_believe_that_nothing_is_lost_when_all_files_are_gone_after_a_crash()
    {
        await FillAsync();
        Directory.Delete(_folder, recursive: true);

        Assert.Contains("the records from 40 on, if there were any", Refused(Mark(Records, 30)).What, StringComparison.Ordinal);
        await GoesOnAsync(Mark(Records, 30));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tells_which_records_a_segment_had_that_is_gone_or_empty(bool isGone)
    {
        await FillAsync();
        var (first, next) = (First(Files[2]), First(Files[3]));
        if (isGone) File.Delete(Files[2]);
        else File.WriteAllBytes(Files[2], []);

        var damage = Refused(Mark(3));
        Assert.Contains($"records {first} to {next - 1} of partition 0 are lost", damage.What, StringComparison.Ordinal);
        Assert.Contains("logged between 1970-01-01", damage.What, StringComparison.Ordinal);
        Assert.Contains("--accept-loss", damage.Cure, StringComparison.Ordinal);
        await GoesOnAsync(Mark(3), [.. Enumerable.Range(3, first - 3), .. Enumerable.Range(next, Records - next)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tells_what_the_last_segment_had_that_is_gone_or_empty(bool isGone)
    {
        await FillAsync();
        var first = First(Files[^1]);
        if (isGone) File.Delete(Files[^1]);
        else File.WriteAllBytes(Files[^1], []);

        Assert.Contains($"records {first} to {Records - 1} of partition 0", Refused(Mark(3)).What, StringComparison.Ordinal);
        await GoesOnAsync(Mark(3), [.. Enumerable.Range(3, first - 3)]);
    }

    [Fact]
    public async Task Loses_nothing_when_a_segment_is_damaged_whose_records_are_stored()
    {
        await FillAsync();
        Flip(Files[0], 700);

        await using var log = Open(Mark(First(Files[1])));

        Assert.Equal(Records, log.Ends[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(600)]
    public async Task Tells_of_a_bit_that_changed_in_a_full_segment_and_keeps_the_rest(int at)
    {
        await FillAsync();
        var first = First(Files[1]);
        Flip(Files[1], at);
        var lost = first + at / (500 + RecordHead.Bytes);

        Assert.Contains($"record {lost} of partition 0", Refused(Mark(2)).What, StringComparison.Ordinal);
        await GoesOnAsync(Mark(2), [.. Enumerable.Range(2, Records - 2).Where(i => i != lost)]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Tells_of_a_bit_that_changed_in_the_very_last_record(int at)
    {
        await FillAsync();
        var inFile = Records - First(Files[^1]);
        Flip(Files[^1], (inFile - 1) * (500 + RecordHead.Bytes) + at);

        Assert.Contains($"record {Records - 1} of partition 0", Refused(Mark(2)).What, StringComparison.Ordinal);
        await GoesOnAsync(Mark(2), [.. Enumerable.Range(2, Records - 3)]);
    }

    [Fact]
    public async Task Tells_how_much_of_an_unfinished_write_is_cut_off()
    {
        await FillAsync();
        var end = (Records - First(Files[^1])) * (500 + RecordHead.Bytes);
        var record = new byte[RecordHead.Bytes + 300];
        new RecordHead(500, Records, Records, 17).Write(record);
        using (var file = File.OpenHandle(Files[^1], FileMode.Open, FileAccess.Write)) RandomAccess.Write(file, record, end);

        await using var log = Open(Mark(2));

        Assert.Contains("1 records, none of them acknowledged, were cut off", Assert.Single(log.Notes), StringComparison.Ordinal);
        Assert.Equal(Records, await log.AppendAsync(0, Record(1), Token));
    }

    [Fact]
    public async Task Never_gives_an_offset_again_that_the_store_has()
    {
        await FillAsync();

        await using var log = Open(Mark(1_000, 1_000, isExact: true));

        Assert.Equal(1_000, await log.AppendAsync(0, Record(1), Token));
        Assert.Equal([(1_000L, 1)], await ReadAsync(log, 1_000, 1));
    }

    static int First(string path) => (int)SegmentFile.FirstOffsetOf(path);

    static void Flip(string path, int at)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var value = new byte[1];
        RandomAccess.Read(file, value, at);
        value[0] ^= 0x10;
        RandomAccess.Write(file, value, at);
    }
}
