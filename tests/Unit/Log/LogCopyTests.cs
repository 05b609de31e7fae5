using NeptuneAlt.Log;
using NeptuneAlt.Log.Embedded;
using Xunit;

namespace NeptuneAlt.Unit.Log;

/// <summary>Copies of a log that is being written to.</summary>
public sealed class LogCopyTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;
    EmbeddedLog _log = null!; // Set before each test.

    static CancellationToken Token => TestContext.Current.CancellationToken;

    EmbeddedLogOptions Options => new(Path.Combine(_folder, "log"), 1) { SegmentBytes = 16 << 10, DiskFreeBytesMin = 0 };

    string Copy => Path.Combine(_folder, "copy");

    public ValueTask InitializeAsync()
    {
        _log = new EmbeddedLog(Options, TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_trimmed_while_somebody_holds_the_log_and_all_of_it_afterwards()
    {
        for (var i = 0; i < 200; i++) await _log.AppendAsync(0, Record(i), Token);
        var before = Files(Options.Folder);
        using (var hold = LogHold.Take(Options.Folder))
        {
            Assert.NotNull(hold);
            Assert.Null(LogHold.Take(Options.Folder));
            await _log.TrimAsync(0, 150, Token);
            Assert.Equal(before, Files(Options.Folder));
        }

        await _log.TrimAsync(0, 150, Token);
        Assert.True(Files(Options.Folder).Length < before.Length);
    }

    [Fact]
    public async Task A_hold_whose_holder_died_holds_nothing()
    {
        for (var i = 0; i < 200; i++) await _log.AppendAsync(0, Record(i), Token);
        var before = Files(Options.Folder);
        await File.WriteAllTextAsync(Path.Combine(Options.Folder, "hold"), "", Token);

        await _log.TrimAsync(0, 150, Token);

        Assert.True(Files(Options.Folder).Length < before.Length);
    }

    [Fact]
    [Trait(Speed.Name, Speed.Slow)]
    public async Task A_copy_has_what_was_acknowledged_before_it_and_opens_without_a_loss()
    {
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _log.AppendAsync(0, Record(i), Token);
                Volatile.Write(ref acknowledged, i + 1);
            }
        }, Token);
        for (var round = 0; round < 20; round++)
        {
            var goal = Volatile.Read(ref acknowledged) + 20;
            await Eventually.HoldsAsync(() => Volatile.Read(ref acknowledged) > goal, "Nothing is written.");
            var before = Volatile.Read(ref acknowledged);
            var copy = $"{Copy}-{round}";
            LogCopy.Make(Options.Folder, copy, Token);
            await using var opened = new EmbeddedLog(Options with { Folder = copy }, TimeProvider.System);
            Assert.Empty(opened.Losses);
            Assert.InRange(opened.Ends[0], before, long.MaxValue);
        }

        await stop.CancelAsync();
        await writer;
    }

    static byte[] Record(int i)
    {
        var record = new byte[300];
        Array.Fill(record, (byte)i);
        return record;
    }

    static string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(folder, "p0"), "*.log").Order(StringComparer.Ordinal)];
}
