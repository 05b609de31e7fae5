using System.Text;
using CsCheck;
using NeptuneAlt.Blobs;
using Xunit;

namespace NeptuneAlt.Unit.Blobs;

/// <summary>
/// What every storage of files does; one subclass an adapter, each test on an empty storage of its own.
/// </summary>
public abstract class BlobsConformance
{
    static readonly BlobName Name = new(1, "run/plots/a.png");

    static readonly string[] OddPaths =
    [
        "../../../etc/passwd", "/etc/passwd", "a/../b", "a//b", "A", "a", "a/", "con", "%2e%2e", "\0",
        new string('x', 2000), "日本/ł", ".",
    ];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBlobs Blobs { get; }

    static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    static IdleSince All(DateTimeOffset since) => new(since, since, since);

    async Task WriteAsync(BlobName name, string text)
    {
        var upload = await Blobs.BeginUploadAsync(name, isResumable: true, Token);
        await Blobs.AppendAsync(name, upload, 0, Content(text), null, Token);
        Assert.True(await Blobs.CommitAsync(name, upload, Token));
    }

    async Task<string?> ReadAsync(BlobName name, long offset = 0, long length = long.MaxValue)
    {
        await using var stream = await Blobs.OpenAsync(name, offset, length, Token);
        if (stream is null) return null;

        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Token);
    }

    [Fact]
    public async Task Shows_a_file_only_once_it_is_committed()
    {
        await WriteAsync(Name, "old");
        var upload = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);
        Assert.Equal(7, await Blobs.AppendAsync(Name, upload, 0, Content("new con"), null, Token));
        Assert.Equal("old", await ReadAsync(Name));
        Assert.Equal(11, await Blobs.AppendAsync(Name, upload, 7, Content("tent"), null, Token));

        Assert.True(await Blobs.CommitAsync(Name, upload, Token));

        Assert.Equal("new content", await ReadAsync(Name));
        Assert.Equal(11, (await Blobs.FindAsync(Name, Token))?.Size);
        Assert.Null(await Blobs.UploadedAsync(Name, upload, Token));
        Assert.False(await Blobs.CommitAsync(Name, upload, Token));
    }

    [Fact]
    public async Task Resumes_where_the_stored_bytes_end()
    {
        var upload = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);
        Assert.Equal(0, await Blobs.UploadedAsync(Name, upload, Token));
        await Blobs.AppendAsync(Name, upload, 0, Content("01234"), null, Token);

        Assert.Equal(5, await Blobs.UploadedAsync(Name, upload, Token));
        Assert.Equal(5, await Blobs.AppendAsync(Name, upload, 6, Content("gap"), null, Token));
        Assert.Equal(8, await Blobs.AppendAsync(Name, upload, 3, Content("34567"), null, Token));
        Assert.Equal(8, await Blobs.AppendAsync(Name, upload, 0, Content("01"), null, Token));
        await Blobs.CommitAsync(Name, upload, Token);

        Assert.Equal("01234567", await ReadAsync(Name));
    }

    [Fact]
    public async Task Keeps_what_came_of_content_that_broke_off()
    {
        var upload = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);

        await Assert.ThrowsAsync<InvalidDataException>(
            () => Blobs.AppendAsync(Name, upload, 0, new BreakingStream("0123"), null, Token));

        Assert.Equal(4, await Blobs.UploadedAsync(Name, upload, Token));
    }

    [Fact]
    public async Task Lets_one_call_at_a_time_write_to_an_upload()
    {
        var upload = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);
        var gate = new TaskCompletionSource();
        var first = Blobs.AppendAsync(Name, upload, 0, new GatedStream(gate.Task), null, Token);

        await Assert.ThrowsAsync<BlobUploadBusyException>(
            () => Blobs.AppendAsync(Name, upload, 0, Content("x"), null, Token));
        await Assert.ThrowsAsync<BlobUploadBusyException>(() => Blobs.CommitAsync(Name, upload, Token));

        gate.SetResult();
        Assert.Equal(0, await first);
        Assert.True(await Blobs.CommitAsync(Name, upload, Token));
        Assert.Equal("", await ReadAsync(Name));
    }

    [Fact]
    public async Task Knows_no_upload_by_another_name()
    {
        var upload = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);

        foreach (var name in new[] { Name with { Project = 2 }, Name with { Path = "other" } })
        {
            Assert.Null(await Blobs.UploadedAsync(name, upload, Token));
            Assert.Null(await Blobs.AppendAsync(name, upload, 0, Content("x"), null, Token));
            Assert.False(await Blobs.CommitAsync(name, upload, Token));
        }

        foreach (var wrong in new[] { "", "..", "../files/1", Guid.NewGuid().ToString("N") })
        {
            Assert.Null(await Blobs.AppendAsync(Name, wrong, 0, Content("x"), null, Token));
            Assert.False(await Blobs.CommitAsync(Name, wrong, Token));
        }
    }

    [Fact]
    public async Task Drops_uploads_that_are_aborted_or_idle()
    {
        var aborted = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);
        var idle = await Blobs.BeginUploadAsync(Name, isResumable: true, Token);

        await Blobs.AbortAsync(Name, aborted, Token);
        Assert.Null(await Blobs.UploadedAsync(Name, aborted, Token));

        Assert.Equal(0, await Blobs.DropIdleAsync(All(DateTimeOffset.UtcNow.AddHours(-1)), Token));
        Assert.NotNull(await Blobs.UploadedAsync(Name, idle, Token));
        Assert.Equal(1, await Blobs.DropIdleAsync(All(DateTimeOffset.UtcNow.AddHours(1)), Token));
        Assert.Null(await Blobs.UploadedAsync(Name, idle, Token));
    }

    [Fact]
    public async Task Reads_a_stretch()
    {
        await WriteAsync(Name, "0123456789");

        Assert.Equal("34", await ReadAsync(Name, 3, 2));
        Assert.Equal("89", await ReadAsync(Name, 8, 100));
        Assert.Equal("", await ReadAsync(Name, 10, 1));
        Assert.Null(await ReadAsync(new BlobName(1, "nothing")));
        Assert.Null(await Blobs.FindAsync(new BlobName(1, "nothing"), Token));
    }

    [Fact]
    public async Task Deletes_a_file_and_all_of_a_project()
    {
        var other = new BlobName(2, "a");
        await WriteAsync(Name, "1");
        await WriteAsync(Name with { Path = "b" }, "2");
        await WriteAsync(other, "3");

        Assert.True(await Blobs.DeleteAsync(Name, Token));
        Assert.False(await Blobs.DeleteAsync(Name, Token));
        Assert.Null(await ReadAsync(Name));

        await Blobs.DeleteProjectAsync(1, Token);
        await Blobs.DeleteProjectAsync(99, Token);
        Assert.Null(await ReadAsync(Name with { Path = "b" }));
        Assert.Equal("3", await ReadAsync(other));
    }

    [Fact]
    public Task Takes_any_text_as_a_path() =>
        Gen.OneOf(Gen.String[1, 40], Gen.Int[0, OddPaths.Length - 1].Select(i => OddPaths[i]))
            .SampleAsync(
                async path =>
                {
                    await WriteAsync(new BlobName(3, path), "of " + path.Length);
                    Assert.Equal("of " + path.Length, await ReadAsync(new BlobName(3, path)));
                    Assert.Null(await ReadAsync(new BlobName(3, path + "/more")));
                },
                iter: 60, threads: 1);

    /// <summary>Gives its text, then fails as a lost connection does.</summary>
    sealed class BreakingStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            await base.ReadAsync(buffer, cancellationToken) is var count and > 0
                ? count
                : throw new InvalidDataException("lost");
    }

    /// <summary>Ends when the gate opens.</summary>
    sealed class GatedStream(Task gate) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            await gate;
            return 0;
        }
    }
}
